public import Events

/// What a rule must know of a frame beside the observations: when it was taken, how far it may be relied on.
public struct FrameContext: Sendable, Hashable {
    /// Seconds since the first frame of the stream; never goes back between two calls.
    public var time: Double
    /// Acquisition time of the frame.
    public var timestamp: Timestamp
    /// When the agent speaks; a replayed file speaks at the frame's own time, so that two runs say the same.
    public var emittedAt: Timestamp
    public var frame: FrameReference
    public var timeSource: TimeSource
    public var timeUncertaintyMilliseconds: Int
    public var quality: Quality
    public var coverage: Coverage
    /// Why ``coverage`` is not `seeing`.
    public var coverageReason: CoverageReason?

    public init(
        time: Double, timestamp: Timestamp, emittedAt: Timestamp? = nil, frame: FrameReference,
        timeSource: TimeSource, timeUncertaintyMilliseconds: Int, quality: Quality, coverage: Coverage,
        coverageReason: CoverageReason? = nil
    ) {
        self.time = time
        self.timestamp = timestamp
        self.emittedAt = emittedAt ?? timestamp
        self.frame = frame
        self.timeSource = timeSource
        self.timeUncertaintyMilliseconds = timeUncertaintyMilliseconds
        self.quality = quality
        self.coverage = coverage
        self.coverageReason = coverageReason
    }

    /// The acquisition time of another instant of the same stream, given in seconds since its first frame.
    func timestamp(at seconds: Double) -> Timestamp { timestamp.advanced(bySeconds: seconds - time) }
}
