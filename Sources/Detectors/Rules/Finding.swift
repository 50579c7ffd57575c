internal import Events
internal import Scene

/// Something that a rule finds true on one frame. The engine turns findings that appear, change and go into events.
struct Finding: Sendable, Hashable {
    /// Tells several findings of one rule apart: the object's identifier, or empty when there can be only one.
    var key = ""
    /// What kind of breach it is, when a rule knows several: each has a cooldown of its own.
    var breach = ""
    var severity: Severity
    /// When the thing began, seconds since the first frame.
    var beganAt: Double
    var box: Box?
    /// Somebody has seen to it: the event goes on and says so once.
    var isAcknowledged = false
}

/// What a finding rests on. Written down only when an event is told: a frame that says nothing allocates nothing.
struct Account: Sendable, Hashable {
    var metric: Metric
    /// What the verdict rests on beside the metric.
    var reasons: [Reason] = []
    /// Where exactly, when a box says too little; empty otherwise.
    var polygon: [PicturePoint] = []
    /// 0..1 with what it means; `nil` when the rule has no measure of it.
    var confidence: Double?
    var confidenceKind: ConfidenceKind?
}

/// What a rule finds on one frame: what holds, and why what held before no longer does.
struct Findings: Sendable {
    private(set) var holding: [Finding] = []
    /// Reasons by key; `cleared` where none is given.
    private var endReasons: [(key: String, reason: EndReason)] = []

    /// Forgets everything and keeps the room.
    mutating func clear() {
        holding.removeAll(keepingCapacity: true)
        endReasons.removeAll(keepingCapacity: true)
    }

    mutating func add(_ finding: Finding) { holding.append(finding) }

    mutating func end(_ key: String, because reason: EndReason) { endReasons.append((key, reason)) }

    func holds(_ key: String) -> Bool { holding.contains { $0.key == key } }

    func endReason(of key: String) -> EndReason { endReasons.last { $0.key == key }?.reason ?? .cleared }
}

/// The part of a rule that looks at observations. One conforming type per use case.
protocol RuleWatch: Sendable {
    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings)
    /// What a finding of the last frame rests on, or one that ended with it; `nil` for any other.
    func account(of key: String, time: Double) -> Account?
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
