internal import Foundation
internal import StrictYAML

/// The YAML file that describes a scene. Reading is as strict as that of a camera file.
public enum SceneFile {
    static let codePrefix = "E-SCN"
    /// How many files may stand behind one that extends another.
    private static let deepest = 3

    /// - Throws: ``SceneError`` with everything that is wrong.
    public static func load(path: String) throws(SceneError) -> SceneDescription {
        try parse(try content(of: path), file: path)
    }

    /// - Parameter file: the name that errors show; a file that this one extends is looked for beside it.
    public static func parse(_ text: String, file: String) throws(SceneError) -> SceneDescription {
        let reader = StrictReader(file: file, codePrefix: codePrefix)
        let node = try document(text, reader, depth: 0)
        let scene = node.flatMap { SceneReader(reader: reader).scene($0) }
        guard reader.issues.isEmpty, let scene else { throw SceneError(issues: reader.sortedIssues) }
        return scene
    }

    /// The file's root, with what it leaves out taken from the file that it extends.
    private static func document(_ text: String, _ reader: StrictReader, depth: Int) throws(SceneError) -> YAMLNode? {
        guard let root = reader.parse(text), case .mapping(let entries) = root.content,
            let extends = entries.first(where: { $0.key == "extends" })
        else { return reader.issues.isEmpty ? reader.parse(text) : nil }
        guard let name = reader.identifier(extends.value, "\"extends\" of the scene file") else { return nil }
        guard depth < deepest else {
            let fix = "write out what the scenes behind it say"
            reader.report(
                .extendsTooDeep, at: extends.value.mark, "more than \(deepest) scenes extend each other", fix: fix)
            return nil
        }
        let folder = URL(filePath: reader.file).deletingLastPathComponent()
        let path = folder.appending(path: "\(name).yaml").path
        guard let base = try? content(of: path) else {
            let fix = "name a scene of the same directory, without \".yaml\""
            reader.report(.unknownScene, at: extends.value.mark, "there is no scene \"\(name)\" to extend", fix: fix)
            return nil
        }
        let baseReader = StrictReader(file: path, codePrefix: codePrefix)
        guard let node = try document(base, baseReader, depth: depth + 1) else {
            throw SceneError(issues: baseReader.sortedIssues)
        }
        // What is wrong in the base is told of the base, with its lines.
        guard SceneReader(reader: baseReader).scene(node) != nil, baseReader.issues.isEmpty else {
            throw SceneError(issues: baseReader.sortedIssues)
        }
        return merged(root, over: node)
    }

    /// Keys of `root` win; settings in one mapping, such as those of the camera, are merged one by one.
    private static func merged(_ root: YAMLNode, over base: YAMLNode) -> YAMLNode {
        guard case .mapping(let own) = root.content, case .mapping(let inherited) = base.content else { return root }
        let single: Set = ["quick", "tags", "learn", "scene"]
        var entries = own.filter { $0.key != "extends" }.map { entry in
            guard let old = inherited.first(where: { $0.key == entry.key }), case .mapping = entry.value.content,
                case .mapping = old.value.content
            else { return entry }
            var entry = entry
            entry.value = merged(entry.value, over: old.value)
            return entry
        }
        for entry in inherited where !single.contains(entry.key) && !entries.contains(where: { $0.key == entry.key }) {
            entries.append(entry)
        }
        var result = root
        result.content = .mapping(entries)
        return result
    }

    private static func content(of path: String) throws(SceneError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SceneError(
                file: path, number: .unreadable, message: "the scene file cannot be read",
                remedy: "check that it is there, that it may be read, and that it is UTF-8 text")
        }
    }
}
