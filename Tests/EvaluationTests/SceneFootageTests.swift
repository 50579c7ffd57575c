import Footage
import Foundation
import SceneRendering
import TestFolders
import Testing

@testable import Evaluation

@Suite("how a scene becomes frames")
struct SceneFootageTests {
    private func scene(_ name: String, seconds: Double) throws -> SceneDescription {
        var scene = try SceneFile.load(path: "fixtures/scenes/\(name).yaml")
        (scene.seconds, scene.picture.width, scene.picture.height) = (seconds, 320, 180)
        return scene
    }

    private func entries(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("a camera that is lost delivers no frames, and the agent's own watch says so after ten seconds")
    func lost() throws {
        let scene = try scene("integrity_lost_square", seconds: 60)
        let source = SceneSource(SceneRenderer(scene), hasTruth: false, stop: StopFlag())
        var frames: [Int] = []
        while let frame = try source.next() { frames.append(frame.index) }
        #expect(frames == Array(0..<125) + Array(275..<300))
        #expect(source.losses.map(\.state) == ["lost", "good"])
        #expect(source.losses.map(\.time) == [34.8, 55])
    }

    @Test("people are the same whether they are noted while frames are rendered or asked for afterwards")
    func samples() throws {
        let renderer = SceneRenderer(try scene("flow", seconds: 2))
        let source = SceneSource(renderer, hasTruth: true, stop: StopFlag())
        while try source.next() != nil {}
        #expect(source.samples.count == 4)
        #expect(source.samples == source.samples.map { renderer.truthSample(frame: $0.frame) })
    }

    @Test("a video is rendered once and found again; an entry that is not whole is made anew")
    func kept() throws {
        let scene = try scene("break_low_bit_rate", seconds: 3)
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let cache = SceneVideoCache(folder: folder, limit: 1 << 30)
        var rendered = 0
        let first = try cache.video(of: scene, fingerprint: "a") { _ in rendered += 1 }
        let again = try cache.video(of: scene, fingerprint: "a") { _ in rendered += 1 }
        #expect(rendered == scene.frameCount && again == first)
        #expect(first.truth.samples.count == 6)
        _ = try cache.video(of: scene, fingerprint: "b") { _ in }
        #expect(try entries(folder).count == 2)
        try FileManager.default.removeItem(atPath: first.path)
        _ = try cache.video(of: scene, fingerprint: "a") { _ in rendered += 1 }
        #expect(rendered == 2 * scene.frameCount && FileManager.default.fileExists(atPath: first.path))
    }

    @Test("who stops it leaves nothing behind, and the entries of longest ago go when all are too large")
    func bounded() throws {
        let scene = try scene("break_low_bit_rate", seconds: 1)
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let cache = SceneVideoCache(folder: folder, limit: 1)
        #expect(throws: CancellationError.self) {
            _ = try cache.video(of: scene, fingerprint: "a") { _ in throw CancellationError() }
        }
        #expect(try entries(folder) == [])
        let first = try cache.video(of: scene, fingerprint: "a") { _ in }
        let second = try cache.video(of: scene, fingerprint: "b") { _ in }
        #expect(!FileManager.default.fileExists(atPath: first.path))
        #expect(FileManager.default.fileExists(atPath: second.path))
        #expect(try entries(folder).count == 1)
    }

    @Test("a decoded scene has all frames with their numbers, and the coding is seen in them")
    func decoded() throws {
        let scene = try scene("break_low_bit_rate", seconds: 2)
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let cache = SceneVideoCache(folder: folder, limit: 1 << 30)
        let (path, truth) = try cache.video(of: scene, fingerprint: "a") { _ in }
        let source = SceneVideoSource(try FootageSource.open(SourceLocation(path)), truth: truth)
        let renderer = SceneRenderer(scene)
        var frames: [Int] = []
        while let frame = try source.next() {
            frames.append(frame.index)
            let row = Array(UnsafeBufferPointer(start: frame.luma.base, count: scene.picture.width))
            #expect(row != Array(renderer.frame(at: frame.index).prefix(scene.picture.width)))
        }
        #expect(frames == Array(0..<scene.frameCount))
    }
}
