internal import Events
internal import Scene

/// Something that stood in a zone was taken away. The background learns the hole soon, so the finding is held for a
/// while after it was seen.
struct RemovedObjectWatch: RuleWatch {
    /// Seconds for which it is told of after the last sight of the hole.
    static let hold = 30.0

    private let zone: Polygon
    private var taken: [(object: ObjectObservation, lastSeen: Double?)] = []

    init(zone: Polygon) {
        self.zone = zone
    }

    var value: (amount: Double, unit: String)? { (Double(taken.count), "objects") }

    mutating func ingest(_ observations: [Observation], context: FrameContext) -> Findings {
        for case .object(let object) in observations {
            let index = taken.firstIndex { $0.object.id == object.id }
            if object.phase == .taken, zone.contains(object.box.bottomCentre) {
                if index == nil { taken.append((object, nil)) }
            } else if let index, taken[index].lastSeen == nil {
                taken[index].lastSeen = context.time
            }
        }
        taken.removeAll { entry in entry.lastSeen.map { context.time - $0 >= Self.hold } ?? false }
        var findings = Findings()
        for entry in taken { findings.holding.append(finding(entry.object, time: context.time)) }
        return findings
    }

    private func finding(_ object: ObjectObservation, time: Double) -> Finding {
        Finding(
            key: object.id, severity: .warn, beganAt: object.putAt, box: object.box,
            metric: Metric(name: "removed_time", value: time - object.putAt, unit: "s"), reasons: object.reasons)
    }

    mutating func interrupt() {}

    mutating func reset() { taken.removeAll() }
}
