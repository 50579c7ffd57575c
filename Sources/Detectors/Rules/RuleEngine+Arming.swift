internal import Events
internal import Scene

/// Which rules may speak, and by which act.
extension RuleEngine.WatchedRule {
    /// The act that arms the rule at a time; `nil` too when it needs none.
    func authorisation(at time: Timestamp) -> Authorisation? {
        authorisations?.first { $0.holds(at: time) }
    }

    func isArmed(at time: Timestamp) -> Bool {
        authorisations == nil || authorisation(at: time) != nil
    }

    /// How far the rule can be relied on, and why not wholly.
    func view(_ context: FrameContext) -> (coverage: Coverage, reason: CoverageReason?) {
        guard isArmed(at: context.timestamp) else { return (.notAuthorised, .notAuthorised) }
        return (context.coverage(of: rule), context.view(of: rule.zoneID).reason)
    }
}
