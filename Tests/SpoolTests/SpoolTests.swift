import Events
import EventsTestSupport
import Foundation
import Spool
import TestFolders
import Testing

extension TemporaryFolder {
    var file: String { path + "/spool.sqlite" }

    func open(maximumBytes: Int = Spool.defaultMaximumBytes, now: Timestamp? = nil) throws -> Spool {
        try Spool(path: file, siteID: "site", gatewayID: "g-1", maximumBytes: maximumBytes, now: now)
    }
}

func someReports(_ count: Int, seed: UInt64 = 1) -> [Report] {
    var records = RandomRecords(generator: SeededGenerator(seed: seed))
    return (0..<count).map { records.report(kind: ["event", "sample", "health", "zone_state"][$0 % 4]) }
}

@Suite struct SpoolTests {
    @Test("SQLite writes ahead and waits for the disk at every commit")
    func pragmas() throws {
        let directory = try TemporaryFolder()
        let spool = try directory.open()
        #expect(try spool.setting("journal_mode") == "wal")
        #expect(try spool.setting("synchronous") == "2")
        let mode = try FileManager.default.attributesOfItem(atPath: directory.file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("sequences count from 1 without holes, and reports come back as they were")
    func sequences() throws {
        let directory = try TemporaryFolder()
        let spool = try directory.open()
        let reports = someReports(30)
        #expect(try spool.append(Array(reports[..<10])) == 1..<11)
        #expect(try spool.append([]) == 11..<11)
        #expect(try spool.append(Array(reports[10...])) == 11..<31)
        let records = try spool.read(after: 0, limit: 100)
        #expect(records.map(\.report) == reports)
        #expect(records.map(\.identity.sequence) == Array(1...30))
        #expect(records.allSatisfy { $0.identity.epoch == spool.epoch && $0.identity.gatewayID == "g-1" })
        #expect(try spool.read(after: 25, limit: 3).map(\.identity.sequence) == [26, 27, 28])
        #expect(try spool.read(after: 0, limit: 100, maximumBytes: 1).count == 1)
    }

    @Test("what is acknowledged is forgotten, what is not stays over a restart, and no sequence is given twice")
    func restart() throws {
        let directory = try TemporaryFolder()
        var epoch = ""
        do {
            let spool = try directory.open()
            epoch = spool.epoch
            try spool.append(someReports(20))
            try spool.acknowledge(upTo: 12)
            try spool.acknowledge(upTo: 5)
            try spool.acknowledge(upTo: 99)
            #expect(spool.depth == 8)
        }
        do {
            let spool = try directory.open()
            #expect(spool.epoch == epoch && spool.acknowledged == 12 && spool.depth == 8)
            #expect(try spool.read(after: 0, limit: 100).map(\.identity.sequence) == Array(13...20))
            try spool.acknowledge(upTo: 20)
        }
        let spool = try directory.open()
        #expect(spool.depth == 0)
        #expect(try spool.append(someReports(1)) == 21..<22)
    }

    @Test("heartbeats are not stored; reports out of the schema's limits are counted and leave a loss record")
    func notStored() throws {
        let directory = try TemporaryFolder()
        let spool = try directory.open()
        var bad = someReports(1)[0]
        bad.cameraID = ""
        let beat = Report(
            cameraID: "c", time: Timestamp(milliseconds: 0), payload: .heartbeat(Heartbeat(framesAnalysed: 1)))
        try spool.append([bad, beat])
        #expect(spool.counts.malformed == 1)
        let records = try spool.read(after: 0, limit: 10)
        #expect(records.count == 1)
        guard case .loss(let loss)? = records.first?.report.payload else {
            Issue.record("no loss record")
            return
        }
        #expect(loss.reason == .malformed && loss.count == 1)
    }

    @Test("a full disk is said, counted and survived; loss records take the data's place once there is space")
    func fullDisk() throws {
        let directory = try TemporaryFolder()
        let spool = try directory.open(maximumBytes: 96 * 1024)
        var stored = 0
        var refused = 0
        for round in 0..<40 {
            do {
                try spool.append(someReports(20, seed: UInt64(round)))
                stored += 20
            } catch {
                #expect(error.code == .diskFull)
                refused += 20
            }
        }
        #expect(refused > 0 && stored > 0)
        #expect(spool.counts.lostToFullDisk == refused && spool.counts.lost == refused)
        #expect(spool.lastSequence == UInt64(stored))
        try spool.acknowledge(upTo: spool.lastSequence)
        let range = try spool.append(someReports(1))
        let records = try spool.read(after: UInt64(stored), limit: 1000)
        #expect(records.last?.identity.sequence == range.lowerBound && records.last?.report == someReports(1)[0])
        let lost = records.dropLast().map { record -> Int in
            guard case .loss(let loss) = record.report.payload, loss.reason == .diskFull else { return 0 }
            return Int(loss.count)
        }
        #expect(lost.reduce(0, +) == refused)
        #expect(records.map(\.identity.sequence) == Array(UInt64(stored) + 1...range.lowerBound))
    }

    @Test("another gateway's spool, and one in use, are refused")
    func refusals() throws {
        let directory = try TemporaryFolder()
        var spool: Spool? = try directory.open()
        let inUse = #expect(throws: SpoolError.self) { try directory.open() }
        #expect(inUse?.code == .inUse)
        try spool?.append(someReports(1))
        spool = nil
        let wrong = #expect(throws: SpoolError.self) {
            try Spool(path: directory.file, siteID: "site", gatewayID: "g-2")
        }
        #expect(wrong?.code == .wrongGateway)
        let missing = #expect(throws: SpoolError.self) {
            try Spool(path: directory.path + "/none/spool.sqlite", siteID: "s", gatewayID: "g")
        }
        #expect(missing?.code == .inputOutput)
    }

    @Test("a new epoch sorts behind the one before it, even when the clock went back")
    func epochs() throws {
        let directory = try TemporaryFolder()
        let first = try directory.open(now: Timestamp(milliseconds: 2_000_000_000_000)).epoch
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: directory.file + suffix) }
        let second = try directory.open(now: Timestamp(milliseconds: 1_000_000_000_000)).epoch
        #expect(first < second)
        #expect(first.count == 32 && second.count == 32)
    }
}
