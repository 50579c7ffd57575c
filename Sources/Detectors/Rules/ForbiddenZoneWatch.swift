internal import Events
internal import Scene

/// Somebody in a zone while it is forbidden.
struct ForbiddenZoneWatch: RuleWatch {
    /// Silhouettes from which on somebody is there: a person half hidden.
    static let leastPersons = 0.5
    /// The share of the way back at which nobody is.
    static let exitShare = 0.4
    static let medianWindow = 1.0, exitHold = 5.0

    private let ruleID: String
    private let schedule: WeeklySchedule?
    private var hysteresis: HysteresisStateMachine
    private var median = SlidingMedian(window: medianWindow)
    private var series: [Double] = []
    private var finding: Finding?
    private var lastPersons = 0.0

    init(ruleID: String, schedule: WeeklySchedule?, hold: Double) {
        self.ruleID = ruleID
        self.schedule = schedule
        hysteresis = HysteresisStateMachine(
            enterAbove: Self.leastPersons, enterHold: hold, exitBelow: Self.leastPersons * Self.exitShare,
            exitHold: Self.exitHold)
    }

    private(set) var value: (amount: Double, unit: String)?

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        guard schedule?.contains(milliseconds: context.timestamp.milliseconds) ?? true else {
            forget()
            return
        }
        for case .crowd(let observation) in observations where observation.ruleID == ruleID {
            take(observation.crowd, time: context.time)
        }
        if let finding { findings.add(finding) }
    }

    private mutating func take(_ crowd: CrowdState, time: Double) {
        let persons = median.ingest(crowd.persons, time: time)
        if value == nil { series.removeAll(keepingCapacity: true) }
        value = (persons, "persons")
        lastPersons = persons
        if series.count == Metric.seriesLimit { series.removeFirst() }
        series.append(persons)
        let change = hysteresis.ingest(low: persons, high: persons, time: time)
        if case .left = change { finding = nil }
        guard hysteresis.isActive else { return }
        var beganAt = finding?.beganAt ?? time
        if case .entered(let since) = change { beganAt = since }
        finding = Finding(severity: .error, beganAt: beganAt, box: crowd.box ?? finding?.box)
    }

    func account(of key: String, time: Double) -> Account? {
        Account(
            metric: Metric(
                name: "presence", value: lastPersons, unit: "persons", threshold: hysteresis.enterAbove,
                exitThreshold: hysteresis.exitBelow, holdSeconds: hysteresis.enterHold,
                windowSeconds: Self.medianWindow, series: series))
    }

    mutating func interrupt() { reset() }

    mutating func reset() {
        forget()
        series.removeAll(keepingCapacity: true)
    }

    /// Begins anew; what the last finding rests on can still be told.
    private mutating func forget() {
        hysteresis.reset()
        median.reset()
        finding = nil
        value = nil
    }
}
