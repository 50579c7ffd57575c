/// What one scene or clip adds to a figure: Σ amount / Σ of over the cases is the figure.
public struct Contribution: Sendable, Hashable, Codable {
    /// The value of a mean, the hits of a proportion, the events of a rate.
    public var amount: Double
    /// 1 for a mean, the trials of a proportion, the camera-days of a rate.
    public var of: Double

    public init(_ amount: Double, of: Double = 1) {
        (self.amount, self.of) = (amount, of)
    }
}

/// The figures of one scene or clip.
public struct CaseScore: Sendable, Hashable, Codable {
    public var name: String
    /// Changes when what is analysed or its truth does: figures of different fingerprints are not compared.
    public var fingerprint: String
    /// `night`, `rain` … and `rendered` or `real`.
    public var conditions: [String]
    /// Seconds of footage.
    public var seconds: Double
    /// By ``Figure/id``.
    public var figures: [String: Contribution]

    public init(
        name: String, fingerprint: String, conditions: [String], seconds: Double, figures: [String: Contribution] = [:]
    ) {
        self.name = name
        self.fingerprint = fingerprint
        self.conditions = conditions
        self.seconds = seconds
        self.figures = figures
    }
}

extension CaseScore {
    static let day = 86_400.0

    /// - Parameter zones: one score for each zone; their mean is the case's.
    mutating func add(_ zones: [DensityScore]) {
        guard !zones.isEmpty else { return }
        let number = Double(zones.count)
        func mean(_ value: (DensityScore) -> Double) -> Contribution {
            Contribution(zones.reduce(0) { $0 + value($1) } / number)
        }
        figures["density.mae"] = mean(\.mae)
        figures["density.relative_error"] = mean { $0.mae / max(1, $0.truthMean) }
        figures["density.bias"] = mean(\.bias)
        figures["density.coverage"] = mean(\.coverage)
        figures["density.width"] = mean(\.width)
    }

    /// - Parameter rule: seconds after which the camera's rule alerts.
    mutating func add(_ score: ObjectScore, rule: Double) {
        let wrong = score.falseAlarms.count + score.early.count
        let right = score.found.count
        if !score.objects.isEmpty {
            figures["objects.found"] = Contribution(Double(right), of: Double(score.objects.count))
        }
        if right + wrong > 0 { figures["objects.precision"] = Contribution(Double(right), of: Double(right + wrong)) }
        if !score.removed.isEmpty {
            figures["objects.cleared"] = Contribution(Double(score.cleared.count), of: Double(score.removed.count))
        }
        let delays = score.found.compactMap(\.delay).map { $0 - rule }
        if !delays.isEmpty { figures["objects.delay"] = Contribution(delays.reduce(0, +) / Double(delays.count)) }
        figures["objects.false_per_day"] = Contribution(Double(wrong), of: seconds / Self.day)
    }

    mutating func add(_ score: AnomalyScore) {
        figures["anomaly.auc"] = score.auc.map { Contribution($0) }
        figures["anomaly.auc_smoothed"] = score.smoothedAUC.map { Contribution($0) }
        if !score.events.isEmpty {
            figures["anomaly.found"] = Contribution(Double(score.found.count), of: Double(score.events.count))
        }
        let delays = score.found.compactMap(\.delay)
        if !delays.isEmpty { figures["anomaly.delay"] = Contribution(delays.reduce(0, +) / Double(delays.count)) }
        let normal = Double(score.normalFrames) / Double(max(1, score.frames))
        let alarms = score.falseAlarms.reduce(0) { $0 + $1.count }
        if normal > 0 {
            figures["anomaly.false_per_day"] = Contribution(Double(alarms), of: seconds * normal / Self.day)
        }
    }

    /// What an operator was told for nothing, which is less than ``AnomalyScore/falseAlarms``: a rule waits some frames.
    mutating func addFalseEvents(_ score: SituationScore) {
        figures["anomaly.false_events_per_day"] = Contribution(
            Double(score.falseEvents.count), of: seconds / Self.day)
    }

    mutating func add(_ score: SituationScore) {
        if !score.situations.isEmpty {
            figures["anomaly.raised"] = Contribution(Double(score.raised.count), of: Double(score.situations.count))
        }
        if !score.nameable.isEmpty {
            figures["anomaly.named"] = Contribution(Double(score.named.count), of: Double(score.nameable.count))
        }
        figures["anomaly.false_names_per_day"] = Contribution(
            Double(score.falseNames.count), of: seconds / Self.day)
    }

    mutating func add(_ score: IntegrityScore) {
        let number = Double(score.tamperings.count)
        if number > 0 {
            figures["integrity.noticed"] = Contribution(Double(score.noticed.count), of: number)
            figures["integrity.named"] = Contribution(Double(score.named.count), of: number)
        }
        if !score.clearable.isEmpty {
            figures["integrity.cleared"] = Contribution(
                Double(score.cleared.count), of: Double(score.clearable.count))
        }
        let delays = score.noticed.compactMap(\.delay)
        if !delays.isEmpty { figures["integrity.delay"] = Contribution(delays.reduce(0, +) / Double(delays.count)) }
        figures["integrity.false_per_day"] = Contribution(Double(score.falseAlarms.count), of: seconds / Self.day)
    }

    /// - Parameters:
    ///   - milliseconds: CPU time by stage.
    ///   - frames: analysed frames that it took.
    mutating func add(milliseconds: [String: Double], frames: Int) {
        for figure in Figure.of(.cost) {
            figures[figure.id] = milliseconds[figure.name].map { Contribution($0, of: Double(frames)) }
        }
    }
}
