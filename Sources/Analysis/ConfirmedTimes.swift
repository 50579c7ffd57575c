public import Events

/// When events that an operator confirmed went on, in seconds of a recording: what they show is not normal, and
/// nothing is learnt from it.
public struct ConfirmedTimes: Sendable, Hashable {
    /// Seconds before an event began that are left out, too: what led to it.
    static let lead = 10.0

    public private(set) var ranges: [ClosedRange<Double>] = []

    public init() {}

    /// Takes what an event says of its time; each of its records adds what it knows.
    ///
    /// - Parameter start: when the recording began; `nil` when only events of the recording itself are known.
    /// - Returns: `false`, and nothing changes, for an event on the wall clock of a recording that began nobody knows when.
    public mutating func add(_ event: Event, recordedFrom start: Timestamp?) -> Bool {
        guard let first = event.timeSource == .file ? Timestamp(milliseconds: 0) : start else { return false }
        let began = event.startedAt.seconds(since: first) - Self.lead
        ranges.append(began...max(began, (event.endedAt ?? event.updatedAt).seconds(since: first)))
        return true
    }
}
