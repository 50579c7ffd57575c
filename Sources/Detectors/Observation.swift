public import Events

/// What a detector says about one analysed frame. `vigie analyse` prints these, one JSON object each; rules turn them
/// into events.
public enum Observation: Sendable, Hashable {
    case density(DensityObservation)
    case line(LineObservation)
    case object(ObjectObservation)
    case anomaly(AnomalyObservation)
    /// For the rules only: `vigie analyse` prints no line for it.
    case flow(FlowObservation)
    /// For the rules only.
    case crowd(CrowdObservation)
    case integrity(IntegrityObservation)
    case zoneView(ZoneViewObservation)
}

/// Persons in one zone: one per zone and analysed frame.
public struct DensityObservation: Sendable, Hashable {
    public var zoneID: String
    public var count, low, high: Double
    /// `nil` unless the ground is calibrated.
    public var personsPerSquareMetre: Double?
    /// Same for the interval's bounds.
    public var lowPerSquareMetre, highPerSquareMetre: Double?
    /// Of walkways; `nil` unless the ground is calibrated.
    public var levelOfService: LevelOfService?
    /// Density × velocity variance, s⁻²; `nil` unless the ground is calibrated and enough moves.
    public var pressure: Double?
    /// Persons a minute over the last minute; `nil` while that is not known.
    public var rate: CountTrend.Rate?
    /// Seconds until the zone holds as many as its overdensity rule allows, at this rate; `nil` when it does not fill, or no
    /// rule says how many.
    public var fullIn: TimeToFull?

    public init(
        zoneID: String, count: Double, low: Double, high: Double, personsPerSquareMetre: Double? = nil,
        lowPerSquareMetre: Double? = nil, highPerSquareMetre: Double? = nil
    ) {
        self.zoneID = zoneID
        self.count = count
        self.low = low
        self.high = high
        self.personsPerSquareMetre = personsPerSquareMetre
        self.lowPerSquareMetre = lowPerSquareMetre
        self.highPerSquareMetre = highPerSquareMetre
    }
}

/// Persons that crossed one line since the start, each way: one per line and analysed frame.
public struct LineObservation: Sendable, Hashable {
    public var lineID: String
    public var countIn = 0.0, countOut = 0.0

    public init(lineID: String) { self.lineID = lineID }
}

/// The life of an object that was left or taken.
public enum ObjectPhase: String, CaseIterable, Sendable, Hashable {
    case candidate, attended, unattended, abandoned
    case staticChange = "static_change"
    /// Something that stood there was taken away.
    case taken
    /// An operator has seen to it.
    case acknowledged
    case removed, fixture, cleared
}

/// One change of phase of one object.
public struct ObjectObservation: Sendable, Hashable {
    /// `o-1`, `o-2` … in order of appearance.
    public var id: String
    public var phase: ObjectPhase
    public var box: Box
    /// Seconds since the first frame.
    public var putAt: Double
    public var ownerLeftAt: Double?
    /// What the last verification measured, each with its bar; empty before the first.
    public var reasons: [Reason]

    public init(
        id: String, phase: ObjectPhase, box: Box, putAt: Double, ownerLeftAt: Double?, reasons: [Reason] = []
    ) {
        self.id = id
        self.phase = phase
        self.box = box
        self.putAt = putAt
        self.ownerLeftAt = ownerLeftAt
        self.reasons = reasons
    }
}

/// The physical quantities whose normal is learnt on each camera.
public enum AnomalyAttribute: String, CaseIterable, Sendable, Hashable {
    /// How fast a place moves: `px/s`, or `m/s` when calibrated.
    case speed
    /// Which way a place moves: degrees, 0 = to the right, 90 = down.
    case direction
    /// Something is where, or at an hour of the week when, there is hardly ever anything: share of the time.
    case presence
    /// Share of the window of a person that is filled: what is larger than a person fills more.
    case area
    /// Share of a filled block whose pattern differs from the background's: vehicles are smooth, people are not.
    case texture
    /// Persons in the whole zone, in silhouettes of one person, and their change within ten seconds.
    case crowding
    case crowdingChange = "crowding_change"
    /// Share of the crowd that stands.
    case stopped
    /// Rate at which the crowd spreads or draws together, 1/s.
    case divergence
    /// Variance of the velocities, (person heights/s)².
    case flowVariance = "flow_variance"
    /// Density times variance of velocity (Helbing 2007), s⁻².
    case pressure
    /// Distance from everything that was seen before at this depth, all quantities together.
    case novelty

    /// ``allCases``, made once: the frame path must not make it anew.
    static let all = allCases

    /// Position in ``all``.
    var index: Int {
        switch self {
        case .speed: 0
        case .direction: 1
        case .presence: 2
        case .area: 3
        case .texture: 4
        case .crowding: 5
        case .crowdingChange: 6
        case .stopped: 7
        case .divergence: 8
        case .flowVariance: 9
        case .pressure: 10
        case .novelty: 11
        }
    }
}

/// Why a detector does not learn from what it sees.
public enum LearningPause: String, CaseIterable, Sendable, Hashable {
    /// The camera cannot be relied on: dark, blurred, blocked …
    case cameraUnreliable = "camera_unreliable"
    /// The picture has shifted against the reference.
    case cameraMoved = "camera_moved"
    /// The clock jumped, or hours are missing.
    case clockJump = "clock_jump"
}

/// The strangest thing of one analysed frame: one per frame, the picture's highest score.
public struct AnomalyObservation: Sendable, Hashable {
    /// Higher is stranger; comparable over time on one camera and model.
    public var score: Double
    /// Conformal p-value among what was learnt; 1 while learning.
    public var p: Double
    /// The product's own decision.
    public var alarm: Bool
    public var attribute: AnomalyAttribute
    public var value: Double
    public var expected: ClosedRange<Double>?
    /// `px/s`, `m/s`, `degrees`, `share` …
    public var unit: String
    public var box: Box
    /// Outline of the blocks that are strange, while it is an alarm about a place; else empty.
    public var polygon: [PicturePoint]
    /// `true` until enough was seen; then `alarm` is `false` unless a coarse physical limit is broken.
    public var learning: Bool
    /// `true` until enough days were seen to know how often there is an alarm: the bar is then a careful guess.
    public var isTentative = false
    /// Seconds of footage that are still needed until it is no longer learning; 0 then.
    public var learningSecondsLeft: Double
    /// Once in so many days something as strange is expected here; `nil` while learning.
    public var rarityDays: Double?
    /// Days of footage behind it.
    public var learntDays: Double
    public var pause: LearningPause?

    public init(
        score: Double, p: Double, alarm: Bool, attribute: AnomalyAttribute, value: Double,
        expected: ClosedRange<Double>?, unit: String, box: Box, polygon: [PicturePoint] = [], learning: Bool,
        learningSecondsLeft: Double = 0, rarityDays: Double? = nil, learntDays: Double = 0, pause: LearningPause? = nil
    ) {
        self.score = score
        self.p = p
        self.alarm = alarm
        self.attribute = attribute
        self.value = value
        self.expected = expected
        self.unit = unit
        self.box = box
        self.polygon = polygon
        self.learning = learning
        self.learningSecondsLeft = learningSecondsLeft
        self.rarityDays = rarityDays
        self.learntDays = learntDays
        self.pause = pause
    }
}

/// What the crowd of one zone does: one per `crowd_movement` or `forbidden_zone` rule and analysed frame.
public struct CrowdObservation: Sendable, Hashable {
    public var ruleID: String
    public var crowd: CrowdState

    public init(ruleID: String, crowd: CrowdState) {
        self.ruleID = ruleID
        self.crowd = crowd
    }
}

/// A crowd as one body: sums over places, never over persons. Lengths are person heights (1.7 m).
public struct CrowdState: Sendable, Hashable {
    /// Silhouettes of one person that the foreground would fill.
    public var persons = 0.0
    /// Share of the zone's blocks in which somebody is.
    public var occupied = 0.0
    /// Mean speed of the foreground with a vector, person heights per second; 0 when nothing moves.
    public var meanSpeed = 0.0
    /// Shares of the foreground, 0..1: faster than a run, standing, and going against the main direction.
    public var fastShare = 0.0
    public var stoppedShare = 0.0
    public var oppositeShare = 0.0
    /// Relative rate at which the moving foreground spreads (positive) or draws together, 1/s.
    public var divergence = 0.0
    /// Variance of the velocity, (person heights/s)².
    public var flowVariance = 0.0
    /// Persons per square of a person height times ``flowVariance``, s⁻².
    public var pressure = 0.0
    /// Where it is, 0..1 of the picture.
    public var box: Box?

    public init() {}
}

/// Which way a zone flows: one per `wrong_direction` rule and analysed frame.
public struct FlowObservation: Sendable, Hashable {
    public var ruleID: String
    /// Share of the moving foreground with a known direction that goes against the expected one, 0..1;
    /// `nil` when too little moves to say.
    public var againstShare: Double?
    /// Mean direction of what moves, 0 = to the right, 90 = down, 0 ..< 360; `nil` when too little moves.
    public var degrees: Double?
    /// Direction that is expected: the rule's own, or the learnt one; `nil` while it is not learnt.
    public var expectedDegrees: Double?
    /// Where the flow against it is, 0..1 of the picture.
    public var box: Box?
    /// `true` while the rule has no direction of its own and too little was seen to know one.
    public var isLearning = false
    /// One who goes where nobody goes, whatever the others do.
    public var strayer: Strayer?

    /// Something of a person's size, followed by its place alone.
    public struct Strayer: Sendable, Hashable {
        /// How far it has come from where it was first seen, in person heights, and in which time.
        public var heights, seconds: Double
        /// Which way, 0 = to the right, 90 = down.
        public var degrees: Double
        /// Where it is, 0..1 of the picture.
        public var box: Box

        public init(heights: Double, seconds: Double, degrees: Double, box: Box) {
            (self.heights, self.seconds, self.degrees, self.box) = (heights, seconds, degrees, box)
        }
    }

    public init(
        ruleID: String, againstShare: Double?, degrees: Double?, expectedDegrees: Double?, box: Box? = nil
    ) {
        self.ruleID = ruleID
        self.againstShare = againstShare
        self.degrees = degrees
        self.expectedDegrees = expectedDegrees
        self.box = box
    }
}

/// What keeps a camera from seeing.
public enum IntegrityState: String, CaseIterable, Sendable, Hashable {
    case good, dark, bright, blurred, blocked, moved, frozen, flickering, lost
}

/// One change of the camera's integrity.
public struct IntegrityObservation: Sendable, Hashable {
    public var state: IntegrityState
    /// 0..1, how far beyond the limit.
    public var score: Double
    /// What was measured, each with its bar; empty for `good`.
    public var reasons: [Reason]

    public init(state: IntegrityState, score: Double, reasons: [Reason] = []) {
        self.state = state
        self.score = score
        self.reasons = reasons
    }
}

/// How a zone is seen on a camera that sees.
public enum ZoneViewState: String, CaseIterable, Sendable, Hashable {
    case seen
    /// Something covers it.
    case blocked
    /// Nothing of it is outside privacy and exclude zones and letterbox bars.
    case masked
}

/// One change of the view of one zone.
public struct ZoneViewObservation: Sendable, Hashable {
    public var zoneID: String
    public var state: ZoneViewState

    public init(zoneID: String, state: ZoneViewState) {
        (self.zoneID, self.state) = (zoneID, state)
    }
}
