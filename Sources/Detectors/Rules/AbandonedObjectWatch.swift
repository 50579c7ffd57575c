internal import Events
internal import Scene

/// An object without its owner in a zone: a warning, then an alert, so long after the last person went from it.
struct AbandonedObjectWatch: RuleWatch {
    private let zone: Polygon
    private let warnAfter, alertAfter: Double
    /// Objects without an owner, in order of appearance: the detector says changes only, so the rest is kept here.
    private var unattended: [ObjectObservation] = []
    /// Those of which the last frame said that they no longer are.
    private var ended: [ObjectObservation] = []

    init(zone: Polygon, warnAfter: Double, alertAfter: Double) {
        self.zone = zone
        self.warnAfter = warnAfter
        self.alertAfter = alertAfter
    }

    var value: (amount: Double, unit: String)? { (Double(unattended.count), "objects") }

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        ended.removeAll(keepingCapacity: true)
        for case .object(let object) in observations {
            let index = unattended.firstIndex { $0.id == object.id }
            if let reason = object.phase.endReason {
                findings.end(object.id, because: reason)
                if let index { ended.append(unattended.remove(at: index)) }
            } else if let index {
                unattended[index] = object
            } else if object.phase.isUnattended, zone.contains(object.box.bottomCentre) {
                unattended.append(object)
            }
        }
        for object in unattended {
            if let finding = finding(object, time: context.time) { findings.add(finding) }
        }
    }

    private func finding(_ object: ObjectObservation, time: Double) -> Finding? {
        guard alone(object, time) >= warnAfter else { return nil }
        return Finding(
            key: object.id, severity: severity(object, time), beganAt: object.ownerLeftAt ?? object.putAt,
            box: object.box, isAcknowledged: object.phase == .acknowledged)
    }

    private func severity(_ object: ObjectObservation, _ time: Double) -> Severity {
        object.phase == .acknowledged ? .info : isAlert(object, time) ? .error : .warn
    }

    private func alone(_ object: ObjectObservation, _ time: Double) -> Double {
        time - (object.ownerLeftAt ?? object.putAt)
    }

    private func isAlert(_ object: ObjectObservation, _ time: Double) -> Bool {
        alone(object, time) >= alertAfter && object.phase == .abandoned
    }

    func account(of key: String, time: Double) -> Account? {
        guard let object = unattended.first(where: { $0.id == key }) ?? ended.first(where: { $0.id == key }) else {
            return nil
        }
        let alone = alone(object, time)
        return Account(
            metric: Metric(
                name: "unattended_time", value: alone, unit: "s",
                threshold: isAlert(object, time) ? alertAfter : warnAfter, windowSeconds: time - object.putAt),
            reasons: object.reasons + [Reason(.ownerLeftSeconds, alone, unit: "s", limit: alertAfter)])
    }

    mutating func interrupt() {}

    mutating func reset() {
        unattended.removeAll()
        ended.removeAll()
    }
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
