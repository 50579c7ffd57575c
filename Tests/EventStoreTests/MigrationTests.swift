import EventStore
import Events
import Foundation
import GRDB
import TestFolders
import Testing

@Suite("a database of an older version opens, and nothing in it is lost")
struct MigrationTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder() }

    /// Makes the database that an old version left behind.
    private func restore(_ fixture: String) throws {
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(fixture).sql")
        let database = try DatabaseQueue(path: directory.path + "/" + EventStore.fileName)
        try database.writeWithoutTransaction { try $0.execute(sql: String(contentsOf: file, encoding: .utf8)) }
        try database.close()
    }

    @Test("the first version: its event is read without reasons, and one with reasons is stored beside it")
    func firstVersion() async throws {
        try restore("1-records")
        let store = try EventStore(directory: directory.path)
        let old = try #require(try await store.reader.events(after: 0, limit: 10).first)
        #expect(old.event.metric?.value == 10.5)
        #expect(old.event.reasons.isEmpty && old.event.coverageReason == nil)
        #expect(try await store.reader.latestWords().health.count == 1)
        var sent = Records.record(5, Records.event(.update))
        guard case .event(var event) = sent.report.payload else { return }
        event.reasons = [Reason(.structureNCC, 0.31, unit: "", limit: 0.7), Reason(.sizeMetres, 0.4, unit: "m")]
        (event.coverage, event.coverageReason) = (.degraded, .blurred)
        sent.report.payload = .event(event)
        _ = try store.commit([sent], recordedAt: Records.noon)
        let stored = try #require(try await store.reader.events(after: old.position, limit: 10).first)
        #expect(stored.event == event)
    }

    @Test("the second version: its sample is read without a forecast, and one with a forecast is stored beside it")
    func secondVersion() async throws {
        try restore("2-reasons")
        let store = try EventStore(directory: directory.path)
        let old = try #require(try await store.reader.latestWords().samples.first)
        #expect(old.value.count == 4 && old.value.fullIn == nil)
        let later = Timestamp(milliseconds: Records.noon.milliseconds + 5000)
        _ = try store.commit([Records.record(7, Records.sample(11), at: later)], recordedAt: later)
        let new = try #require(try await store.reader.latestWords().samples.first)
        #expect(new.value.fullIn == TimeToFull(expected: 240, soonest: 180, latest: 400))
    }
}
