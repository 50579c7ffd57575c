import CameraFile
import Foundation
import StrictYAML
import TestFolders
import Testing

/// `fixtures/bad-cameras`: each file says in its first line what must be said about it.
struct BadCameraFixture: CustomTestStringConvertible {
    let url: URL
    var testDescription: String { url.lastPathComponent }

    static let all: [Self] = {
        let folder = fixtures.appending(path: "bad-cameras")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "yaml" }
            .sorted { $0.path < $1.path }.map(Self.init)
    }()
}

let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures")

@Suite("Camera files that are wrong")
struct BadCameraTests {
    @Test("there is an example of at least thirty mistakes")
    func examples() {
        #expect(BadCameraFixture.all.count >= 30)
    }

    @Test("the first error has the code, place and words that the file announces", arguments: BadCameraFixture.all)
    func announced(fixture: BadCameraFixture) throws {
        let text = try String(contentsOf: fixture.url, encoding: .utf8)
        let error = try #require(throws: CameraFileError.self) { try CameraFile.load(path: fixture.url.path) }
        let place = "\(error.line.map(String.init) ?? "-"):\(error.column.map(String.init) ?? "-")"
        #expect(text.prefix { $0 != "\n" } == "# expect: \(error.code) \(place) \(error.message)")
        #expect(!error.remedy.isEmpty)
        #expect(error.file == fixture.url.path)
    }

    @Test("a secret in a URL is not repeated in the message")
    func noSecret() throws {
        for name in ["password-in-url", "password-in-query"] {
            let path = fixtures.appending(path: "bad-cameras/\(name).yaml").path
            let error = try #require(throws: CameraFileError.self) { try CameraFile.load(path: path) }
            #expect(error.code == "E-CFG-030")
            #expect(!"\(error)".contains("secret@") && !"\(error)".contains("=secret") && !"\(error)".contains("admin"))
        }
    }

    @Test("all mistakes of a file are reported, in the order of the file")
    func all() throws {
        let text = """
            version: 1
            camera: a b
            analysis: {fps: fast, widht: 640}
            zones: [{id: hall, polygon: [[0, 0], [1, 2]]}]
            rules: [{id: r, use_case: fire, zone: hall}]
            """
        let error = try #require(throws: CameraFileError.self) { try CameraFile.parse(text, file: "x.yaml") }
        #expect(error.issues.map(\.code) == ["E-CFG-011", "E-CFG-007", "E-CFG-005", "E-CFG-020", "E-CFG-028"])
        #expect(error.issues.compactMap(\.mark?.line) == [2, 3, 3, 4, 5])
        #expect(error.issues[2].remedy.contains("did you mean \"width\"?"))
    }

    @Test("a file that is not there, and one that is not text, say so")
    func unreadable() throws {
        let missing = try #require(throws: CameraFileError.self) { try CameraFile.load(path: "/nowhere/cam.yaml") }
        #expect(missing.code == "E-CFG-001" && missing.line == nil && missing.message.contains("no such file"))
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let path = folder.appending(path: "binary.yaml").path
        try Data("version: 1\ncamera: \u{e9}\n".utf8.map { $0 == 0xA9 ? 0xFF : $0 }).write(to: URL(filePath: path))
        let binary = try #require(throws: CameraFileError.self) { try CameraFile.load(path: path) }
        #expect(binary.code == "E-CFG-002" && binary.line == 2)
    }

    @Test("a very long or deeply nested file is refused, not followed into a crash")
    func hostile() {
        let long = String(repeating: "# padding\n", count: 200_000)
        #expect(throws: CameraFileError.self) { try CameraFile.parse(long, file: "long") }
        let deep = "version: 1\ncamera: " + String(repeating: "[", count: 100_000)
        #expect(throws: CameraFileError.self) { try CameraFile.parse(deep, file: "deep") }
    }
}
