import Events
import Node
import Testing

@Suite("how often an agent's model is kept")
struct HandOverLimitTests {
    private let start = ContinuousClock.now
    private var limit = HandOverLimit()

    private func model(_ number: UInt8, isAnew: Bool = false) -> LearntModel {
        LearntModel(file: [number], isAnew: isAnew)
    }

    @Test("the first is kept at once; of those of the next minute the newest, when the minute is over")
    mutating func newest() {
        limit.take(model(1), of: "a", now: start)
        #expect(limit.due(now: start).map(\.learnt) == [model(1)])
        for second in 1..<60 {
            let now = start + .seconds(second)
            limit.take(model(UInt8(second)), of: "a", now: now)
            #expect(limit.due(now: now).isEmpty)
        }
        #expect(limit.nextDeadline == start + .seconds(60))
        #expect(limit.due(now: start + .seconds(60)).map(\.learnt) == [model(59)])
        #expect(limit.nextDeadline == nil && limit.due(now: start + .seconds(600)).isEmpty)
    }

    @Test("an agent that hands over without end is written once a minute")
    mutating func flood() {
        var writes = 0
        for tick in 0..<6000 {
            let now = start + .milliseconds(100 * tick)
            limit.take(model(UInt8(tick % 256)), of: "a", now: now)
            writes += limit.due(now: now).count
        }
        #expect(writes == 10)
    }

    @Test("cameras do not wait for each other")
    mutating func cameras() {
        limit.take(model(1), of: "b", now: start)
        limit.take(model(2), of: "a", now: start)
        #expect(limit.due(now: start).map(\.cameraID) == ["a", "b"])
        limit.take(model(3), of: "a", now: start + .seconds(1))
        limit.take(model(4), of: "c", now: start + .seconds(1))
        #expect(limit.due(now: start + .seconds(1)).map(\.cameraID) == ["c"])
    }

    @Test("what was begun anew stays so when a newer one takes its place, and what waits is there at the end")
    mutating func rest() {
        limit.take(model(1), of: "a", now: start)
        _ = limit.due(now: start)
        limit.take(model(2, isAnew: true), of: "a", now: start + .seconds(1))
        limit.take(model(3), of: "a", now: start + .seconds(2))
        #expect(limit.rest().map(\.learnt) == [model(3, isAnew: true)])
        #expect(limit.rest().isEmpty && limit.nextDeadline == nil)
    }
}
