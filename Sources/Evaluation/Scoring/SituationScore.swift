/// Named situations as an operator gets them: events of any armed rule, and whether their use case is the one that the
/// situation has.
public struct SituationScore: Sendable, Hashable {
    /// Seconds after its end in which a situation may still be reported.
    public static let slack = AnomalyScore.grace
    private static let ofAnomalies: Set = ["anomaly_flow", "wrong_direction", "crowd_movement", "forbidden_zone"]

    /// Something that the ordinary recording does not have, seconds from the first frame.
    public struct Truth: Sendable, Hashable {
        /// A ``SceneAnomaly``.
        public var kind: String
        public var start, end: Double

        public init(kind: String, start: Double, end: Double) {
            (self.kind, self.start, self.end) = (kind, start, end)
        }
    }

    public struct Found: Sendable, Hashable {
        public var truth: Truth
        /// When an event of any rule began, and when one of its own use case did.
        public var raisedAt, namedAt: Double?
    }

    public private(set) var situations: [Found]
    /// Crowd movements and wrong directions where and when there was none. That somebody is in a forbidden zone is never
    /// false: it may just not be an anomaly of the scene.
    public private(set) var falseNames: [RunLines.Event] = []
    /// Events of an `anomaly_flow` rule when there was nothing.
    public private(set) var falseEvents: [RunLines.Event] = []

    public var raised: [Found] { situations.filter { $0.raisedAt != nil } }
    /// Those that have a use case of their own, and those of them that were called by it.
    public var nameable: [Found] { situations.filter { Self.names[$0.truth.kind] != nil } }
    public var named: [Found] { nameable.filter { $0.namedAt != nil } }

    /// What reports a kind by its name: the use case, or the movement that it says. A whole crowd that goes against the
    /// flow goes the wrong way, too.
    private static let names: [String: Set<String>] = [
        "wrong_direction": ["wrong_direction"], "counter_flow": ["counter_flow", "wrong_direction"],
        "dispersal": ["dispersal", "stampede"], "gathering": ["gathering"], "stopped_exit": ["stopped"],
        "night_presence": ["forbidden_zone"],
    ]

    public init(_ events: [RunLines.Event], truth: [Truth]) {
        situations = truth.map { Found(truth: $0) }
        for event in events where Self.ofAnomalies.contains(event.useCase) { take(event) }
    }

    private mutating func take(_ event: RunLines.Event) {
        var isOfOne = false
        for index in situations.indices {
            let truth = situations[index].truth
            guard event.time >= truth.start, event.time <= truth.end + Self.slack else { continue }
            isOfOne = true
            situations[index].raisedAt = situations[index].raisedAt ?? event.time
            guard Self.names[truth.kind]?.contains(event.name) == true else { continue }
            situations[index].namedAt = situations[index].namedAt ?? event.time
        }
        if !isOfOne, event.useCase == "anomaly_flow" { falseEvents.append(event) }
        if !isOfOne, event.useCase == "crowd_movement" || event.useCase == "wrong_direction" {
            falseNames.append(event)
        }
    }
}

extension SituationScore: CustomStringConvertible {
    public var description: String {
        let list = situations.map { found in
            let state = found.namedAt != nil ? "named" : found.raisedAt != nil ? "raised" : "missed"
            return "\(found.truth.kind) \(state)"
        }
        let wrong = falseNames.map { "\($0.name) at \(($0.time * 10).rounded() / 10)" }
        return "situations \(situations.count) raised \(raised.count) named \(named.count)/\(nameable.count) "
            + "[\(list.joined(separator: ", "))] false names [\(wrong.joined(separator: ", "))]"
    }
}
