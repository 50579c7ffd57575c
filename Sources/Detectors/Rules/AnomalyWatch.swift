internal import Events
internal import Scene

/// A physical quantity outside what was learnt, inside a zone, for some frames in a row.
struct AnomalyWatch: RuleWatch {
    /// Frames in a row while it is not known how often there is an alarm. One frame's mistake is remembered for five
    /// (``StrangenessWindow``): what goes on for three more is none.
    static let tentativeFrames = StrangenessWindow.frames + InertiaStateMachine.enterFrames

    private let zone: Polygon
    private let falseAlarmsPerDay: Double
    private var inertia = InertiaStateMachine()
    private var strangest: AnomalyObservation?
    private var series: [Double] = []
    private var wasHolding = false

    init(zone: Polygon, falseAlarmsPerDay: Double) {
        self.zone = zone
        self.falseAlarmsPerDay = falseAlarmsPerDay
    }

    private(set) var value: (amount: Double, unit: String)?
    private(set) var isLearning = true

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        for case .anomaly(let anomaly) in observations {
            isLearning = anomaly.learning
            value = (anomaly.score, "score")
            take(anomaly, time: context.time)
        }
        guard let began = inertia.activeSince, let strangest else { return }
        findings.add(Finding(severity: .warn, beganAt: began, box: strangest.box))
    }

    private mutating func take(_ anomaly: AnomalyObservation, time: Double) {
        let holds = anomaly.alarm && zone.contains(anomaly.box.centre)
        let isNew = !inertia.isActive && !wasHolding
        wasHolding = holds
        inertia.ingest(holds, time: time, framesIn: anomaly.isTentative ? Self.tentativeFrames : nil)
        if holds {
            if strangest?.attribute != anomaly.attribute || isNew { series.removeAll(keepingCapacity: true) }
            series.append(anomaly.value)
            if series.count > Metric.seriesLimit { series.removeFirst() }
            strangest = anomaly
        }
    }

    func account(of key: String, time: Double) -> Account? {
        strangest.map { anomaly in
            Account(
                metric: Metric(
                    name: anomaly.attribute.rawValue, value: anomaly.value, unit: anomaly.unit,
                    expectedLow: anomaly.expected?.lowerBound, expectedHigh: anomaly.expected?.upperBound,
                    series: series),
                reasons: reasons(anomaly), polygon: anomaly.polygon, confidence: 1 - anomaly.p,
                confidenceKind: .conformal)
        }
    }

    private func reasons(_ anomaly: AnomalyObservation) -> [Reason] {
        var reasons = [Reason(.learntDays, anomaly.learntDays, unit: "d")]
        if let days = anomaly.rarityDays { reasons.append(Reason(.rarityDays, days, unit: "d")) }
        if !anomaly.learning { reasons.append(Reason(.pValue, anomaly.p, unit: "")) }
        reasons.append(Reason(.falseAlarmsPerDay, falseAlarmsPerDay, unit: "1/d"))
        return reasons
    }

    mutating func interrupt() { reset() }

    mutating func reset() {
        inertia.reset()
        strangest = nil
        wasHolding = false
        series.removeAll(keepingCapacity: true)
        value = nil
    }
}
