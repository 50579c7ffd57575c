internal import Crypto
internal import Events
internal import Foundation
public import Scene
internal import StrictYAML

/// The YAML file in which a technician describes one camera.
///
/// Reading is strict: what is not understood is an error with its line, column, a stable code and a remedy, never a
/// guess. `fixtures/bad-cameras` holds one example of each error.
public enum CameraFile {
    static let codePrefix = "E-CFG"

    /// Reads the camera file at `path`.
    /// - Throws: ``CameraFileError`` when it cannot be read or is wrong.
    public static func load(path: String) throws(CameraFileError) -> CameraConfiguration {
        var configuration = try parse(try text(path: path), file: path)
        if let network = configuration.density.network {
            configuration.density.network?.file = try readNetwork(network, of: path)
        }
        return configuration
    }

    /// Reads the text of a camera file.
    /// - Parameter file: the name that errors show.
    /// - Throws: ``CameraFileError`` with everything that is wrong.
    public static func parse(_ text: String, file: String) throws(CameraFileError) -> CameraConfiguration {
        let reader = StrictReader(file: file, codePrefix: codePrefix)
        let configuration = reader.parse(text).flatMap { CameraReader(reader: reader).camera($0) }
        guard reader.issues.isEmpty, var configuration else {
            throw CameraFileError(file: file, issues: reader.sortedIssues)
        }
        configuration.configurationSHA256 = sha256(text)
        configuration.calibrationSHA256 =
            configuration.calibration.map { sha256($0.canonicalText + configuration.ground.canonicalText) } ?? ""
        return configuration
    }

    static func text(path: String) throws(CameraFileError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            let reason = (error as NSError).code == NSFileReadNoSuchFileError ? "there is no such file" : "\(error)"
            throw CameraFileError(
                file: path, number: .unreadable, message: "the camera file cannot be read: \(reason)",
                remedy: "check the path and the permissions of the file")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CameraFileError(
                file: path, number: .syntax, mark: firstInvalidByte(data), message: "the file is not UTF-8 text",
                remedy: "save the file as UTF-8")
        }
        return text
    }

    private static func firstInvalidByte(_ data: Data) -> YAMLMark {
        var line = 1
        for row in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: row, as: UTF8.self) == nil { break }
            line += 1
        }
        return YAMLMark(line: line, column: 1)
    }

    private static func sha256(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).hexadecimal
    }
}

extension SHA256.Digest {
    var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension GroundSettings {
    /// Empty for the usual settings.
    var canonicalText: String {
        (distortion == 0 ? "" : "distortion \(distortion)\n") + (acceptsInaccurate ? "accept_inaccurate\n" : "")
            + (checked.isEmpty ? "" : "checked \(checked)\n")
    }
}

extension Calibration {
    /// The calibration as one text that does not depend on how the file was written: numbers in Swift's shortest exact form.
    var canonicalText: String {
        switch self {
        case .bars(let bars):
            "bars\n"
                + bars.map { "\($0.foot.x) \($0.foot.y) \($0.head.x) \($0.head.y) \($0.heightMetres)\n" }.joined()
        case .points(let points):
            "points\n"
                + points.map { "\($0.image.x) \($0.image.y) \($0.eastMetres) \($0.northMetres)\n" }.joined()
        }
    }
}
