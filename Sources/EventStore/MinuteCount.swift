public import Events

/// What was counted in one zone in one minute.
public struct MinuteCount: Sendable, Hashable {
    /// Counted persons of the minute's samples that saw the zone.
    public struct Persons: Sendable, Hashable {
        public var mean, minimum, maximum: Double
        /// Means of the samples' interval bounds; each interval holds the truth nine times in ten.
        public var low, high: Double
        /// `nil` unless the ground is calibrated.
        public var perSquareMetre: Double?
    }

    public var cameraID, zoneID: String
    /// When the minute begins.
    public var minute: Timestamp
    /// `nil` when nothing saw the zone: the count is unknown, not zero.
    public var persons: Persons?
    /// Persons that crossed, when the zone is a line.
    public var flowIn, flowOut: Int?
    /// Mean share of the due frames that were analysed while the zone was seen, 0..1; a blind sample counts as 0.
    public var seenRatio: Double
    /// How many samples the figures rest on, blind ones included.
    public var sampleCount: Int
}

/// Which minutes to count.
public struct CountFilter: Sendable, Hashable {
    /// The longest range of one question.
    public static let rangeLimitMinutes: Int64 = 72 * 60

    public var cameraID, zoneID: String?
    /// Widened to whole minutes.
    public var from, to: Timestamp

    public init(cameraID: String? = nil, zoneID: String? = nil, from: Timestamp, to: Timestamp) {
        self.cameraID = cameraID
        self.zoneID = zoneID
        self.from = from
        self.to = to
    }

    /// Whole minutes since 1970 that the range touches.
    var minutes: Range<Int64> {
        let first = from.milliseconds.wholeMinutes
        let end = (to.milliseconds + 59_999).wholeMinutes
        return first..<max(first, end)
    }
}

extension Int64 {
    /// Milliseconds since 1970 as whole minutes, rounded down.
    fileprivate var wholeMinutes: Int64 {
        self >= 0 ? self / 60_000 : (self - 59_999) / 60_000
    }
}
