import Foundation
import SceneRendering
import TestFolders
import Testing

@Suite("Exported scenes")
struct SceneExportTests {
    func short() throws -> SceneDescription {
        var short = try scene("bag")
        short.seconds = 2
        return short
    }

    @Test("an export leaves the video, the truth and the scorer's file, twice the same")
    func complete() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let export = SceneExport(try short(), into: folder)
        let truth = try export.run()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["bag.mp4", "bag.objects.json", "bag.truth.json"])
        #expect(truth.samples.map(\.frame) == [0, 8, 15, 23])
        #expect(try JSONDecoder().decode(SceneTruth.self, from: Data(contentsOf: export.truth)) == truth)
        let first = try Data(contentsOf: export.video)
        try export.run()
        #expect(try Data(contentsOf: export.video) == first)
    }

    @Test("a bare stream begins every picture with an access unit delimiter")
    func delimiters() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let scene = try short()
        let export = SceneExport(scene, into: folder, container: .h264)
        try export.run()
        let bytes = [UInt8](try Data(contentsOf: export.video))
        #expect(Array(bytes.prefix(5)) == [0, 0, 0, 1, 9])
        let count = bytes.indices.dropLast(4).count { Array(bytes[$0..<$0 + 5]) == [0, 0, 0, 1, 9] }
        #expect(count == scene.frameCount)
    }

    @Test("an export that is stopped leaves nothing, and what was there before stays")
    func stopped() throws {
        struct Stop: Error {}
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let export = SceneExport(try short(), into: folder)
        #expect(throws: Stop.self) { try export.run { if $0 == 7 { throw Stop() } } }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try Data("old".utf8).write(to: export.video)
        #expect(throws: Stop.self) { try export.run { if $0 == 7 { throw Stop() } } }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bag.mp4"])
        #expect(try Data(contentsOf: export.video) == Data("old".utf8))
    }

    @Test("an output directory that cannot be made is an error of the output, with a remedy")
    func unwritable() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let file = folder.appending(path: "file")
        try Data().write(to: file)
        let export = SceneExport(try short(), into: file.appending(path: "below"))
        let error = try #require(throws: SceneError.self) { try export.run() }
        #expect(error.code == "E-SCN-041" && error.isOutput && "\(error)".contains("permissions"))
    }
}
