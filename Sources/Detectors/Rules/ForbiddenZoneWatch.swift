internal import Events
internal import Scene

/// Somebody in a zone while it is forbidden.
struct ForbiddenZoneWatch: RuleWatch {
    /// Silhouettes from which on somebody is there: a person half hidden.
    static let leastPersons = 0.5
    /// The share of the way back at which nobody is.
    static let exitShare = 0.4
    static let medianWindow = 1.0, exitHold = 5.0
    /// Seconds after the first sight for which a zone must have been empty once before somebody in it is believed: until
    /// the light has settled, a background that is learnt in haste differs from the picture.
    static let settleSeconds = 60.0, emptySeconds = 2.0
    /// Silhouettes beyond those of the last second that nobody can have walked in with: light has, of a lamp or of a
    /// car that passes, and it is gone after so many seconds.
    static let sudden = 4.0, suddenSeconds = 8.0

    private let ruleID: String
    private let schedule: WeeklySchedule?
    private var hysteresis: HysteresisStateMachine
    private var median = SlidingMedian(window: medianWindow)
    private var series: [Double] = []
    private var steady = 0.0, lastTime: Double?, suddenUntil = -Double.infinity
    private var firstSeen, emptySince: Double?
    private var wasEmpty = false
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
        let isForbidden = schedule?.contains(milliseconds: context.timestamp.milliseconds) ?? true
        if !isForbidden { interrupt() }
        for case .crowd(let observation) in observations where observation.ruleID == ruleID {
            let isSettled = isSettled(observation.crowd.persons, time: context.time)
            let isSudden = isSudden(observation.crowd.persons, time: context.time)
            if isForbidden, isSettled, !isSudden { take(observation.crowd, time: context.time) }
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

    private mutating func isSettled(_ persons: Double, time: Double) -> Bool {
        let first = firstSeen ?? time
        firstSeen = first
        emptySince = persons < Self.leastPersons * Self.exitShare ? emptySince ?? time : nil
        wasEmpty = wasEmpty || emptySince.map { time - $0 >= Self.emptySeconds } ?? false
        return wasEmpty || time >= first + Self.settleSeconds
    }

    private mutating func isSudden(_ persons: Double, time: Double) -> Bool {
        let interval = min(1, max(0, time - (lastTime ?? time)))
        lastTime = time
        if persons - steady > Self.sudden { suddenUntil = time + Self.suddenSeconds }
        steady += (persons - steady) * interval
        return time < suddenUntil
    }

    /// Begins anew; what the last finding rests on can still be told.
    mutating func interrupt() {
        hysteresis.reset()
        median.reset()
        finding = nil
        value = nil
    }

    mutating func reset() {
        interrupt()
        series.removeAll(keepingCapacity: true)
        (firstSeen, emptySince, wasEmpty) = (nil, nil, false)
        (steady, lastTime, suddenUntil) = (0, nil, -.infinity)
    }
}
