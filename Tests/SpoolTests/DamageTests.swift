import Events
import EventsTestSupport
import Foundation
import Spool
import TestFolders
import Testing

@Suite struct DamageTests {
    private func fill(_ directory: TemporaryFolder, _ count: Int) throws -> String {
        let spool = try directory.open()
        try spool.append(someReports(count))
        return spool.epoch
    }

    @Test("a file that is no database is moved aside, and a new epoch begins with a loss record")
    func noDatabase() throws {
        let directory = try TemporaryFolder()
        let epoch = try fill(directory, 20)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: directory.file + suffix) }
        try Data(repeating: 0x5a, count: 20_000).write(to: URL(fileURLWithPath: directory.file))
        let spool = try directory.open()
        let recovery = try #require(spool.recovery)
        #expect(recovery.cause.code == .corrupt)
        #expect(FileManager.default.fileExists(atPath: recovery.movedTo))
        #expect(spool.epoch > epoch)
        try spool.append(someReports(1))
        let records = try spool.read(after: 0, limit: 10)
        #expect(records.count == 2)
        guard case .loss(let loss) = records[0].report.payload else {
            Issue.record("no loss record")
            return
        }
        #expect(loss.reason == .spoolError)
    }

    @Test("a write-ahead log cut at any place leaves a prefix of what was stored, and the spool opens")
    func tornLog() throws {
        var generator = SeededGenerator.printed("torn log")
        let directory = try TemporaryFolder()
        let spool = try directory.open()
        for round in 0..<10 { try spool.append(someReports(5, seed: UInt64(round))) }
        let expected = try spool.read(after: 0, limit: 100).map(\.report)
        let files = try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: directory.file + $0)) }
        for _ in 0..<60 {
            let copy = try TemporaryFolder()
            let length = Int.random(in: 0...files[1].count, using: &generator)
            try files[0].write(to: URL(fileURLWithPath: copy.file))
            try files[1].prefix(length).write(to: URL(fileURLWithPath: copy.file + "-wal"))
            let opened = try copy.open()
            let found = try opened.read(after: 0, limit: 100).map(\.report)
            #expect(found == Array(expected.prefix(found.count)))
            #expect(found.count % 5 == 0)
            try opened.append(someReports(1))
        }
    }

    @Test("flipped bits give a named error, a new epoch, or what was stored, and never a crash")
    func flippedBits() throws {
        var generator = SeededGenerator.printed("flipped bits")
        let original = try TemporaryFolder()
        _ = try fill(original, 60)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: original.file))
        for _ in 0..<60 {
            let copy = try TemporaryFolder()
            var damaged = bytes
            for _ in 0..<20 {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^=
                    1
                    << UInt8.random(
                        in: 0..<8, using: &generator)
            }
            try damaged.write(to: URL(fileURLWithPath: copy.file))
            do {
                let spool = try copy.open()
                try spool.append(someReports(3))
                _ = try spool.read(after: 0, limit: 100)
            } catch let error as SpoolError {
                #expect(!error.remedy.isEmpty)
            }
        }
    }
}
