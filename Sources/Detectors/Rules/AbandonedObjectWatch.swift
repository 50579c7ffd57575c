internal import Events
internal import Scene

/// An object without its owner in a zone: a warning, then an alert, so long after the last person went from it.
struct AbandonedObjectWatch: RuleWatch {
    private let zone: Polygon
    private let warnAfter, alertAfter: Double
    /// Objects without an owner, in order of appearance: the detector says changes only, so the rest is kept here.
    private var unattended: [ObjectObservation] = []

    init(zone: Polygon, warnAfter: Double, alertAfter: Double) {
        self.zone = zone
        self.warnAfter = warnAfter
        self.alertAfter = alertAfter
    }

    var value: (amount: Double, unit: String)? { (Double(unattended.count), "objects") }

    mutating func ingest(_ observations: [Observation], context: FrameContext) -> Findings {
        var findings = Findings()
        for case .object(let object) in observations {
            let index = unattended.firstIndex { $0.id == object.id }
            if let reason = object.phase.endReason {
                findings.endReasons[object.id] = reason
                if let index { unattended.remove(at: index) }
            } else if let index {
                unattended[index] = object
            } else if object.phase.isUnattended, zone.contains(object.box.bottomCentre) {
                unattended.append(object)
            }
        }
        for object in unattended {
            if let finding = finding(object, time: context.time) { findings.holding.append(finding) }
        }
        return findings
    }

    private func finding(_ object: ObjectObservation, time: Double) -> Finding? {
        let alone = time - (object.ownerLeftAt ?? object.putAt)
        guard alone >= warnAfter else { return nil }
        let isAlert = alone >= alertAfter && object.phase == .abandoned
        return Finding(
            key: object.id, severity: isAlert ? .error : .warn, beganAt: object.ownerLeftAt ?? object.putAt,
            box: object.box,
            metric: Metric(
                name: "unattended_time", value: alone, unit: "s", threshold: isAlert ? alertAfter : warnAfter,
                windowSeconds: time - object.putAt),
            reasons: object.reasons + [Reason(.ownerLeftSeconds, alone, unit: "s", limit: alertAfter)])
    }

    mutating func interrupt() {}

    mutating func reset() { unattended.removeAll() }
}

extension ObjectPhase {
    /// The object stands alone, whether the rule's time has passed or not.
    var isUnattended: Bool { self == .unattended || self == .abandoned }

    /// Why an event about the object ends in this phase; `nil` while it goes on.
    var endReason: EndReason? {
        switch self {
        case .unattended, .abandoned, .acknowledged: nil
        case .candidate, .attended, .staticChange, .taken, .cleared: .cleared
        case .removed: .removed
        case .fixture: .fixture
        }
    }
}
