import Events
import EventStore
import Foundation
import GRDB
import Ingest
import TestFolders
import Testing

@Suite("the store keeps what it acknowledged, once")
struct CommitTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder() }

    private func store() throws -> EventStore { try EventStore(directory: directory.path) }

    @Test("an event comes back from its row with every field as it was sent")
    func roundTrip() async throws {
        let store = try store()
        let sent = Records.record(1, Records.event(.end), expiry: Records.noon.advanced(bySeconds: 90))
        _ = try store.commit([sent], recordedAt: Records.noon.advanced(bySeconds: 1))
        let stored = try #require(try await store.reader.events(after: 0, limit: 10).first)
        var expected = sent
        expected.recordedAt = Records.noon.advanced(bySeconds: 1)
        #expect(stored.record == expected)
    }

    @Test("a batch that is sent again is counted as duplicates and changes nothing")
    func duplicates() async throws {
        let store = try store()
        let batch = [
            Records.record(1, Records.event(.start)), Records.record(2, Records.sample(5)),
            Records.record(3, Records.health()), Records.record(4, Records.loss(7)),
            Records.record(5, Records.state(active: true, uid: "boot-1")),
        ]
        #expect(try store.commit(batch, recordedAt: Records.noon) == CommitOutcome(inserted: 5, duplicates: 0))
        let before = try await store.reader.latestWords()
        #expect(
            try store.commit(batch, recordedAt: Records.noon.advanced(bySeconds: 9))
                == CommitOutcome(inserted: 0, duplicates: 5))
        #expect(try await store.reader.latestWords() == before)
        #expect(try await store.reader.events(after: 0, limit: 10).count == 1)
        #expect(try await store.reader.losses().map(\.value.count) == [7])
    }

    @Test("a number that is missing is reported as a hole until it comes")
    func holes() async throws {
        let store = try store()
        let numbers: [UInt64] = [1, 2, 6, 9]
        _ = try store.commit(numbers.map { Records.record($0, Records.sample(1)) }, recordedAt: Records.noon)
        #expect(try await store.reader.gateways().map(\.holes) == [[3...5, 7...8]])
        let late: [UInt64] = [4, 7, 8, 4]
        let outcome = try store.commit(late.map { Records.record($0, Records.sample(1)) }, recordedAt: Records.noon)
        #expect(outcome == CommitOutcome(inserted: 3, duplicates: 1))
        #expect(try await store.reader.gateways().map(\.holes) == [[3...3, 5...5]])
        #expect(try store.position(ofGateway: "gw-1") == GatewayPosition(epoch: "a", sequence: 9))
    }

    @Test("each epoch counts for itself, and the newest is the gateway's position")
    func epochs() async throws {
        let store = try store()
        let batch = [
            Records.record(1, Records.sample(1), epoch: "a"), Records.record(1, Records.sample(2), epoch: "b"),
            Records.record(1, Records.sample(3), epoch: "a", gateway: "gw-2"),
        ]
        #expect(try store.commit(batch, recordedAt: Records.noon).inserted == 3)
        #expect(try store.position(ofGateway: "gw-1") == GatewayPosition(epoch: "b", sequence: 1))
        #expect(try store.position(ofGateway: "nobody") == nil)
        #expect(try await store.reader.latestWords().samples.map(\.value.count) == [2, 3])
    }

    @Test("what was committed is there after the store went away without closing, and duplicates are still known")
    func reopen() async throws {
        let batch = (1...50).map { Records.record(UInt64($0), Records.event(.update, uid: "boot-\($0)")) }
        // The file is copied while it is open, log and all: what a crash would leave behind.
        let crashed = try TemporaryFolder()
        let store = try store()
        _ = try store.commit(batch, recordedAt: Records.noon)
        try FileManager.default.copyItem(atPath: directory.path, toPath: crashed.path)
        let reopened = try EventStore(directory: crashed.path)
        #expect(try await reopened.reader.events(after: 0, limit: 100).count == 50)
        #expect(
            try reopened.commit(batch, recordedAt: Records.noon) == CommitOutcome(inserted: 0, duplicates: 50))
    }

    @Test("a batch with one record that breaks the schema is refused as a whole")
    func atomicity() async throws {
        let store = try store()
        let batch = [Records.record(1, Records.sample(1)), Records.record(2, Records.sample(.nan))]
        #expect(throws: EventStoreError.self) { try store.commit(batch, recordedAt: Records.noon) }
        #expect(try await store.reader.latestWords().samples.isEmpty)
        #expect(try store.position(ofGateway: "gw-1") == nil)
    }

    @Test("the writer's connection syncs each commit to the disk")
    func durability() throws {
        let store = try store()
        #expect(try store.journalMode() == "wal")
        #expect(try store.synchronousLevel() == 2)  // FULL
    }

    @Test("another process may read while the store is open, and gets a clear error where there is none")
    func readers() async throws {
        #expect(throws: EventStoreError.self) { try EventReader(directory: directory.path) }
        let store = try store()
        _ = try store.commit([Records.record(1, Records.event(.start))], recordedAt: Records.noon)
        let reader = try EventReader(directory: directory.path)
        #expect(try await reader.lastPosition() == 1)
        _ = try store.commit([Records.record(2, Records.event(.update))], recordedAt: Records.noon)
        #expect(try await reader.lastPosition() == 2)
    }

    @Test("a directory that cannot be made is one clear error")
    func unwritable() {
        #expect(throws: EventStoreError.self) { try EventStore(directory: "/proc/vigie") }
    }

    @Test("old health is forgotten as new comes, and the newest of each camera stays")
    func healthHistory() async throws {
        let store = try store()
        let old = Records.noon.advanced(bySeconds: -73 * 3600)
        _ = try store.commit(
            [
                Records.record(1, Records.health(.stalled), at: old, camera: "gone"),
                Records.record(2, Records.health(.stalled), at: old),
                Records.record(3, Records.health(), at: Records.noon),
            ], recordedAt: Records.noon)
        #expect(try await store.reader.health(cameraID: "place").map(\.value.stream) == [.streaming])
        #expect(try await store.reader.latestWords().health.map(\.cameraID) == ["gone", "place"])
    }
}
