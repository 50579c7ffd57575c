import Events
import EventsTestSupport
import Foundation
import Spool
import TestFolders
import Testing

@Suite struct KillTests {
    /// Built beside the test's own program.
    private static let writer = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "spool-writer")

    @Test(
        "a writer killed at any instant leaves every record that it was told is stored, in order, and a spool that opens"
    )
    func killed() throws {
        var generator = SeededGenerator.printed("kill -9")
        let directory = try TemporaryFolder()
        var commitsSaid = 0
        for _ in 0..<20 {
            let said = try runAndKill(directory, after: .random(in: 0.03...0.15, using: &generator))
            commitsSaid += said > 0 ? 1 : 0
            let start = ContinuousClock.now
            let spool = try directory.open()
            #expect(ContinuousClock.now - start < .seconds(1))
            #expect(spool.recovery == nil)
            #expect(spool.lastSequence >= said)
            let records = try spool.read(after: 0, limit: .max)
            #expect(records.map(\.identity.sequence) == Array(spool.acknowledged + 1..<spool.lastSequence + 1))
            #expect(spool.counts.unreadable == 0)
        }
        #expect(commitsSaid > 10, "the writer was hardly ever killed while it wrote")
    }

    /// The last sequence that the writer printed, which it does after the commit.
    private func runAndKill(_ directory: TemporaryFolder, after seconds: Double) throws -> UInt64 {
        let process = Process()
        process.executableURL = Self.writer
        process.arguments = [directory.file]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        Thread.sleep(forTimeInterval: seconds)
        kill(process.processIdentifier, SIGKILL)
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").last.flatMap { UInt64($0) } ?? 0
    }
}
