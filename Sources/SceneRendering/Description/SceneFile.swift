internal import Foundation
internal import StrictYAML

/// The YAML file that describes a scene. Reading is as strict as that of a camera file.
public enum SceneFile {
    static let codePrefix = "E-SCN"

    /// - Throws: ``SceneError`` with everything that is wrong.
    public static func load(path: String) throws(SceneError) -> SceneDescription {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SceneError(
                file: path, number: .unreadable, message: "the scene file cannot be read",
                remedy: "check that it is there, that it may be read, and that it is UTF-8 text")
        }
        return try parse(text, file: path)
    }

    /// - Parameter file: the name that errors show.
    public static func parse(_ text: String, file: String) throws(SceneError) -> SceneDescription {
        let reader = StrictReader(file: file, codePrefix: codePrefix)
        let scene = reader.parse(text).flatMap { SceneReader(reader: reader).scene($0) }
        guard reader.issues.isEmpty, let scene else { throw SceneError(issues: reader.sortedIssues) }
        return scene
    }
}
