public import Events

/// What can be known of the zones from the age of the last frame alone. Pure: it is told when frames come.
public struct StreamWatch: Sendable {
    /// Seconds after the start during which a camera that has shown nothing yet is not called blind.
    public static let startGrace = 45.0
    /// Seconds without a frame after which the zones are blind.
    public static let blindAfter = 30.0
    /// Seconds without a frame after which what is seen is no longer up to date.
    public static let degradedAfter = 10.0

    private let start: Double
    private var lastFrame: Double?

    /// - Parameter start: monotonic seconds.
    public init(start: Double) {
        self.start = start
    }

    public mutating func received(at now: Double) { lastFrame = now }

    public func coverage(at now: Double) -> Coverage {
        guard let lastFrame else { return now - start < Self.startGrace ? .degraded : .blind }
        let age = now - lastFrame
        if age >= Self.blindAfter { return .blind }
        return age >= Self.degradedAfter ? .degraded : .seeing
    }

    /// Why ``coverage(at:)`` is not `seeing`; `nil` when it is.
    public func reason(at now: Double) -> CoverageReason? {
        guard lastFrame != nil else { return now - start < Self.startGrace ? .starting : .streamLost }
        return coverage(at: now) == .seeing ? nil : .streamLost
    }

    /// The next instant at which coverage changes if no frame comes; `nil` when it is blind for good.
    public func nextChange(after now: Double) -> Double? {
        guard let lastFrame else { return now < start + Self.startGrace ? start + Self.startGrace : nil }
        return [Self.degradedAfter, Self.blindAfter].map { lastFrame + $0 }.first { $0 > now }
    }
}
