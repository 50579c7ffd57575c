public import EventStore
public import Events
import Fusion

/// The answers of the API as JSON. `vigie-fusion query --json` prints the same.
public struct Answers: Sendable {
    private let reader: EventReader

    public init(reader: EventReader) {
        self.reader = reader
    }

    public func live(at now: Timestamp) async throws -> JSONValue {
        try await reader.liveView(at: now).json
    }

    /// Events in short, the latest first, each with the context of the hour in which it began.
    public func events(_ filter: EventFilter, at now: Timestamp) async throws -> JSONValue {
        let lives = try await reader.lives(filter)
        let context = try await reader.context(of: lives)
        return .object([
            "at": .moment(now), "events": .array(lives.map { $0.json(at: now, context: context.at($0.startedAt)) }),
        ])
    }

    /// One event with all its records in CloudEvents form; `nil` when it is not known.
    public func event(uid: String, at now: Timestamp) async throws -> JSONValue? {
        guard let (life, records) = try await reader.life(uid: uid) else { return nil }
        let context = try await reader.context(of: [life])
        return .object([
            "at": .moment(now), "event": life.json(at: now, context: context.at(life.startedAt)),
            "records": .array(records.map(\.record.cloudEvent)),
        ])
    }

    /// Counts per minute, each with the weather and the kind of day of its hour.
    public func counts(_ filter: CountFilter, at now: Timestamp) async throws -> JSONValue {
        let counts = try await reader.counts(filter)
        let context = ContextJoin(try await reader.contextHours(from: filter.from, to: filter.to))
        return .object([
            "at": .moment(now), "counts": .array(counts.map { $0.json(context: context.at($0.minute)) }),
        ])
    }

    public func context(from: Timestamp, to: Timestamp, at now: Timestamp) async throws -> JSONValue {
        let hours = try await reader.contextHours(from: from, to: to)
        return .object(["at": .moment(now), "hours": .array(hours.map(\.json))])
    }

    /// Cameras with their coverage, gateways with what is missing of them, and the losses that were reported.
    public func cameras(at now: Timestamp) async throws -> JSONValue {
        let view = try await reader.liveView(at: now)
        let gateways = try await reader.gateways()
        let losses = try await reader.losses()
        return .object([
            "at": .moment(now), "cameras": .array(view.cameras.map(\.json)),
            "gateways": .array(gateways.map(\.json)), "losses": .array(losses.map(\.json)),
        ])
    }
}
