internal import Events

/// A camera that cannot see. The detector has its own holds, so its word is taken at once.
struct IntegrityWatch: RuleWatch {
    private var bad: (observation: IntegrityObservation, since: Double)?
    /// Of the state that is, or was when it ended.
    private var account: Account?

    init() {}

    var value: (amount: Double, unit: String)? { (bad?.observation.score ?? 0, "share") }

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        for case .integrity(let integrity) in observations {
            bad = integrity.state == .good ? nil : (integrity, bad?.since ?? context.time)
        }
        guard let bad else { return }
        let metric = Metric(name: bad.observation.state.rawValue, value: bad.observation.score, unit: "share")
        account = Account(metric: metric, reasons: bad.observation.reasons)
        findings.add(Finding(severity: .warn, beganAt: bad.since))
    }

    func account(of key: String, time: Double) -> Account? { account }

    mutating func interrupt() {}

    mutating func reset() { (bad, account) = (nil, nil) }
}
