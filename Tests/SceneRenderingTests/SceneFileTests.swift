import Foundation
import SceneRendering
import Testing

@Suite("Scene files")
struct SceneFileTests {
    static let head = """
        version: 1
        scene: x
        seconds: 10
        picture: {width: 320, height: 180, fps: 10}
        camera: {height_m: 5, tilt_deg: 22, field_of_view_deg: 60}

        """

    @Test("every committed scene is right and is named as its file")
    func committed() throws {
        let folder = fixtures.appending(path: "scenes")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files {
            #expect(try SceneFile.load(path: file.path).name == file.deletingPathExtension().lastPathComponent)
        }
    }

    struct Mistake: CustomTestStringConvertible {
        var testDescription: String { words }
        let text, code: String
        let line, column: Int
        let words: String
    }

    static let mistakes: [Mistake] = [
        Mistake(
            text: head + "grond: {luma: 3}\n", code: "E-SCN-005", line: 6, column: 1, words: "unknown key \"grond\""),
        Mistake(
            text: head.replacing("seconds: 10", with: "seconds: 0"), code: "E-SCN-008", line: 3, column: 10,
            words: "\"seconds\" of the scene file is 0"),
        Mistake(
            text: head.replacing("width: 320", with: "width: 322"), code: "E-SCN-025", line: 4, column: 10,
            words: "cannot be encoded"),
        Mistake(
            text: head.replacing("height_m: 5", with: "height_m: -5"), code: "E-SCN-008", line: 5, column: 20,
            words: "\"height_m\" of the camera is -5"),
        Mistake(
            text: head + "people:\n  - {name: a, walk: [[0, 0, 9], [1, 900, 9]]}\n", code: "E-SCN-008", line: 7,
            column: 37, words: "metres east of a step"),
        Mistake(
            text: head + "people:\n  - {name: a, walk: [[0, 0, 9], [1, 20, 9]]}\n", code: "E-SCN-021", line: 7,
            column: 33, words: "would have to go 20.0 m/s"),
        Mistake(
            text: head + "people:\n  - {name: a, walk: [[2, 0, 9], [1, 1, 9]]}\n", code: "E-SCN-020", line: 7,
            column: 33, words: "go back in time"),
        Mistake(
            text: head + "objects:\n  - {id: b, at: [0, 9], owner: a, put_s: 3}\n", code: "E-SCN-022", line: 7,
            column: 5, words: "there is no person \"a\""),
        Mistake(
            text: head + "people:\n  - {name: a, walk: [[0, 5, 9], [9, 6, 9]]}\nobjects:\n"
                + "  - {id: b, at: [0, 9], owner: a, put_s: 3}\n", code: "E-SCN-023", line: 9, column: 5,
            words: "is not within 1.2 m"),
        Mistake(
            text: head + "people:\n  - {name: a, walk: [[0, 99, 9], [9, 99, 9]]}\nobjects:\n"
                + "  - {id: b, at: [99, 9], owner: a, put_s: 3}\n", code: "E-SCN-024", line: 9, column: 5,
            words: "is not in the picture"),
        Mistake(
            text: head.replacing("version: 1", with: "version: 9"), code: "E-SCN-013", line: 1, column: 10,
            words: "does not know version"),
    ]

    @Test("a mistake is named with its line and column", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        let error = try #require(throws: SceneError.self) { try SceneFile.parse(mistake.text, file: "x.yaml") }
        #expect(error.code == mistake.code)
        #expect([error.line, error.column] == [mistake.line, mistake.column], "\(error)")
        #expect(error.message.contains(mistake.words), "\(error)")
        #expect(!error.isOutput)
    }
}
