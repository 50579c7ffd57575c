/// A box in 0..1 of the picture, from its top left.
public struct Box: Sendable, Hashable {
    public var x, y, width, height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
}

/// A point in 0..1 of the picture, from its top left.
public struct PicturePoint: Sendable, Hashable {
    public var x, y: Double

    public init(x: Double, y: Double) {
        (self.x, self.y) = (x, y)
    }
}

/// A place on the ground, WGS 84 degrees, with the radius in metres within which it is known.
public struct GroundPlace: Sendable, Hashable {
    public var longitude, latitude, accuracyMetres: Double

    public init(longitude: Double, latitude: Double, accuracyMetres: Double) {
        (self.longitude, self.latitude, self.accuracyMetres) = (longitude, latitude, accuracyMetres)
    }
}

/// The frame that made an event true.
public struct FrameReference: Sendable, Hashable {
    /// Presentation time in milliseconds since the stream's first frame.
    public var pts: Int64
    /// 0-based index of the decoded frame.
    public var index: Int64
    /// Size of the decoded picture in pixels.
    public var width, height: Int

    public init(pts: Int64, index: Int64, width: Int, height: Int) {
        (self.pts, self.index, self.width, self.height) = (pts, index, width, height)
    }
}

/// The physical quantity on which a verdict rests, with what is needed to reach the verdict again.
public struct Metric: Sendable, Hashable {
    /// The longest series that an event may carry.
    public static let seriesLimit = 64

    public var name: String
    public var value: Double
    public var unit: String
    public var threshold: Double?
    public var exitThreshold: Double?
    public var holdSeconds: Double?
    public var windowSeconds: Double?
    public var expectedLow: Double?
    public var expectedHigh: Double?
    /// The last values before the verdict, oldest first, at most ``seriesLimit``.
    public var series: [Double]

    public init(
        name: String, value: Double, unit: String, threshold: Double? = nil, exitThreshold: Double? = nil,
        holdSeconds: Double? = nil, windowSeconds: Double? = nil, expectedLow: Double? = nil,
        expectedHigh: Double? = nil, series: [Double] = []
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.threshold = threshold
        self.exitThreshold = exitThreshold
        self.holdSeconds = holdSeconds
        self.windowSeconds = windowSeconds
        self.expectedLow = expectedLow
        self.expectedHigh = expectedHigh
        self.series = Array(series.suffix(Self.seriesLimit))
    }
}

/// How good the picture was when the event was said.
public struct Quality: Sendable, Hashable {
    /// Mean luma, 0..255.
    public var brightness: Double
    /// Sharpness of the picture against its own running median: 1 is usual, near 0 is blurred.
    public var blur: Double
    public var decodeFPS: Double
    /// Share of the frames due for analysis that were skipped, 0..1.
    public var droppedRatio: Double
    public var calibrationState: CalibrationState

    public init(
        brightness: Double, blur: Double, decodeFPS: Double, droppedRatio: Double, calibrationState: CalibrationState
    ) {
        self.brightness = brightness
        self.blur = blur
        self.decodeFPS = decodeFPS
        self.droppedRatio = droppedRatio
        self.calibrationState = calibrationState
    }
}

/// What produced an event: with these and the frames it can be produced again, bit for bit.
public struct Provenance: Sendable, Hashable {
    public var configurationSHA256, calibrationSHA256, modelSHA256: String
    public var build, kernelSet: String

    public init(
        configurationSHA256: String, calibrationSHA256: String, modelSHA256: String, build: String, kernelSet: String
    ) {
        self.configurationSHA256 = configurationSHA256
        self.calibrationSHA256 = calibrationSHA256
        self.modelSHA256 = modelSHA256
        self.build = build
        self.kernelSet = kernelSet
    }
}

/// One `start`, `update` or `end` of something that a rule says about a zone or a line.
public struct Event: Sendable, Hashable {
    /// The most reasons that an event may carry.
    public static let reasonLimit = 16

    public var useCase: UseCase
    public var phase: Phase
    /// One life, one identifier: the same through start, updates and end.
    public var eventUID: String
    public var ruleID: String
    /// The zone, or the line, that the rule watches.
    public var zoneID: String
    public var profile: String
    /// Changes at each start of the agent.
    public var bootID: String
    public var frame: FrameReference
    public var timeSource: TimeSource
    public var timeUncertaintyMilliseconds: Int
    /// When the thing began, which may be before it was detected.
    public var startedAt: Timestamp
    public var updatedAt: Timestamp
    public var endedAt: Timestamp?
    /// Acquisition time of the frame on which the rule first held.
    public var detectedAt: Timestamp
    /// When the agent wrote the event.
    public var emittedAt: Timestamp
    public var box: Box?
    public var polygon: [PicturePoint]
    public var ground: GroundPlace?
    public var metric: Metric?
    /// 0..1; what it means is said by ``confidenceKind``.
    public var confidence: Double?
    public var confidenceKind: ConfidenceKind?
    public var coverage: Coverage
    public var quality: Quality
    public var provenance: Provenance
    public var mode: Mode
    public var authorisationID: String?
    public var purpose: Purpose?
    public var endReason: EndReason?
    /// The quantities on which the verdict rests beside ``metric``, at most ``reasonLimit``.
    public var reasons: [Reason]
    /// Why ``coverage`` is not `seeing`.
    public var coverageReason: CoverageReason?

    public init(
        useCase: UseCase, phase: Phase, eventUID: String, ruleID: String, zoneID: String, profile: String,
        bootID: String, frame: FrameReference, timeSource: TimeSource, timeUncertaintyMilliseconds: Int,
        startedAt: Timestamp, updatedAt: Timestamp, endedAt: Timestamp? = nil, detectedAt: Timestamp,
        emittedAt: Timestamp, box: Box? = nil, polygon: [PicturePoint] = [], ground: GroundPlace? = nil,
        metric: Metric? = nil, confidence: Double? = nil, confidenceKind: ConfidenceKind? = nil, coverage: Coverage,
        quality: Quality, provenance: Provenance, mode: Mode, authorisationID: String? = nil,
        purpose: Purpose? = nil, endReason: EndReason? = nil, reasons: [Reason] = [],
        coverageReason: CoverageReason? = nil
    ) {
        self.useCase = useCase
        self.phase = phase
        self.eventUID = eventUID
        self.ruleID = ruleID
        self.zoneID = zoneID
        self.profile = profile
        self.bootID = bootID
        self.frame = frame
        self.timeSource = timeSource
        self.timeUncertaintyMilliseconds = timeUncertaintyMilliseconds
        self.startedAt = startedAt
        self.updatedAt = updatedAt
        self.endedAt = endedAt
        self.detectedAt = detectedAt
        self.emittedAt = emittedAt
        self.box = box
        self.polygon = polygon
        self.ground = ground
        self.metric = metric
        self.confidence = confidence
        self.confidenceKind = confidenceKind
        self.coverage = coverage
        self.quality = quality
        self.provenance = provenance
        self.mode = mode
        self.authorisationID = authorisationID
        self.purpose = purpose
        self.endReason = endReason
        self.reasons = Array(reasons.prefix(Self.reasonLimit))
        self.coverageReason = coverageReason
    }
}
