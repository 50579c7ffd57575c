public import EventStore
public import Events

/// Hours of context at hand, to be joined with events and counts by their time.
public struct ContextJoin: Sendable {
    private let hours: [Int64: ContextHour]

    public init(_ hours: [ContextHour]) {
        self.hours = Dictionary(hours.map { ($0.hour.milliseconds / 3_600_000, $0) }) { $1 }
    }

    /// What is known of the hour of an instant; `nil` when nothing is.
    public func at(_ time: Timestamp) -> ContextHour? {
        hours[time.milliseconds / 3_600_000]
    }
}

extension EventReader {
    /// What is live at an instant.
    public func liveView(at now: Timestamp) async throws -> LiveView {
        let context = try await contextHours(from: now, to: now.advanced(bySeconds: 1))
        return LiveView(words: try await latestWords(), context: context.first, at: now)
    }

    /// The context of the hours in which the given events began.
    public func context(of lives: [EventLife]) async throws -> ContextJoin {
        guard let first = lives.map(\.startedAt).min(), let last = lives.map(\.startedAt).max() else {
            return ContextJoin([])
        }
        return ContextJoin(try await contextHours(from: first, to: last.advanced(bySeconds: 1)))
    }
}
