internal import Events
internal import Scene

/// Named movements of the crowd in a zone: coarse, physical, and each with its own measure and hold.
struct CrowdMovementWatch: RuleWatch {
    /// Persons without whom there is no crowd.
    static let leastPersons = 3.0
    /// Seconds over which each measure is the median, and for which it must stay low to be over.
    static let medianWindow = 0.8, exitHold = 4.0
    /// Seconds for which a new sight of a crowd must have lasted before it can be said to have changed.
    static let settleSeconds = 3.0
    /// Seconds for which a crowd must have been seen to walk before it can be said to have stopped. One that stands from
    /// the first frame on may be waiting, and is believed to have stopped when it still stands after so many.
    static let walkSeconds = 2.0, waitSeconds = 60.0

    /// One movement: what is measured, from where on it holds, and for how long at least.
    private struct Movement: Sendable {
        let kind: CrowdMovementKind
        var median = SlidingMedian(window: CrowdMovementWatch.medianWindow)
        var hysteresis: HysteresisStateMachine
        var series: [Double] = []
        var finding: Finding?
        var amount = 0.0
    }

    private let ruleID: String
    private var movements: [Movement]
    private var crowdSince, firstSeen: Double?
    private var walked = 0.0
    /// The highest number of persons of late, fading over half a minute: who runs away is no longer there.
    private var recentPersons = 0.0
    private var lastTime: Double?
    private var lastCrowd: CrowdState?

    init(ruleID: String, kinds: Set<CrowdMovementKind>, hold: Double) {
        self.ruleID = ruleID
        movements = CrowdMovementKind.allCases.filter(kinds.contains).map { kind in
            Movement(
                kind: kind,
                hysteresis: HysteresisStateMachine(
                    enterAbove: kind.threshold, enterHold: max(hold, kind.leastHold), exitBelow: kind.exitThreshold,
                    exitHold: Self.exitHold))
        }
    }

    private(set) var value: (amount: Double, unit: String)?

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        for case .crowd(let observation) in observations where observation.ruleID == ruleID {
            take(observation.crowd, time: context.time)
        }
        for index in movements.indices {
            if let finding = movements[index].finding { findings.add(finding) }
        }
    }

    private mutating func take(_ crowd: CrowdState, time: Double) {
        value = (crowd.persons, "persons")
        lastCrowd = crowd
        let interval = min(5, max(0, time - (lastTime ?? time)))
        lastTime = time
        recentPersons = max(crowd.persons, recentPersons * (1 - interval / 30))
        let isCrowd = recentPersons >= Self.leastPersons
        crowdSince = isCrowd ? crowdSince ?? time : nil
        let isSettled = crowdSince.map { time - $0 >= Self.settleSeconds } ?? false
        let canStop = canStop(crowd, isSettled: isSettled, interval: interval, time: time)
        for index in movements.indices {
            let kind = movements[index].kind
            let isBelieved = kind == .stopped ? canStop : isSettled
            take(isBelieved ? kind.measure(crowd) : 0, crowd, index, time)
        }
    }

    /// Whether the crowd was seen to walk, or for so long that it does not matter.
    private mutating func canStop(_ crowd: CrowdState, isSettled: Bool, interval: Double, time: Double) -> Bool {
        let first = firstSeen ?? time
        firstSeen = first
        guard isSettled else { return false }
        if crowd.persons >= Self.leastPersons, crowd.stoppedShare < CrowdMovementKind.stopped.exitThreshold {
            walked += interval
        }
        return walked >= Self.walkSeconds || time - first >= Self.waitSeconds
    }

    private mutating func take(_ measure: Double, _ crowd: CrowdState, _ index: Int, _ time: Double) {
        let amount = movements[index].median.ingest(measure, time: time)
        if movements[index].series.count == Metric.seriesLimit { movements[index].series.removeFirst() }
        movements[index].series.append(amount)
        let change = movements[index].hysteresis.ingest(low: amount, high: amount, time: time)
        if case .left = change { movements[index].finding = nil }
        guard movements[index].hysteresis.isActive else { return }
        var beganAt = movements[index].finding?.beganAt ?? time
        if case .entered(let since) = change { beganAt = since }
        movements[index].amount = amount
        movements[index].finding = Finding(
            key: movements[index].kind.rawValue, breach: movements[index].kind.rawValue, severity: .error,
            beganAt: beganAt, box: crowd.box)
    }

    func account(of key: String, time: Double) -> Account? {
        guard let crowd = lastCrowd, let movement = movements.first(where: { $0.kind.rawValue == key }) else {
            return nil
        }
        return Account(
            metric: Metric(
                name: key, value: movement.amount, unit: movement.kind.unit,
                threshold: movement.hysteresis.enterAbove, exitThreshold: movement.hysteresis.exitBelow,
                holdSeconds: movement.hysteresis.enterHold, windowSeconds: Self.medianWindow,
                series: movement.series),
            reasons: [
                Reason(.count, crowd.persons, unit: "persons", limit: Self.leastPersons),
                Reason(.meanSpeed, crowd.meanSpeed * PersonScale.personMetres, unit: "m/s"),
                Reason(.counterFlowShare, crowd.oppositeShare, unit: "share"),
                Reason(.stoppedShare, crowd.stoppedShare, unit: "share"),
                Reason(.pressure, crowd.pressure, unit: "1/s2"),
            ])
    }

    mutating func interrupt() { reset() }

    mutating func reset() {
        for index in movements.indices {
            movements[index].median.reset()
            movements[index].hysteresis.reset()
            movements[index].series.removeAll(keepingCapacity: true)
            movements[index].finding = nil
        }
        (crowdSince, firstSeen, walked, recentPersons, lastTime, lastCrowd, value) = (nil, nil, 0, 0, nil, nil, nil)
    }
}

extension CrowdMovementKind {
    /// From where on it holds. Spreading: a crowd four metres across that doubles in four seconds. Running: 2.5 m/s.
    var threshold: Double {
        switch self {
        case .dispersal: 0.12
        case .gathering: 0.06
        case .stampede: 0.5
        case .counterFlow: 0.2
        case .stopped: 0.8
        }
    }

    /// Below which it is over.
    var exitThreshold: Double { threshold * 0.6 }

    /// Seconds for which it must hold at least: the longer, the more ordinary a short one is.
    var leastHold: Double {
        switch self {
        case .dispersal, .stampede: 0.6
        case .gathering: 3
        case .counterFlow: 5
        case .stopped: 10
        }
    }

    var unit: String {
        switch self {
        case .dispersal, .gathering: "1/s"
        default: "share"
        }
    }

    /// Two parties that come towards each other draw together, too; those who gather have begun to stay.
    private func isGathering(_ crowd: CrowdState) -> Bool {
        crowd.persons >= CrowdMovementWatch.leastPersons && crowd.stoppedShare >= 0.4
    }

    /// What is measured, 0 when the crowd does nothing of the kind.
    func measure(_ crowd: CrowdState) -> Double {
        switch self {
        case .dispersal: crowd.meanSpeed >= 1 ? max(0, crowd.divergence) : 0
        case .gathering: isGathering(crowd) ? max(0, -crowd.divergence) : 0
        case .stampede: crowd.fastShare
        case .counterFlow: crowd.persons >= CrowdMovementWatch.leastPersons ? crowd.oppositeShare : 0
        case .stopped: crowd.persons >= CrowdMovementWatch.leastPersons ? crowd.stoppedShare : 0
        }
    }
}
