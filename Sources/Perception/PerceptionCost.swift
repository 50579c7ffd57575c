#if canImport(Glibc)
    import Glibc
#endif

/// CPU seconds that a ``Perceiver`` has spent, by stage.
public struct PerceptionCost: Sendable, Hashable {
    public var reduce = 0.0
    /// Following the light, telling background, moving and still apart, learning the background.
    public var background = 0.0
    /// Comparing gradients and structure, pooling into cells.
    public var cells = 0.0
    public var motion = 0.0
    public var quality = 0.0

    public init() {}
}

/// CPU time of the calling thread between laps.
struct StageClock {
    private var last = StageClock.now()

    mutating func lap() -> Double {
        let now = Self.now()
        defer { last = now }
        return now - last
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
