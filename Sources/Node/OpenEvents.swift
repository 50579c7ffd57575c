public import Events

/// What is running at one camera as far as its reports told: kept so that nothing stays open when the one who would have
/// ended it is gone.
public struct OpenEvents: Sendable {
    /// The last report of each running event, by `event_uid`.
    public private(set) var events: [String: Report] = [:]
    public init() {}

    /// Remembers what a report opens and forgets what it ends.
    public mutating func note(_ report: Report) {
        guard case .event(let event) = report.payload else { return }
        events[event.eventUID] = event.phase == .end ? nil : report
    }

    /// Ends everything that runs, in the order of `event_uid`, and forgets it.
    public mutating func endAll(reason: EndReason, at time: Timestamp) -> [Report] {
        defer { events = [:] }
        return events.sorted { $0.key < $1.key }.compactMap { $0.value.ended(reason: reason, at: time) }
    }
}

extension Report {
    /// The end of the event that this report starts or updates; `nil` for anything but an event.
    fileprivate func ended(reason: EndReason, at time: Timestamp) -> Report? {
        guard case .event(var event) = payload else { return nil }
        // A clock that was set back must not end an event before its last update.
        let end = max(time, event.updatedAt)
        event.phase = .end
        event.endReason = reason
        event.endedAt = end
        event.updatedAt = end
        event.emittedAt = end
        event.coverage = .blind
        var report = self
        report.time = end
        report.payload = .event(event)
        return report
    }
}
