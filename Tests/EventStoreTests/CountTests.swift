import Events
import EventStore
import TestFolders
import Testing

@Suite("counts per minute")
struct CountTests {
    let directory: TemporaryFolder
    let store: EventStore

    init() throws {
        directory = try TemporaryFolder()
        store = try EventStore(directory: directory.path)
    }

    private func at(_ seconds: Double) -> Timestamp { Records.noon.advanced(bySeconds: seconds) }

    @Test("a minute has the mean, the extremes and the mean bounds of its samples, flows summed")
    func statistics() async throws {
        let counts = [4.0, 6, 8, 100]
        let times = [0.0, 20, 59.999, 60]
        _ = try store.commit(
            zip(counts, times).enumerated().map {
                Records.record(UInt64($0 + 1), Records.sample($1.0), at: at($1.1))
            }, recordedAt: at(0))
        let minutes = try await store.reader.counts(CountFilter(zoneID: "square", from: at(0), to: at(60)))
        let minute = try #require(minutes.first)
        #expect(minutes.count == 1)
        #expect(minute.persons?.mean == 6)
        #expect(minute.persons?.minimum == 4)
        #expect(minute.persons?.maximum == 8)
        #expect(minute.persons?.low == 4)
        #expect(minute.persons?.high == 8)
        #expect(minute.flowIn == 3)
        #expect(minute.sampleCount == 3)
    }

    @Test("a blind minute and a minute without samples are unknown, never zero")
    func unknown() async throws {
        _ = try store.commit(
            [
                Records.record(1, Records.sample(0, coverage: .blind), at: at(0)),
                Records.record(2, Records.sample(3), at: at(125)),
                Records.record(3, Records.sample(0, coverage: .blind, seenRatio: 1), at: at(130)),
            ], recordedAt: at(0))
        let minutes = try await store.reader.counts(CountFilter(from: at(0), to: at(180)))
        #expect(minutes.map(\.persons?.mean) == [nil, nil, 3])
        #expect(minutes.map(\.seenRatio) == [0, 0, 0.5])
        #expect(minutes.map(\.sampleCount) == [1, 0, 2])
    }

    @Test("a range of more than 72 hours is refused with the limit")
    func rangeLimit() async throws {
        await #expect(throws: EventStoreError.self) {
            try await store.reader.counts(CountFilter(from: at(0), to: at(72 * 3600 + 60)))
        }
        #expect(try await store.reader.counts(CountFilter(from: at(0), to: at(-60))).isEmpty)
    }
}
