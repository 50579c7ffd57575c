/// The address of a network stream, without credentials: those are inserted in memory at the moment of connecting.
public struct StreamAddress: Sendable, Hashable {
    /// `rtsp` or `rtsps`.
    public let scheme: String
    public let host: String
    public let port: Int
    /// Everything after the authority, with its leading slash; may be empty.
    public let path: String

    /// Schemes that are streams. Whatever else contains `://` is refused.
    static let defaultPorts = ["rtsp": 554, "rtsps": 322]

    /// Parses `rtsp://host[:port]/path`.
    /// - Throws: ``FootageError/Code/credentialsInAddress`` when there is a user or password in it,
    ///   ``FootageError/Code/badAddress`` when it is not an address of a stream.
    public init(_ text: String) throws(FootageError) {
        guard let mark = text.firstRange(of: "://") else {
            throw FootageError(.badAddress, "not an address", source: text)
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard let defaultPort = Self.defaultPorts[scheme] else {
            throw FootageError(.badAddress, "\"\(scheme)\" is not a scheme that can be analysed", source: text)
        }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw FootageError(.credentialsInAddress, "the address holds a user or a password", source: text)
        }
        guard let (host, port) = Self.split(authority: authority, defaultPort: defaultPort) else {
            throw FootageError(.badAddress, "the host or the port is missing or wrong", source: text)
        }
        guard !rest.contains(where: { $0.isWhitespace || $0.isNewline }) else {
            throw FootageError(.badAddress, "there is a space in the address", source: text)
        }
        self.scheme = scheme
        self.host = host
        self.port = port
        path = String(rest.dropFirst(authority.count))
    }

    private static func split(authority: Substring, defaultPort: Int) -> (host: String, port: Int)? {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[...end]
            let tail = authority[authority.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { return nil }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty else { return nil }
        guard let port else { return (String(host), defaultPort) }
        guard let number = Int(port), (1...65_535).contains(number) else { return nil }
        return (String(host), number)
    }

    /// The address to connect to, credentials percent-encoded in it. Never log, store or show it.
    func connecting(with credentials: Credentials?) -> String {
        guard let credentials else { return description }
        let user = Self.percentEncoded(credentials.user)
        let password = Self.percentEncoded(credentials.password)
        return "\(scheme)://\(user):\(password)@\(host):\(port)\(path)"
    }

    /// Everything but unreserved characters (RFC 3986) as %XX.
    static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}

extension StreamAddress: CustomStringConvertible {
    public var description: String { "\(scheme)://\(host):\(port)\(path)" }

    /// The text with every `user:password@` after a `://`, and every value of a parameter that names a secret
    /// (some cameras want it in the path), replaced by `***`.
    public static func redacted(_ text: String) -> String {
        text.replacing(userInfo) { "\($0.1)***@" }.replacing(secretParameter) { "\($0.1)***" }
    }
}

// A regex literal is immutable after it is built; the compiler cannot see that.
// The greedy form takes the last @ before a space: a password may hold an @ or a slash.
nonisolated(unsafe) private let userInfo = /([A-Za-z][A-Za-z0-9+.\-]*:\/\/)[^\s"]*@/
nonisolated(unsafe) private let secretParameter =
    /(?i)((?:[?&;\/]|^)(?:user|usr|username|login|password|passwd|pass|pwd|token|auth|key)=)[^&;\/\s"]*/
