public import Events
internal import Scene

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
    /// Zones that are not seen although the camera sees, with the reason; few.
    public var blindZones: [String: CoverageReason] = [:]
    /// `false` when pictures come too rarely to tell how things move.
    public var showsMotion: Bool

    public init(
        time: Double, timestamp: Timestamp, emittedAt: Timestamp? = nil, frame: FrameReference,
        timeSource: TimeSource, timeUncertaintyMilliseconds: Int, quality: Quality, coverage: Coverage,
        coverageReason: CoverageReason? = nil,
        showsMotion: Bool = true
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
        self.showsMotion = showsMotion
    }

    /// How far one zone, or line, is seen, and why not wholly.
    public func view(of zoneID: String) -> (coverage: Coverage, reason: CoverageReason?) {
        guard coverage != .blind, let reason = blindZones[zoneID] else { return (coverage, coverageReason) }
        return (.blind, reason)
    }

    /// How far one rule can be relied on: without motion a direction is not seen at all, and an anomaly in part.
    func coverage(of rule: Rule) -> Coverage {
        let coverage = view(of: rule.zoneID).coverage
        guard !showsMotion, coverage == .seeing || coverage == .degraded else { return coverage }
        switch rule.condition {
        case .wrongDirection, .crowdMovement: return .blind
        case .anomalyFlow: return .degraded
        case .overdensity, .abandonedObject, .removedObject, .forbiddenZone, .cameraIntegrity: return coverage
        }
    }

    /// The acquisition time of another instant of the same stream, given in seconds since its first frame.
    func timestamp(at seconds: Double) -> Timestamp { timestamp.advanced(bySeconds: seconds - time) }
}
