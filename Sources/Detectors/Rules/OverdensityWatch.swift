internal import Events
internal import Scene

/// Too many persons in a zone, judged on the interval: raised on the lower bound, cleared on the upper, each a median
/// over 5 s.
struct OverdensityWatch: RuleWatch {
    /// Seconds over which each bound is the median.
    static let medianWindow = 5.0
    /// Share of the truths that the density interval is made to hold.
    static let intervalCoverage = 0.9

    private let zoneID: String
    private let unit: DensityUnit
    private var hysteresis: HysteresisStateMachine
    private var low = SlidingMedian(window: medianWindow)
    private var middle = SlidingMedian(window: medianWindow)
    private var high = SlidingMedian(window: medianWindow)
    /// Medians of the lower bound, each the lowest of its span, so that they reach back over the whole hold: the rule was
    /// raised because all of them are above the threshold.
    private var series: [Double] = []
    private var spanEnd = -Double.infinity
    /// Spans that a hold is cut into.
    static let spansPerHold = 60.0
    private var finding: Finding?
    private var amount = 0.0
    private var bounds = (low: 0.0, high: 0.0)

    init(
        zoneID: String, threshold: Double, unit: DensityUnit, hold: Double, exitShare: Double, exitHold: Double
    ) {
        self.zoneID = zoneID
        self.unit = unit
        hysteresis = HysteresisStateMachine(
            enterAbove: threshold, enterHold: hold, exitBelow: threshold * exitShare, exitHold: exitHold)
    }

    private(set) var value: (amount: Double, unit: String)?

    mutating func ingest(_ observations: [Observation], context: FrameContext, into findings: inout Findings) {
        for case .density(let density) in observations where density.zoneID == zoneID {
            guard let measure = measure(density) else { continue }
            take(measure, time: context.time)
        }
        if let finding { findings.add(finding) }
    }

    private func measure(_ density: DensityObservation) -> (low: Double, value: Double, high: Double)? {
        switch unit {
        case .persons: (density.low, density.count, density.high)
        case .personsPerSquareMetre:
            if let value = density.personsPerSquareMetre, let low = density.lowPerSquareMetre,
                let high = density.highPerSquareMetre
            {
                (low, value, high)
            } else {
                nil
            }
        }
    }

    private mutating func take(_ measure: (low: Double, value: Double, high: Double), time: Double) {
        bounds = (low.ingest(measure.low, time: time), high.ingest(measure.high, time: time))
        amount = middle.ingest(measure.value, time: time)
        value = (amount, unit.rawValue)
        remember(bounds.low, time: time)
        let change = hysteresis.ingest(low: bounds.low, high: bounds.high, time: time)
        if case .left = change { finding = nil }
        guard hysteresis.isActive else { return }
        var beganAt = finding?.beganAt ?? time
        if case .entered(let since) = change { beganAt = since }
        finding = Finding(severity: .error, beganAt: beganAt)
    }

    private mutating func remember(_ low: Double, time: Double) {
        guard time >= spanEnd || series.isEmpty else {
            series[series.count - 1] = min(series[series.count - 1], low)
            return
        }
        spanEnd = time + hysteresis.enterHold / Self.spansPerHold
        series.append(low)
        if series.count > Metric.seriesLimit { series.removeFirst() }
    }

    func account(of key: String, time: Double) -> Account? {
        let metric = Metric(
            name: unit == .persons ? "count" : "density", value: amount, unit: unit.rawValue,
            threshold: hysteresis.enterAbove, exitThreshold: hysteresis.exitBelow,
            holdSeconds: hysteresis.enterHold, windowSeconds: Self.medianWindow, expectedLow: bounds.low,
            expectedHigh: bounds.high, series: series)
        return Account(metric: metric, confidence: Self.intervalCoverage, confidenceKind: .intervalCoverage)
    }

    mutating func interrupt() { reset() }

    mutating func reset() {
        hysteresis.reset()
        low.reset()
        middle.reset()
        high.reset()
        series.removeAll(keepingCapacity: true)
        spanEnd = -.infinity
        finding = nil
        value = nil
    }
}
