internal import Events
internal import Scene

/// A physical quantity outside what was learnt, inside a zone, for some frames in a row.
struct AnomalyWatch: RuleWatch {
    private let zone: Polygon
    private let falseAlarmsPerDay: Double
    private var inertia = InertiaStateMachine()
    private var strangest: AnomalyObservation?
    private var series: [Double] = []

    init(zone: Polygon, falseAlarmsPerDay: Double) {
        self.zone = zone
        self.falseAlarmsPerDay = falseAlarmsPerDay
    }

    private(set) var value: (amount: Double, unit: String)?
    private(set) var isLearning = true

    mutating func ingest(_ observations: [Observation], context: FrameContext) -> Findings {
        for case .anomaly(let anomaly) in observations {
            isLearning = anomaly.learning
            value = (anomaly.score, "score")
            take(anomaly, time: context.time)
        }
        guard let began = inertia.activeSince, let strangest else { return Findings() }
        return Findings(holding: [finding(strangest, beganAt: began)])
    }

    private mutating func take(_ anomaly: AnomalyObservation, time: Double) {
        let holds = anomaly.alarm && zone.contains(anomaly.box.centre)
        inertia.ingest(holds, time: time)
        if holds {
            if strangest?.attribute != anomaly.attribute { series.removeAll(keepingCapacity: true) }
            series.append(anomaly.value)
            if series.count > Metric.seriesLimit { series.removeFirst() }
            strangest = anomaly
        } else if !inertia.isActive {
            strangest = nil
        }
    }

    private func finding(_ anomaly: AnomalyObservation, beganAt: Double) -> Finding {
        Finding(
            severity: .warn, beganAt: beganAt, box: anomaly.box, polygon: anomaly.polygon,
            metric: Metric(
                name: anomaly.attribute.rawValue, value: anomaly.value, unit: anomaly.unit,
                expectedLow: anomaly.expected?.lowerBound, expectedHigh: anomaly.expected?.upperBound, series: series),
            reasons: reasons(anomaly), confidence: 1 - anomaly.p, confidenceKind: .conformal)
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
        series.removeAll(keepingCapacity: true)
        value = nil
    }
}
