internal import Foundation

/// Tamperings of the camera: each is noticed when any state but `good` is said from its start to ``slack`` after its
/// end, and named when the state is the right one. What is said at another time is a false alarm, and so is what is said of a
/// tampering that was over before a state is raised.
public struct IntegrityScore: Sendable, Hashable {
    /// Seconds: a state needs ten to be raised, and as long to go away.
    public static let slack = 15.0
    /// Seconds for which a tampering lasts at least: what is over earlier must not be raised.
    public static let shortest = 10.0

    /// What was done to the camera, seconds from the first frame.
    public struct Truth: Sendable, Hashable {
        public var state: String
        public var start, end: Double

        public init(state: String, start: Double, end: Double) {
            (self.state, self.start, self.end) = (state, start, end)
        }
    }

    public struct Found: Sendable, Hashable {
        public var truth: Truth
        /// What was said first, and when the right state was.
        public var saidState: String?
        public var noticedAt, namedAt: Double?
        /// When `good` was said after its end.
        public var clearedAt: Double?

        public var delay: Double? { noticedAt.map { $0 - truth.start } }
    }

    public private(set) var tamperings: [Found]
    public private(set) var falseAlarms: [RunLines.Integrity] = []

    public var noticed: [Found] { tamperings.filter { $0.noticedAt != nil } }
    public var named: [Found] { tamperings.filter { $0.namedAt != nil } }

    /// - Parameter seconds: length of the recording.
    public init(_ rows: [RunLines.Integrity], truth: [Truth], seconds: Double) {
        tamperings = truth.filter { $0.end - $0.start >= Self.shortest }.map { Found(truth: $0) }
        length = seconds
        var previous = "good"
        for row in rows {
            take(row, after: previous)
            previous = row.state
        }
    }

    /// Seconds of the recording.
    private let length: Double

    /// Noticed tamperings that ended long enough before the recording to be cleared, and those that were.
    public var clearable: [Found] { noticed.filter { $0.truth.end + Self.slack <= length } }
    public var cleared: [Found] {
        clearable.filter { found in
            found.clearedAt.map { $0 - found.truth.end <= Self.slack } ?? false
        }
    }

    private mutating func take(_ row: RunLines.Integrity, after previous: String) {
        guard row.state != "good" else {
            // It clears the last that ended.
            guard let index = tamperings.lastIndex(where: { $0.truth.start <= row.time }) else { return }
            if tamperings[index].clearedAt == nil {
                tamperings[index].clearedAt = max(row.time, tamperings[index].truth.end)
            }
            return
        }
        let current = tamperings.lastIndex { found in
            row.time >= found.truth.start && row.time <= found.truth.end + Self.slack
        }
        guard let current else {
            if previous != row.state { falseAlarms.append(row) }
            return
        }
        if tamperings[current].noticedAt == nil {
            tamperings[current].noticedAt = row.time
            tamperings[current].saidState = row.state
        }
        if row.state == tamperings[current].truth.state, tamperings[current].namedAt == nil {
            tamperings[current].namedAt = row.time
        }
    }
}

extension IntegrityScore: CustomStringConvertible {
    public var description: String {
        let delays = noticed.compactMap(\.delay).map { String(format: "%.1f", $0) }.joined(separator: ", ")
        return "integrity: tamperings \(tamperings.count) noticed \(noticed.count) named \(named.count) "
            + "cleared \(cleared.count)/\(clearable.count) false \(falseAlarms.count) delay_s [\(delays)]"
    }
}
