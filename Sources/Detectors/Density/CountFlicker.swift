/// How much a count changes from one frame to the next. People do not come and go within a fifth of a second: what does is
/// error.
struct CountFlicker {
    /// Seconds over which it is evened out.
    static let seconds = 5.0
    /// Frames further apart say nothing.
    static let longestInterval = 1.0

    /// Of one frame's count, in persons²: half the mean square of the differences (von Neumann, Ann. Math. Stat. 12, 1941).
    private(set) var variance = 0.0
    private var last: Double?

    /// - Parameter interval: seconds since the frame before.
    mutating func ingest(_ count: Double, interval: Double) {
        if let last, interval <= Self.longestInterval {
            let change = count - last
            variance += (change * change / 2 - variance) * interval / Self.seconds
        }
        last = count
    }
}
