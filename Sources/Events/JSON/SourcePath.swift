/// The `source` of a CloudEvent: `/site/{site}/gateway/{gateway}/camera/{camera}`, a URI reference, hence its parts
/// are percent-encoded (RFC 3986) where they hold other than unreserved characters.
struct SourcePath {
    var site, gateway, camera: String

    init(site: String, gateway: String, camera: String) {
        (self.site, self.gateway, self.camera) = (site, gateway, camera)
    }

    init(_ text: String) throws(EventCodingError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[0].isEmpty, parts[1] == "site", parts[3] == "gateway", parts[5] == "camera",
            let site = percentDecoded(parts[2]), let gateway = percentDecoded(parts[4]),
            let camera = percentDecoded(parts[6])
        else {
            throw EventCodingError(
                .wrongType, path: "source", "expected /site/{site}/gateway/{gateway}/camera/{camera}")
        }
        self.init(site: site, gateway: gateway, camera: camera)
    }

    var text: String {
        "/site/\(percentEncoded(site))/gateway/\(percentEncoded(gateway))/camera/\(percentEncoded(camera))"
    }
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        let character = Character(Unicode.Scalar(byte))
        if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
            result.append(character)
        } else {
            result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return result
}

private func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
            return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}
