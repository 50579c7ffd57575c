public import Events

/// An event that was stored, with its place in the order of storage.
public struct StoredEvent: Sendable, Hashable {
    /// Grows with each stored event, with gaps: the cursor of the live stream.
    public var position: Int64
    /// Its payload is always an event.
    public var record: Events.Record
    public var event: Event

    public init(position: Int64, record: Events.Record, event: Event) {
        self.position = position
        self.record = record
        self.event = event
    }
}

/// One event from its start to its end: what was said under one `event_uid`.
public struct EventLife: Sendable, Hashable {
    /// How things stand with it.
    public enum Status: String, CaseIterable, Sendable, Hashable {
        /// Started, not ended, and its last word is not out of date.
        case open
        /// Its `end` was received.
        case ended
        /// No `end` came, but the agent said later that the rule is quiet, or started again.
        case superseded
        /// Neither ended nor confirmed in time: nobody may present it as live.
        case unconfirmed
    }

    /// The newest record of the life.
    public var latest: StoredEvent
    public var startedAt: Timestamp
    public var endedAt: Timestamp?
    public var supersededAt: Timestamp?
    /// How many records were stored under this `event_uid`.
    public var recordCount: Int

    public init(
        latest: StoredEvent, startedAt: Timestamp, endedAt: Timestamp?, supersededAt: Timestamp?, recordCount: Int
    ) {
        self.latest = latest
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.supersededAt = supersededAt
        self.recordCount = recordCount
    }

    /// How things stand at an instant; an open event's word expires with its record.
    public func status(at now: Timestamp) -> Status {
        if endedAt != nil { return .ended }
        if supersededAt != nil { return .superseded }
        if let expiry = latest.record.report.expiry, expiry <= now { return .unconfirmed }
        return .open
    }

    /// Seconds from its start to its end, or so far.
    public func duration(at now: Timestamp) -> Double {
        max(0, (endedAt ?? supersededAt ?? now).seconds(since: startedAt))
    }
}
