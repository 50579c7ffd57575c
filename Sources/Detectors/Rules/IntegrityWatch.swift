internal import Events

/// A camera that cannot see. The detector has its own holds, so its word is taken at once.
struct IntegrityWatch: RuleWatch {
    private var bad: (observation: IntegrityObservation, since: Double)?

    init() {}

    var value: (amount: Double, unit: String)? { (bad?.observation.score ?? 0, "share") }

    mutating func ingest(_ observations: [Observation], context: FrameContext) -> Findings {
        for case .integrity(let integrity) in observations {
            bad = integrity.state == .good ? nil : (integrity, bad?.since ?? context.time)
        }
        guard let bad else { return Findings() }
        let metric = Metric(name: bad.observation.state.rawValue, value: bad.observation.score, unit: "share")
        return Findings(holding: [
            Finding(severity: .warn, beganAt: bad.since, metric: metric, reasons: bad.observation.reasons)
        ])
    }

    mutating func interrupt() {}

    mutating func reset() { bad = nil }
}
