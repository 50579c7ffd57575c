/// Maps the times of a camera that connects again and again, and whose clock runs a little fast or slow, to one
/// strictly growing time: seconds since the agent's first frame, on the machine's monotonic clock.
public struct LiveClock: Sendable {
    /// Share by which the mapping may follow a camera whose clock is slow: 500 ppm, five times a bad crystal.
    public static let slew = 0.0005
    /// A frame that seems older than this has a broken time: the mapping is tied to its arrival.
    public static let longestLag = 30.0
    /// Two frames are never closer than this.
    private static let smallestStep = 0.001

    private var origin: Double?
    private var offset: Double?
    private var last: Double?

    public init() {}

    /// The next frame belongs to a new session, whose times start again.
    public mutating func startSession() { offset = nil }

    /// - Parameters:
    ///   - presentation: seconds since the session's first frame.
    ///   - arrival: monotonic seconds when the frame was decoded.
    /// - Returns: the frame's time and how late it came, both in seconds.
    public mutating func place(presentation: Double, arrival: Double) -> (time: Double, lag: Double) {
        let origin = self.origin ?? arrival
        self.origin = origin
        let arrived = arrival - origin
        var offset = self.offset ?? arrived - presentation
        var lag = arrived - (offset + presentation)
        let elapsed = max(0, arrived - (last ?? arrived))
        if lag < 0 || lag > Self.longestLag {
            // A frame cannot arrive before it was taken.
            offset += lag
        } else {
            offset += min(lag, Self.slew * elapsed)
        }
        lag = arrived - (offset + presentation)
        self.offset = offset
        let time = max(offset + presentation, (last ?? -Self.smallestStep) + Self.smallestStep)
        last = time
        return (time, lag)
    }
}
