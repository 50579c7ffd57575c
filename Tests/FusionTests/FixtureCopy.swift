import Foundation
import TestFolders

/// A copy of `fixtures/context` that a test may spoil.
final class FixtureCopy: Sendable {
    static let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/context").path()
    static var hasPython: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") }

    private let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("context")
        try FileManager.default.copyItem(atPath: Self.source, toPath: path)
    }

    func write(_ file: String, _ text: String) throws {
        try text.write(toFile: path + "/" + file, atomically: true, encoding: .utf8)
    }

    /// Replaces the first occurrence.
    func replace(_ file: String, _ old: String, _ new: String) throws {
        var text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
        guard let range = text.range(of: old) else { throw CocoaError(.fileReadCorruptFile) }
        text.replaceSubrange(range, with: new)
        try write(file, text)
    }
}
