public import EventStore
public import Events
import FoundationEssentials

/// What a run of the demo came to, from the datacentre's own database.
public struct DemoSummary: Sendable, Encodable {
    public struct Camera: Sendable, Encodable {
        public var id: String
        public var framesAnalysed: Int64
        /// Persons counted at once in any zone; `nil` when nothing was counted.
        public var countLowest, countHighest, countMean: Double?
        public var events: [StoredLife]
        /// Share of one core that its agent used last.
        public var cpuShare: Double
    }

    /// One event from its start to its end.
    public struct StoredLife: Sendable, Encodable {
        public var useCase, zone, rule, mode: String
        public var startedAt: String
        public var endedAt, endReason: String?
    }

    public var seconds: Double
    public var cameras: [Camera]
    public var recordsStored: UInt64
    public var eventsStored: Int
    /// Messages that a gateway could not keep.
    public var losses: Int64
    /// Sequence numbers that never arrived.
    public var sequenceHoles: UInt64
    /// Processor seconds of each program, its own children included.
    public var cpuSeconds: [String: Double]
    /// One sentence for everything that failed.
    public var failures: [String]

    /// Reads the database of `vigie-fusion`.
    ///
    /// - Parameter cameraIDs: the cameras that should have been seen; each that was not is a failure.
    /// - Throws: `EventStoreError`.
    public init(
        reader: EventReader, cameraIDs: [String], from start: Timestamp, to end: Timestamp,
        cpuSeconds: [String: Double],
        failures: [String]
    ) async throws {
        let lives = try await reader.lives(EventFilter(limit: 10_000))
        let counts = try await reader.counts(CountFilter(from: start, to: end))
        seconds = end.seconds(since: start)
        cameras = []
        for id in cameraIDs {
            cameras.append(
                Camera(
                    id: id, health: try await reader.health(cameraID: id).map(\.value),
                    counts: counts.filter { $0.cameraID == id }.compactMap(\.persons),
                    lives: lives.filter { $0.latest.record.report.cameraID == id }))
        }
        let gateways = try await reader.gateways()
        sequenceHoles = gateways.flatMap(\.holes).reduce(0) { $0 + UInt64($1.count) }
        recordsStored = gateways.reduce(0) { $0 + $1.lastSequence } - sequenceHoles
        eventsStored = lives.count
        losses = try await reader.losses(limit: 10_000).reduce(0) { $0 + $1.value.count }
        self.cpuSeconds = cpuSeconds
        self.failures = failures
        self.failures += cameras.filter { $0.framesAnalysed == 0 }.map { "camera \($0.id) never gave a picture" }
        if losses > 0 { self.failures.append("\(losses) messages were lost") }
        if sequenceHoles > 0 { self.failures.append("\(sequenceHoles) sequence numbers never arrived") }
    }

    /// One line of JSON with sorted keys in snake case.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and finite numbers always encode.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension DemoSummary.Camera {
    fileprivate init(id: String, health: [Health], counts: [MinuteCount.Persons], lives: [EventLife]) {
        self.id = id
        framesAnalysed = health.framesAnalysedInAllLives
        countLowest = counts.map(\.minimum).min()
        countHighest = counts.map(\.maximum).max()
        countMean = counts.isEmpty ? nil : counts.map(\.mean).reduce(0, +) / Double(counts.count)
        events = lives.reversed().map(DemoSummary.StoredLife.init)
        cpuShare = health.last { $0.cpuShare > 0 }?.cpuShare ?? 0
    }
}

extension DemoSummary.StoredLife {
    fileprivate init(_ life: EventLife) {
        let event = life.latest.event
        useCase = event.useCase.rawValue
        zone = event.zoneID
        rule = event.ruleID
        mode = event.mode.rawValue
        startedAt = life.startedAt.description
        endedAt = life.endedAt?.description
        endReason = event.endReason?.rawValue
    }
}

extension [Health] {
    /// Each agent counts from zero, so a count that falls is a new agent's.
    fileprivate var framesAnalysedInAllLives: Int64 {
        var (total, last): (Int64, Int64) = (0, 0)
        for health in self {
            if health.framesAnalysed < last {
                total += last
            }
            last = health.framesAnalysed
        }
        return total + last
    }
}
