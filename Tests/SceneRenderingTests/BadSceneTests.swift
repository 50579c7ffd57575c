import Foundation
import SceneRendering
import Testing

/// `fixtures/bad-scenes`: each file says in its first line what must be said about it.
struct BadSceneFixture: CustomTestStringConvertible {
    let url: URL
    var testDescription: String { url.lastPathComponent }

    static let all: [Self] = {
        let folder = fixtures.appending(path: "bad-scenes")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }.map(Self.init)
    }()
}

@Suite("Scene files that are wrong")
struct BadSceneTests {
    @Test("there is an example of at least twenty mistakes")
    func examples() {
        #expect(BadSceneFixture.all.count >= 20)
    }

    @Test("the first error has the code, place and words that the file announces", arguments: BadSceneFixture.all)
    func announced(fixture: BadSceneFixture) throws {
        let text = try String(contentsOf: fixture.url, encoding: .utf8)
        let error = try #require(throws: SceneError.self) { try SceneFile.load(path: fixture.url.path) }
        let place = "\(error.line.map(String.init) ?? "-"):\(error.column.map(String.init) ?? "-")"
        #expect(text.prefix { $0 != "\n" } == "# expect: \(error.code) \(place) \(error.message)")
        #expect(!error.isOutput && "\(error)".contains("\n  fix: "))
    }
}
