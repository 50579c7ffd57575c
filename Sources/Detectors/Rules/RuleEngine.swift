public import Events
public import Scene

/// Turns observations into events, rule by rule, as the camera file says.
///
/// Deterministic: the same observations and contexts give the same reports, identifiers included (`event_uid` is
/// `<bootID>-<n>`, counting from 1). While the camera cannot be relied on, running events end as
/// `camera_unreliable`, never as `cleared`, and only `camera_integrity` rules speak; without an act that arms them at the
/// frame's time they end as `expired`.
public struct RuleEngine: Sendable {
    /// Seconds after which a report that nothing refreshed must not be presented as live: three missed updates.
    static let expirySeconds = 3 * RuleEventStateMachine.updatePeriod
    /// Name of the only set of rules that there is until schedules switch between several.
    static let profile = "default"

    struct WatchedRule: Sendable {
        let rule: Rule
        let polygon: [PicturePoint]
        /// The acts that arm it; `nil` when it needs none.
        let authorisations: [Authorisation]?
        var watch: any RuleWatch
        var events: RuleEventStateMachine
    }

    let configuration: CameraConfiguration
    let bootID: String
    let provenance: Provenance
    private var rules: [WatchedRule]
    private var findings = Findings()
    private var lastNumber = 0
    private var integrity = IntegrityState.good

    /// - Parameters:
    ///   - configuration: the camera file; a rule whose zone it does not have is not watched.
    ///   - bootID: changes at each start of the agent, so that `event_uid` is unique.
    public init(configuration: CameraConfiguration, bootID: String, provenance: Provenance) {
        self.configuration = configuration
        self.bootID = bootID
        self.provenance = provenance
        rules = configuration.rules.compactMap { rule in
            guard let zone = configuration.zones.first(where: { $0.id == rule.zoneID }) else { return nil }
            return WatchedRule(
                rule: rule, polygon: zone.polygon.vertices, authorisations: configuration.authorisations(for: rule),
                watch: Self.watch(rule, zone: zone.polygon), events: RuleEventStateMachine(cooldown: rule.cooldown))
        }
    }

    private static func watch(_ rule: Rule, zone: Polygon) -> any RuleWatch {
        switch rule.condition {
        case .overdensity(let threshold, let unit, let hold, let exitShare, let exitHold):
            OverdensityWatch(
                zoneID: rule.zoneID, threshold: threshold, unit: unit, hold: hold, exitShare: exitShare,
                exitHold: exitHold)
        case .abandonedObject(let warnAfter, let alertAfter):
            AbandonedObjectWatch(zone: zone, warnAfter: warnAfter, alertAfter: alertAfter)
        case .removedObject: RemovedObjectWatch(zone: zone)
        case .wrongDirection(_, let hold): WrongDirectionWatch(ruleID: rule.id, hold: hold)
        case .anomalyFlow(_, let perDay): AnomalyWatch(zone: zone, falseAlarmsPerDay: perDay)
        case .crowdMovement(let kinds, let hold): CrowdMovementWatch(ruleID: rule.id, kinds: kinds, hold: hold)
        case .forbiddenZone(let schedule, let hold): ForbiddenZoneWatch(ruleID: rule.id, schedule: schedule, hold: hold)
        case .cameraIntegrity: IntegrityWatch()
        }
    }

    /// Takes what the detectors said about one frame and answers the events that it starts, changes or ends.
    public mutating func ingest(_ observations: [Observation], context: FrameContext) -> [Report] {
        for case .integrity(let observation) in observations { integrity = observation.state }
        return rules.indices.flatMap { index in
            guard rules[index].isArmed(at: context.timestamp) else {
                return suspend(index, because: .expired, observations, context)
            }
            return canJudge(rules[index].rule, context)
                ? judge(index, observations, context)
                : suspend(index, because: .cameraUnreliable, observations, context)
        }
    }

    /// Ends every running event: the stream was lost, the camera file changed, the agent stops. Everything that was
    /// seen is forgotten; numbering goes on.
    public mutating func endAll(reason: EndReason, context: FrameContext) -> [Report] {
        integrity = .good
        return rules.indices.flatMap { index in
            defer { rules[index].watch.reset() }
            let steps = rules[index].events.endAll(reason, time: context.time)
            return steps.map { report($0, rules[index], context) }
        }
    }

    /// The state of every rule, to be repeated on connect: a missed `end` must not leave a zone stuck.
    public func zoneStates(context: FrameContext) -> [Report] {
        rules.map { zoneState($0, context) }
    }

    /// The key of the finding of a running event, which is an object's identifier where the rule is about objects.
    public func key(ofRunning eventUID: String) -> String? {
        let running = rules.lazy.flatMap(\.events.running)
        return running.first { uid($0.number) == eventUID }?.finding.key
    }

    /// Whether an event runs that says of what moves that it is not as usual.
    public var saysUnusual: Bool {
        rules.contains { watched in
            switch watched.rule.condition {
            case .anomalyFlow, .wrongDirection, .crowdMovement: !watched.events.running.isEmpty
            default: false
            }
        }
    }

    private func canJudge(_ rule: Rule, _ context: FrameContext) -> Bool {
        rule.condition == .cameraIntegrity || (integrity == .good && context.coverage(of: rule) != .blind)
    }

    private mutating func judge(_ index: Int, _ observations: [Observation], _ context: FrameContext) -> [Report] {
        findings.clear()
        rules[index].watch.ingest(observations, context: context, into: &findings)
        let steps = rules[index].events.ingest(findings, time: context.time) {
            lastNumber += 1
            return lastNumber
        }
        return steps.map { report($0, rules[index], context) }
    }

    /// Listens without a verdict, so that changes said meanwhile are known afterwards.
    private mutating func suspend(
        _ index: Int, because reason: EndReason, _ observations: [Observation], _ context: FrameContext
    ) -> [Report] {
        findings.clear()
        rules[index].watch.ingest(observations, context: context, into: &findings)
        defer { rules[index].watch.interrupt() }
        let steps = rules[index].events.endAll(reason, time: context.time)
        return steps.map { report($0, rules[index], context) }
    }
}
