import Events

/// What can be said of a zone now; the less is seen, the greater.
public enum LiveCoverage: String, CaseIterable, Sendable, Hashable, Comparable {
    case seeing, degraded, blind
    case notAuthorised = "not_authorised"
    /// Nothing was heard in time.
    case unknown

    init(_ coverage: Coverage) {
        switch coverage {
        case .seeing: self = .seeing
        case .degraded: self = .degraded
        case .blind: self = .blind
        case .notAuthorised: self = .notAuthorised
        }
    }

    public static func < (a: LiveCoverage, b: LiveCoverage) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .seeing: 0
        case .degraded: 1
        case .blind: 2
        case .notAuthorised: 3
        case .unknown: 4
        }
    }

    /// Whether figures of such a zone may be shown at all.
    public var sees: Bool { self == .seeing || self == .degraded }
}

/// For how long a word is live when it does not say so itself.
///
/// Samples come at least every 5 s and count as missed after three (``sample``); health and the states of rules come
/// every 30 s and count as missed after three (``state``).
public enum Freshness {
    public static let sample = 15.0
    public static let state = 90.0
    /// A word from further ahead than this comes from a wrong clock: it would otherwise stay live for ever.
    public static let clockTolerance = 60.0
}

extension Timestamp {
    /// Whether a word said at this time, valid until `expiry` or for `seconds`, may be presented as live at `now`.
    func isLive(at now: Timestamp, expiry: Timestamp?, orFor seconds: Double) -> Bool {
        guard self <= now.advanced(bySeconds: Freshness.clockTolerance) else { return false }
        return now < (expiry ?? advanced(bySeconds: seconds))
    }
}
