/// Two thresholds and two holds on an interval: it enters when the lower bound stays above `enterAbove` for
/// `enterHold`, and leaves when the upper bound stays below `exitBelow` for `exitHold`. What is uncertain moves nothing.
///
/// Pure: time comes with the values. A silence longer than ``longestGap`` restarts a hold, because what was not seen
/// did not hold.
public struct HysteresisStateMachine: Sendable {
    public enum Change: Sendable, Hashable {
        /// The condition holds; it began at this time, in seconds.
        case entered(since: Double)
        /// It no longer holds; it ceased at this time, in seconds.
        case left(since: Double)
    }

    /// Seconds without a value after which a hold starts again.
    public static let longestGap = 5.0

    public let enterAbove, enterHold, exitBelow, exitHold: Double
    public private(set) var isActive = false
    private var crossedAt: Double?
    private var lastTime: Double?

    /// - Precondition: `exitBelow` is not above `enterAbove`, holds are not negative.
    public init(enterAbove: Double, enterHold: Double, exitBelow: Double, exitHold: Double) {
        precondition(exitBelow <= enterAbove && enterHold >= 0 && exitHold >= 0)
        self.enterAbove = enterAbove
        self.enterHold = enterHold
        self.exitBelow = exitBelow
        self.exitHold = exitHold
    }

    /// Takes the interval of one instant, in the unit of the thresholds, and says what changed, if anything did.
    public mutating func ingest(low: Double, high: Double, time: Double) -> Change? {
        if let lastTime, time - lastTime > Self.longestGap { crossedAt = nil }
        lastTime = time
        guard isActive ? high < exitBelow : low > enterAbove else {
            crossedAt = nil
            return nil
        }
        let since = crossedAt ?? time
        crossedAt = since
        guard time - since >= (isActive ? exitHold : enterHold) else { return nil }
        crossedAt = nil
        isActive.toggle()
        return isActive ? .entered(since: since) : .left(since: since)
    }

    /// Forgets everything: inactive, no hold running.
    public mutating func reset() {
        (isActive, crossedAt, lastTime) = (false, nil, nil)
    }
}
