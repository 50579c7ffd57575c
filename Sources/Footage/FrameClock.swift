/// Chooses the frames to analyse: the first one in each interval of 1/rate seconds of the source's own time, so that a
/// slower source is analysed whole and a faster one at the rate asked for, whatever its own rate.
public struct FrameClock: Sendable {
    /// Share of an interval by which a frame may be early: times of frames jitter by their time base.
    static let tolerance = 0.1

    private let rate: Double
    private var slot: Int64?

    /// - Parameter rate: analysed frames per second of stream time, > 0.
    public init(rate: Double) {
        precondition(rate > 0, "an analysis rate must be positive")
        self.rate = rate
    }

    /// Whether the frame at this time (seconds since the first frame, never going back) is to be analysed.
    public mutating func isDue(at time: Double) -> Bool {
        let current = Self.slot(of: time, rate: rate)
        if let slot, current <= slot { return false }
        slot = current
        return true
    }

    /// The number of the interval in which an instant lies; wild times have the outermost numbers.
    static func slot(of time: Double, rate: Double) -> Int64 {
        Int64(exactly: (time * rate + tolerance).rounded(.down)) ?? (time < 0 ? .min + 1 : .max)
    }
}
