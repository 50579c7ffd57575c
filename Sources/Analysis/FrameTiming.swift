public import Events

/// What is known about when a frame was taken.
public struct FrameTiming: Sendable, Hashable {
    /// Acquisition time of the frame.
    public var timestamp: Timestamp
    /// When the agent speaks of it.
    public var emittedAt: Timestamp
    public var source: TimeSource
    public var uncertaintyMilliseconds: Int

    public init(timestamp: Timestamp, emittedAt: Timestamp, source: TimeSource, uncertaintyMilliseconds: Int) {
        self.timestamp = timestamp
        self.emittedAt = emittedAt
        self.source = source
        self.uncertaintyMilliseconds = uncertaintyMilliseconds
    }

    /// Times of a file: its first frame was taken at the epoch, and it is spoken of at once, so that two runs say the
    /// same.
    public static func file(seconds: Double) -> FrameTiming {
        let timestamp = Timestamp(milliseconds: 0).advanced(bySeconds: seconds)
        return FrameTiming(timestamp: timestamp, emittedAt: timestamp, source: .file, uncertaintyMilliseconds: 0)
    }

    /// Half a second: what a camera's encoder and network usually take, which cannot be seen from here.
    public static let liveUncertaintyMilliseconds = 500

    /// Times of a live frame that came `lag` seconds late, on a wall clock that reads `wall` seconds since 1970.
    public static func live(wall: Double, lag: Double) -> FrameTiming {
        let now = Timestamp(milliseconds: Int64((wall * 1000).rounded()))
        return FrameTiming(
            timestamp: now.advanced(bySeconds: -max(0, lag)), emittedAt: now, source: .wallClock,
            uncertaintyMilliseconds: liveUncertaintyMilliseconds)
    }
}
