import Events
import EventStore
import TestFolders
import Testing

@Suite("events have lives")
struct LifeTests {
    let directory: TemporaryFolder
    let store: EventStore

    init() throws {
        directory = try TemporaryFolder()
        store = try EventStore(directory: directory.path)
    }

    private func at(_ seconds: Double) -> Timestamp { Records.noon.advanced(bySeconds: seconds) }

    @Test("start, updates and end of one uid are one life with its records in order")
    func oneLife() async throws {
        _ = try store.commit(
            [
                Records.record(1, Records.event(.start), at: at(0)),
                Records.record(2, Records.event(.update, at: at(30)), at: at(30)),
                Records.record(3, Records.event(.end, at: at(50)), at: at(50)),
            ], recordedAt: at(51))
        let (life, records) = try #require(try await store.reader.life(uid: "boot-1"))
        #expect(life.status(at: at(60)) == .ended)
        #expect(life.duration(at: at(999)) == 50)
        #expect(life.recordCount == 3)
        #expect(records.map(\.event.phase) == [.start, .update, .end])
        #expect(try await store.reader.openLives().isEmpty)
        #expect(try await store.reader.life(uid: "nobody") == nil)
    }

    @Test("records that come late do not bring an ended event back")
    func disorder() async throws {
        let records = [
            Records.record(3, Records.event(.end, at: at(50)), at: at(50)),
            Records.record(1, Records.event(.start), at: at(0)),
            Records.record(2, Records.event(.update, at: at(30)), at: at(30)),
        ]
        for record in records { _ = try store.commit([record], recordedAt: at(60)) }
        let life = try #require(try await store.reader.life(uid: "boot-1")).life
        #expect(life.status(at: at(60)) == .ended)
        #expect(life.latest.event.phase == .end)
        #expect(life.recordCount == 3)
    }

    @Test("an open event whose word has expired is unconfirmed, not open")
    func expiry() async throws {
        _ = try store.commit([Records.record(1, Records.event(.start), expiry: at(90))], recordedAt: at(0))
        let life = try #require(try await store.reader.openLives().first)
        #expect(life.status(at: at(89)) == .open)
        #expect(life.status(at: at(90)) == .unconfirmed)
    }

    @Test("a rule that says quiet after a missed end supersedes the event, an older word does not")
    func missedEnd() async throws {
        _ = try store.commit(
            [
                Records.record(5, Records.event(.start), at: at(10)),
                Records.record(4, Records.state(active: false), at: at(5)),
            ], recordedAt: at(10))
        #expect(try await store.reader.openLives().count == 1)
        _ = try store.commit([Records.record(6, Records.state(active: false), at: at(20))], recordedAt: at(20))
        let life = try #require(try await store.reader.life(uid: "boot-1")).life
        #expect(life.status(at: at(20)) == .superseded)
        #expect(life.supersededAt == at(20))
    }

    @Test("an agent that started again supersedes the events of its former life")
    func restart() async throws {
        _ = try store.commit(
            [
                Records.record(1, Records.event(.start, uid: "boot-1")),
                Records.record(2, Records.event(.start, uid: "other-1", rule: "other")),
                Records.record(3, Records.event(.start, uid: "fresh-1", boot: "fresh"), at: at(9)),
            ], recordedAt: at(9))
        #expect(try await store.reader.openLives().map(\.latest.event.eventUID).sorted() == ["fresh-1", "other-1"])
    }

    @Test("events are found by zone, camera, use case and time, the latest first")
    func filters() async throws {
        _ = try store.commit(
            [
                Records.record(1, Records.event(.start, uid: "a", startedAt: at(0)), at: at(0)),
                Records.record(2, Records.event(.end, uid: "a", startedAt: at(0), at: at(20)), at: at(20)),
                Records.record(
                    3, Records.event(.start, uid: "b", zone: "gate", rule: "r2", startedAt: at(60)), at: at(60)),
                Records.record(
                    4, Records.event(.start, uid: "c", useCase: .overdensity, startedAt: at(90)), at: at(90),
                    camera: "street"),
            ], recordedAt: at(90))
        func uids(_ filter: EventFilter) async throws -> [String] {
            try await store.reader.lives(filter).map(\.latest.event.eventUID)
        }
        #expect(try await uids(EventFilter()) == ["c", "b", "a"])
        #expect(try await uids(EventFilter(limit: 2)) == ["c", "b"])
        #expect(try await uids(EventFilter(cameraID: "place")) == ["b", "a"])
        #expect(try await uids(EventFilter(zoneID: "gate")) == ["b"])
        #expect(try await uids(EventFilter(useCase: .overdensity)) == ["c"])
        #expect(try await uids(EventFilter(from: at(10), to: at(60))) == ["a"])
        #expect(try await uids(EventFilter(from: at(21))) == ["c", "b"])
        #expect(try await uids(EventFilter(cameraID: "' OR 1=1 --")) == [])
    }
}
