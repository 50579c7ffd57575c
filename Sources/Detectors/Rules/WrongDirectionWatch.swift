internal import Events
internal import Scene

/// A flow against the expected direction of a zone, or one person who goes where nobody goes.
struct WrongDirectionWatch: RuleWatch {
    /// Share of the flow that must go against the expected direction, and the share below which it is over.
    static let enterShare = 0.5, exitShare = 0.25
    /// Seconds over which the share is the median, and for which it must stay low to be over.
    static let medianWindow = 1.0, exitHold = 5.0
    /// Person heights (1.7 m) that one must have come the wrong way: nobody steps aside or turns round so far.
    static let leastHeights = 1.5
    /// Seconds without enough movement after which there is no flow any more.
    static let longestLull = 2.0

    private let ruleID: String
    private var hysteresis: HysteresisStateMachine
    private var median = SlidingMedian(window: medianWindow)
    private var lastFlow = -Double.infinity
    private var series: [Double] = []
    private var finding: Finding?
    private let hold: Double
    /// The one who strays, since when, and until when at least that is told.
    private var strayer: FlowObservation.Strayer?
    private var strayedSince: Double?, strayedAt = -Double.infinity

    init(ruleID: String, hold: Double) {
        self.ruleID = ruleID
        self.hold = hold
        hysteresis = HysteresisStateMachine(
            enterAbove: Self.enterShare, enterHold: hold, exitBelow: Self.exitShare, exitHold: Self.exitHold)
    }

    private(set) var value: (amount: Double, unit: String)?
    private(set) var isLearning = true

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        for case .flow(let flow) in observations where flow.ruleID == ruleID {
            isLearning = flow.isLearning
            take(flow.strayer, time: context.time)
            guard let share = share(flow, time: context.time) else { continue }
            take(share, flow: flow, time: context.time)
        }
        if let finding = finding ?? strayed { findings.add(finding) }
    }

    private mutating func take(_ seen: FlowObservation.Strayer?, time: Double) {
        if let seen, seen.heights >= Self.leastHeights, seen.seconds >= hold {
            strayer = seen
            strayedAt = time
            strayedSince = strayedSince ?? time - seen.seconds
        }
        if time - strayedAt > Self.exitHold { (strayer, strayedSince) = (nil, nil) }
    }

    private var strayed: Finding? {
        guard let strayer, let strayedSince else { return nil }
        return Finding(severity: .error, beganAt: strayedSince, box: strayer.box)
    }

    /// The median share, `nil` in a short lull, 0 in a long one.
    private mutating func share(_ flow: FlowObservation, time: Double) -> Double? {
        guard let share = flow.againstShare else {
            guard time - lastFlow > Self.longestLull else { return nil }
            median.reset()
            return 0
        }
        lastFlow = time
        return median.ingest(share, time: time)
    }

    private mutating func take(_ share: Double, flow: FlowObservation, time: Double) {
        value = (share, "share")
        series.append(share)
        if series.count > Metric.seriesLimit { series.removeFirst() }
        let change = hysteresis.ingest(low: share, high: share, time: time)
        if case .left = change { finding = nil }
        guard hysteresis.isActive else { return }
        var beganAt = finding?.beganAt ?? time
        if case .entered(let since) = change { beganAt = since }
        finding = Finding(severity: .error, beganAt: beganAt, box: flow.box ?? finding?.box)
    }

    func account(of key: String, time: Double) -> Account? {
        if finding == nil, let strayer {
            return Account(
                metric: Metric(
                    name: "against_flow_distance", value: strayer.heights * PersonScale.personMetres, unit: "m",
                    threshold: Self.leastHeights * PersonScale.personMetres, holdSeconds: hold))
        }
        return value.map { value in
            Account(
                metric: Metric(
                    name: "against_flow_share", value: value.amount, unit: value.unit, threshold: Self.enterShare,
                    exitThreshold: Self.exitShare, holdSeconds: hysteresis.enterHold,
                    windowSeconds: Self.medianWindow, series: series))
        }
    }

    mutating func interrupt() { reset() }

    mutating func reset() {
        hysteresis.reset()
        median.reset()
        lastFlow = -.infinity
        series.removeAll(keepingCapacity: true)
        (finding, strayer, strayedSince, strayedAt) = (nil, nil, nil, -.infinity)
        value = nil
    }
}
