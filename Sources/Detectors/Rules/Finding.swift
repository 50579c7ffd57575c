internal import Events

/// Something that a rule finds true on one frame. The engine turns findings that appear, change and go into events.
struct Finding: Sendable, Hashable {
    /// Tells several findings of one rule apart: the object's identifier, or empty when there can be only one.
    var key = ""
    var severity: Severity
    /// When the thing began, seconds since the first frame.
    var beganAt: Double
    var box: Box?
    /// Where exactly, when a box says too little; empty otherwise.
    var polygon: [PicturePoint] = []
    var metric: Metric
    /// What the verdict rests on beside the metric.
    var reasons: [Reason] = []
    /// 0..1 with what it means; `nil` when the rule has no measure of it.
    var confidence: Double?
    var confidenceKind: ConfidenceKind?
}

/// What a rule finds on one frame: what holds, and why what held before no longer does.
struct Findings: Sendable {
    var holding: [Finding] = []
    /// Reasons by key; `cleared` where none is given.
    var endReasons: [String: EndReason] = [:]
}

/// The part of a rule that looks at observations. One conforming type per use case.
protocol RuleWatch: Sendable {
    mutating func ingest(_ observations: [Observation], context: FrameContext) -> Findings
    /// The camera could not be relied on: holds start again. What only changes are said about (objects) is kept.
    mutating func interrupt()
    /// The pictures are gone: everything is forgotten.
    mutating func reset()
    /// The last measure, for zone states.
    var value: (amount: Double, unit: String)? { get }
    /// `true` while the detector behind it has not learnt enough to speak.
    var isLearning: Bool { get }
}

extension RuleWatch {
    var isLearning: Bool { false }
}
