internal import Events

/// A camera that cannot see. The detector has its own holds, so its word is taken at once.
struct IntegrityWatch: RuleWatch {
    private var bad: (observation: IntegrityObservation, since: Double)?
    /// The state that ended with the last frame.
    private var ended: IntegrityObservation?

    init() {}

    var value: (amount: Double, unit: String)? { (bad?.observation.score ?? 0, "share") }

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        ended = nil
        for case .integrity(let integrity) in observations {
            ended = bad?.observation
            bad = integrity.state == .good ? nil : (integrity, bad?.since ?? context.time)
        }
        guard let bad else { return }
        findings.add(Finding(severity: .warn, beganAt: bad.since))
    }

    func account(of key: String, time: Double) -> Account? {
        (bad?.observation ?? ended).map { observation in
            Account(
                metric: Metric(name: observation.state.rawValue, value: observation.score, unit: "share"),
                reasons: observation.reasons)
        }
    }

    mutating func interrupt() {}

    mutating func reset() { (bad, ended) = (nil, nil) }
}
