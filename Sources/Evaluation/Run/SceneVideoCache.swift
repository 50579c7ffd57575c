internal import Crypto
internal import Foundation
internal import SceneRendering

/// Videos of rendered scenes with their truth, kept outside of the repository from one evaluation to the next.
///
/// An entry is named after everything that it is made of: the scene's files, a few of its frames, and what this
/// machine's encoder makes of its first second. It is written beside its place and put there whole; the entries that
/// were not used for the longest time go when all together are too large.
struct SceneVideoCache {
    /// Bytes of all entries together.
    static let usualLimit = 1 << 30
    private static let probedFrames = 8

    let folder: URL
    let limit: Int

    /// `$XDG_CACHE_HOME/vigie/scenes`, or `~/.cache/vigie/scenes`.
    static var ofThisUser: SceneVideoCache {
        let given = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        let base =
            given.map { URL(filePath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
        return SceneVideoCache(folder: base.appending(path: "vigie/scenes"), limit: usualLimit)
    }

    /// The scene's video and its whole truth, rendered and encoded when they are not there.
    /// - Parameters:
    ///   - fingerprint: of the scene's files.
    ///   - progress: called after each frame that is rendered; throwing ends it, and nothing is left behind.
    func video(
        of scene: SceneDescription, fingerprint: String, progress: (Int) throws -> Void
    ) throws -> (path: String, truth: SceneTruth) {
        let entry = folder.appending(path: try key(scene, fingerprint))
        let export = SceneExport(scene, into: entry)
        if let truth = read(export) {
            // Tells that it was used.
            try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: entry.path)
            return (export.video.path, truth)
        }
        let temporary = folder.appending(path: ".\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: temporary) }
        try SceneExport(scene, into: temporary).run(progress: progress)
        // Another evaluation may have been faster: then its entry stays.
        if rename(temporary.path, entry.path) != 0, read(export) == nil {
            try? FileManager.default.removeItem(at: entry)
            _ = rename(temporary.path, entry.path)
        }
        trim(keeping: entry.lastPathComponent)
        guard let truth = read(export) else {
            throw EvaluationError(.failed, "the rendered scene cannot be kept", place: entry.path)
        }
        return (export.video.path, truth)
    }

    private func read(_ export: SceneExport) -> SceneTruth? {
        guard FileManager.default.fileExists(atPath: export.video.path),
            let data = FileManager.default.contents(atPath: export.truth.path)
        else { return nil }
        return try? JSONDecoder().decode(SceneTruth.self, from: data)
    }

    private func key(_ scene: SceneDescription, _ fingerprint: String) throws -> String {
        var beginning = scene
        beginning.seconds = min(1, scene.seconds)
        let probe = SceneExport(beginning, into: folder.appending(path: ".\(UUID().uuidString)"))
        defer { try? FileManager.default.removeItem(at: probe.video.deletingLastPathComponent()) }
        try probe.run()
        var hash = SHA256()
        hash.update(data: Data(fingerprint.utf8))
        hash.update(data: try Data(contentsOf: probe.video))
        let renderer = SceneRenderer(scene)
        for number in 0..<Self.probedFrames {
            hash.update(data: renderer.frame(at: number * (scene.frameCount - 1) / Self.probedFrames))
        }
        let digits = hash.finalize().prefix(8).map { String(format: "%02x", Int($0)) }.joined()
        return "\(scene.name)-\(digits)"
    }

    /// Deletes the entries of longest ago until the rest is small enough.
    private func trim(keeping newest: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var entries = names.filter { !$0.hasPrefix(".") }.map { name in
            let url = folder.appending(path: name)
            let used = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
            return (name: name, used: used ?? .distantPast, bytes: bytes(of: url))
        }
        entries.sort { $0.used < $1.used }
        var total = entries.reduce(0) { $0 + $1.bytes }
        for entry in entries where total > limit && entry.name != newest {
            try? FileManager.default.removeItem(at: folder.appending(path: entry.name))
            total -= entry.bytes
        }
    }

    private func bytes(of entry: URL) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: entry.path)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: entry.appending(path: name).path)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}
