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
    /// The one who strays, since when, and when that was seen last.
    private var stray: (seen: FlowObservation.Strayer, since: Double, at: Double)?

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
            stray = (seen, stray?.since ?? time - seen.seconds, time)
        }
        if let last = stray?.at, time - last > Self.exitHold { stray = nil }
    }

    private var strayed: Finding? {
        stray.map { Finding(severity: .error, beganAt: $0.since, box: $0.seen.box) }
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
        if finding == nil, let stray {
            return Account(
                metric: Metric(
                    name: "against_flow_distance", value: stray.seen.heights * PersonScale.personMetres, unit: "m",
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
        (finding, stray) = (nil, nil)
        value = nil
    }
}
