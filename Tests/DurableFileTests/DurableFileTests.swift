import DurableFile
import Foundation
import TestFolders
import Testing

@Suite struct DurableFileTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func text(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.posixPermissions] as? Int
    }

    @Test("the new content stands in the old one's place, with nothing beside it and the old one's permissions")
    func replaced() throws {
        try DurableFile.replace(folder + "/a", by: "old".utf8, mode: 0o600)
        #expect(try mode("a") == 0o600)
        let long = String(repeating: "new ", count: 500_000)
        try DurableFile.replace(folder + "/a", by: long.utf8)
        #expect(text("a") == long)
        #expect(try mode("a") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
    }

    @Test("what cannot be written says why and leaves the old content")
    func untouched() throws {
        try DurableFile.replace(folder + "/a", by: "old".utf8)
        // A folder in the new file's place cannot be opened for writing, not even by root.
        try FileManager.default.createDirectory(atPath: folder + "/a.new", withIntermediateDirectories: false)
        let failure = #expect(throws: DurableFile.Failure.self) {
            try DurableFile.replace(folder + "/a", by: "new".utf8)
        }
        #expect(failure?.description == "Is a directory")
        #expect(text("a") == "old")
        #expect(throws: DurableFile.Failure.self) { try DurableFile.replace("/nowhere/a", by: "new".utf8) }
    }

    @Test(
        "a full device leaves the old content and no rest",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func full() throws {
        try DurableFile.replace(folder + "/a", by: "old".utf8)
        try FileManager.default.createSymbolicLink(atPath: folder + "/a.new", withDestinationPath: "/dev/full")
        #expect(throws: DurableFile.Failure.self) { try DurableFile.replace(folder + "/a", by: "new".utf8) }
        #expect(text("a") == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
    }
}
