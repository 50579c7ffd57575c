public import Events

/// What a detector says about one analysed frame. `vigie analyse` prints these, one JSON object each; rules turn them
/// into events.
public enum Observation: Sendable, Hashable {
    case density(DensityObservation)
    case object(ObjectObservation)
    case anomaly(AnomalyObservation)
    /// For the rules only: `vigie analyse` prints no line for it.
    case flow(FlowObservation)
    case integrity(IntegrityObservation)
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

/// The strangest thing of one analysed frame: one per frame, the picture's highest score.
public struct AnomalyObservation: Sendable, Hashable {
    public enum Attribute: String, CaseIterable, Sendable, Hashable {
        case speed, direction, presence
    }

    /// Higher is stranger; comparable over time on one camera and model.
    public var score: Double
    /// Conformal p-value among what was learnt; 1 while learning.
    public var p: Double
    /// The product's own decision.
    public var alarm: Bool
    public var attribute: Attribute
    public var value: Double
    public var expected: ClosedRange<Double>?
    /// `px/s`, `m/s`, `degrees` or `share`.
    public var unit: String
    public var box: Box
    /// `true` until enough was seen; then `alarm` is `false` unless a coarse physical limit is broken.
    public var learning: Bool

    public init(
        score: Double, p: Double, alarm: Bool, attribute: Attribute, value: Double, expected: ClosedRange<Double>?,
        unit: String, box: Box, learning: Bool
    ) {
        self.score = score
        self.p = p
        self.alarm = alarm
        self.attribute = attribute
        self.value = value
        self.expected = expected
        self.unit = unit
        self.box = box
        self.learning = learning
    }
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
