public import Scene

/// One counted frame: what it showed and how many persons a human saw.
public struct DensityLabel: Sendable, Hashable {
    public var features: DensityFeatures
    public var count: Double

    public init(features: DensityFeatures, count: Double) {
        self.features = features
        self.count = count
    }
}

/// Fits a zone's count model from 10–20 counted frames, and says which frames are worth counting. Pure.
public enum DensityCalibration {
    /// What a camera may differ from the generic model: one gain for all features, each feature by itself (shares of the
    /// prior's weight), and a constant number of persons that the background hides.
    static let gainSpread = 1.0
    static let featureSpread = 0.4
    static let interceptSpread = 1.5
    /// Error of a count that the features cannot explain, in persons: a constant and a share of the mean count.
    static let noise = 0.5
    static let relativeNoise = 0.08
    /// The same of the network's count.
    static let networkNoise = 0.15
    /// Fewer labels than this say too little about their own error: the generic model's interval has its share.
    public static let enoughLabels = 10
    /// Share of the truths that the interval must hold.
    public static let coverage = 0.9
    /// Labels come from one stretch of footage. What one person shows differs by about an eighth between stretches (groups,
    /// sitting, light), which labels of one stretch cannot know.
    static let stretchSpread = 0.12

    /// The count without any label.
    public static func genericCount(_ features: DensityFeatures) -> Double {
        max(0, (DensityPrior.weights * features.values).sum())
    }

    /// Ridge toward the generic model (Hoerl and Kennard 1970, as the posterior mean of a Gaussian prior): an unknown gain
    /// for all features, small differences between them, a small intercept; beside it gain and offset of the density
    /// network, and its share of the count. The interval is conformal on leave-one-out
    /// residuals (Barber et al., Predictive inference with the jackknife+, 2021).
    /// - Returns: `nil` without labels.
    public static func fit(zoneID: String, labels: [DensityLabel]) -> DensityFit? {
        guard !labels.isEmpty, let model = solve(labels) else { return nil }
        let left = labels.indices.compactMap { leftOut($0, of: labels) }
        let share = networkShare(left)
        let residuals = left.map { out -> (share: Double, error: Double) in
            let predicted = out.network.map { (1 - share) * out.features + share * $0 } ?? out.features
            return (predicted, abs(out.count - predicted))
        }
        let (half, relative) = interval(residuals)
        return DensityFit(
            zoneID: zoneID, intercept: model[0], weights: Array(model.dropFirst()), halfWidth: half,
            relativeHalfWidth: relative, labels: labels.count,
            network: networkFit(labels).map { DensityFit.Network(gain: $0.gain, offset: $0.offset, share: share) })
    }

    /// What fits to all other labels make of one.
    private static func leftOut(_ index: Int, of labels: [DensityLabel]) -> LeftOut? {
        var others = labels
        let label = others.remove(at: index)
        guard let model = others.isEmpty ? generic : solve(others) else { return nil }
        let network = label.features.network.flatMap { seen in
            networkFit(others).map { max(0, $0.gain * seen + $0.offset) }
        }
        return LeftOut(count: label.count, features: max(0, apply(model, label.features)), network: network)
    }

    private struct LeftOut {
        let count, features: Double
        let network: Double?
    }

    /// The network's share of the count: both by the inverse of their mean squared errors on what was left out. The
    /// network of one label is a guess.
    private static func networkShare(_ left: [LeftOut]) -> Double {
        var (features, network) = (0.25, 0.25)
        guard left.count > 1 else { return 0 }
        for out in left {
            guard let seen = out.network else { return 0 }
            features += (out.count - out.features) * (out.count - out.features)
            network += (out.count - seen) * (out.count - seen)
        }
        return features / (features + network)
    }

    /// Gain and offset of the network's count, by ridge: a gain of one, give or take one, and an offset of nothing, give or
    /// take the mean count. `nil` when the network did not run.
    private static func networkFit(_ labels: [DensityLabel]) -> (gain: Double, offset: Double)? {
        let mean = labels.reduce(0) { $0 + $1.count } / Double(max(1, labels.count))
        let sigma = noise + networkNoise * mean
        var normal = NormalEquations(unknowns: 2)
        normal.add([1, 0], equals: 1, weight: 1)
        normal.add([0, 1], equals: 0, weight: 1 / max(1, mean * mean))
        for label in labels {
            guard let seen = label.features.network else { return nil }
            normal.add([seen, 1], equals: label.count, weight: 1 / (sigma * sigma))
        }
        return normal.solution().map { ($0[0], $0[1]) }
    }

    /// Indices, ascending, of up to `count` frames that cover the range of the features: the outline is cut into as many
    /// quantiles, and of each the middle frame is taken.
    public static func suggest(_ count: Int, from features: [DensityFeatures]) -> [Int] {
        guard count > 0, !features.isEmpty else { return [] }
        let counts = features.map { genericCount($0) }
        let order = features.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
        guard features.count > count else { return Array(features.indices) }
        return (0..<count).map { order[(2 * $0 + 1) * order.count / (2 * count)] }.sorted()
    }

    private static var generic: [Double] { [0] + (0..<DensityFeatures.count).map { DensityPrior.weights[$0] } }

    /// Intercept and weights. The unknowns are the gain g, one difference d for each feature and the intercept:
    /// count = Σ prior × (g + d) × feature + intercept.
    private static func solve(_ labels: [DensityLabel]) -> [Double]? {
        let features = DensityFeatures.count
        let mean = labels.reduce(0) { $0 + $1.count } / Double(labels.count)
        let sigma = noise + relativeNoise * mean
        var normal = NormalEquations(unknowns: features + 2)
        func prior(_ unknown: Int, equals value: Double, spread: Double) {
            var row = [Double](repeating: 0, count: features + 2)
            row[unknown] = 1
            normal.add(row, equals: value, weight: 1 / (spread * spread))
        }
        prior(0, equals: 1, spread: gainSpread)
        for k in 0..<features { prior(1 + k, equals: 0, spread: featureSpread) }
        prior(features + 1, equals: 0, spread: interceptSpread)
        for label in labels {
            let parts = DensityPrior.weights * label.features.values
            let row = [parts.sum()] + (0..<features).map { parts[$0] } + [1]
            normal.add(row, equals: label.count, weight: 1 / (sigma * sigma))
        }
        guard let solved = normal.solution() else { return nil }
        return [solved[features + 1]] + (0..<features).map { DensityPrior.weights[$0] * (solved[0] + solved[1 + $0]) }
    }

    private static func apply(_ model: [Double], _ features: DensityFeatures) -> Double {
        model[0] + (SIMD4(model[1], model[2], model[3], model[4]) * features.values).sum()
    }

    /// Half of the half width is constant, half grows with the count: errors of crowds are larger than those of few. With
    /// few labels the generic model's own interval weighs in, in the share of the labels that are missing.
    private static func interval(_ residuals: [(share: Double, error: Double)]) -> (half: Double, relative: Double) {
        let mean = residuals.reduce(0) { $0 + $1.share } / Double(max(1, residuals.count))
        let relative = mean > 0 ? 0.5 / mean : 0
        let scores = residuals.map { $0.error / (0.5 + relative * $0.share) }.sorted()
        let rank = min(scores.count - 1, Int((coverage * Double(scores.count + 1)).rounded(.up)) - 1)
        let width = max(0.5, scores[max(0, rank)])
        let missing = max(0, 1 - Double(residuals.count) / Double(enoughLabels))
        let growing = (relative * relative * width * width + stretchSpread * stretchSpread).squareRoot()
        return (
            0.5 * width + missing * DensityPrior.halfWidth, growing + missing * DensityPrior.relativeHalfWidth
        )
    }
}

extension DensityFit {
    /// Of the features alone, never below zero.
    func featureCount(_ features: DensityFeatures) -> Double {
        var sum = intercept
        for k in 0..<min(weights.count, DensityFeatures.count) { sum += weights[k] * features.values[k] }
        return max(0, sum)
    }

    /// Of features and network in their calibrated shares.
    func count(for features: DensityFeatures) -> Double {
        let count = featureCount(features)
        guard let network, let seen = features.network else { return count }
        return (1 - network.share) * count + network.share * network.count(seen)
    }
}

extension DensityFit.Network {
    /// Never below zero.
    func count(_ persons: Double) -> Double { max(0, gain * persons + offset) }
}
