internal import Foundation
internal import SceneRendering

/// The scenes of a folder.
struct SceneLibrary {
    private(set) var scenes: [SceneCase] = []
    private(set) var failures: [EvaluationFailure] = []
    var quick: [SceneCase] { scenes.filter(\.scene.isQuick) }

    init(folder: String) {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            for name in names.sorted() where name.hasSuffix(".yaml") { add("\(folder)/\(name)") }
        } catch {
            failures.append(
                EvaluationFailure(
                    name: folder, EvaluationError(.noData, "the folder of scenes cannot be read", place: folder)))
        }
        scenes.sort { $0.name < $1.name }
    }

    /// Of a scene file and of those that it extends, the base last.
    private static func texts(_ path: String) -> [String] {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var texts: [String] = []
        var next: String? = path
        while let file = next, texts.count < 8, let text = try? String(contentsOfFile: file, encoding: .utf8) {
            texts.append(text)
            let key = "extends:"
            next = text.split(separator: "\n").first { $0.hasPrefix(key) }.map { line in
                "\(folder)/\(line.dropFirst(key.count).trimmingCharacters(in: .whitespaces)).yaml"
            }
        }
        return texts
    }

    private mutating func add(_ path: String) {
        do {
            let scene = try SceneFile.load(path: path)
            scenes.append(SceneCase(scene, texts: Self.texts(path)))
        } catch {
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            failures.append(EvaluationFailure(name: name, error))
        }
    }
}
