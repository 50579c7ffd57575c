internal import Events
internal import Scene

/// Something that stood in a zone was taken away. The background learns the hole soon, so the finding is held for a
/// while after it was seen.
struct RemovedObjectWatch: RuleWatch {
    /// Seconds for which it is told of after the last sight of the hole.
    static let hold = 30.0

    private let zone: Polygon
    private var taken: [(object: ObjectObservation, lastSeen: Double?)] = []
    /// Those that the last frame ended.
    private var ended: [ObjectObservation] = []

    init(zone: Polygon) {
        self.zone = zone
    }

    var value: (amount: Double, unit: String)? { (Double(taken.count), "objects") }

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        for case .object(let object) in observations {
            let index = taken.firstIndex { $0.object.id == object.id }
            if object.phase == .taken, zone.contains(object.box.bottomCentre) {
                if index == nil { taken.append((object, nil)) }
            } else if let index, taken[index].lastSeen == nil {
                taken[index].lastSeen = context.time
            }
        }
        ended.removeAll(keepingCapacity: true)
        taken.removeAll { entry in
            guard let lastSeen = entry.lastSeen, context.time - lastSeen >= Self.hold else { return false }
            ended.append(entry.object)
            return true
        }
        for entry in taken {
            let object = entry.object
            findings.add(Finding(key: object.id, severity: .warn, beganAt: object.putAt, box: object.box))
        }
    }

    func account(of key: String, time: Double) -> Account? {
        let object = taken.first { $0.object.id == key }?.object ?? ended.first { $0.id == key }
        return object.map {
            Account(
                metric: Metric(name: "removed_time", value: time - $0.putAt, unit: "s"), reasons: $0.reasons)
        }
    }

    mutating func interrupt() {}

    mutating func reset() {
        taken.removeAll()
        ended.removeAll()
    }
}
