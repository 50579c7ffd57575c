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
    /// Error of what is seen that persons do not explain: persons, and a share of the mean, of the features and of the
    /// network.
    static let noise = 0.5
    static let relativeNoise = 0.08
    static let networkNoise = 0.15
    /// Fewer labels than this say too little about their own error: the generic model's interval has its share.
    public static let enoughLabels = 10
    /// Share of the truths that the interval must hold.
    public static let coverage = 0.9
    /// Other hours vary more than the one that was counted: variance of the counts to come over that of the labels, and the
    /// least standard deviation as a share of their mean, for labels that are alike.
    static let usedVariance = 4.0
    static let leastSpread = 0.05
    /// Labels come from one stretch of footage. What one person shows differs by about an eighth between stretches (groups,
    /// sitting, light), which labels of one stretch cannot know.
    static let stretchSpread = 0.12
    /// Proposed frames lie apart by the footage's time over so many times their number, at least.
    static let suggestionsForEachSpan = 4

    /// The count without any label: never below zero, as no feature is.
    public static func genericCount(_ features: DensityFeatures) -> Double {
        (DensityPrior.weights * features.bodies).sum()
    }

    /// One line for the features, one for the density network (see ``CountLine``), and the network's share of the count. The
    /// interval is conformal on leave-one-out residuals (Barber et al., Predictive inference with the jackknife+, 2021).
    /// - Returns: `nil` without labels.
    public static func fit(zoneID: String, labels: [DensityLabel]) -> DensityFit? {
        guard !labels.isEmpty else { return nil }
        let left = labels.indices.map { leftOut($0, of: labels) }
        let share = networkShare(left)
        let (features, network) = (featureLine(labels), networkLine(labels))
        let mean = mean(labels)
        let kept = keptShare(labels, features: features, network: network, share: share)
        let residuals = left.map { out -> (count: Double, error: Double) in
            let fused = fused(out.features, out.network, share: share)
            let predicted = max(0, mean + kept * (fused - mean))
            return (predicted, abs(out.count - predicted))
        }
        let (half, relative) = interval(residuals)
        let line = features.drawn(toward: mean, kept: kept)
        return DensityFit(
            zoneID: zoneID, intercept: line.offset, weights: DensityPrior.scaled(by: line.gain), halfWidth: half,
            relativeHalfWidth: relative, labels: labels.count,
            network: network.map { $0.drawn(toward: mean, kept: kept) }.map {
                DensityFit.Network(gain: $0.gain, offset: $0.offset, share: share, crowding: crowding(labels))
            })
    }

    private static func crowding(_ labels: [DensityLabel]) -> Double {
        labels.reduce(0) { max($0, $1.features.crowding) }
    }

    private static func mean(_ labels: [DensityLabel]) -> Double {
        labels.reduce(0) { $0 + $1.count } / Double(labels.count)
    }

    private static func fused(_ features: Double, _ network: Double?, share: Double) -> Double {
        network.map { (1 - share) * features + share * $0 } ?? features
    }

    /// What the lines through all other labels make of one.
    private static func leftOut(_ index: Int, of labels: [DensityLabel]) -> LeftOut {
        var others = labels
        let label = others.remove(at: index)
        return LeftOut(
            count: label.count, features: featureLine(others).count(genericCount(label.features)),
            network: label.features.network.flatMap { seen in networkLine(others)?.count(seen) })
    }

    private struct LeftOut {
        let count, features: Double
        let network: Double?
    }

    private static func featureLine(_ labels: [DensityLabel]) -> CountLine {
        guard !labels.isEmpty else { return CountLine() }
        return CountLine(
            seen: labels.map { genericCount($0.features) }, counts: labels.map(\.count), noise: relativeNoise)
    }

    /// `nil` when the network did not run on each of the frames.
    private static func networkLine(_ labels: [DensityLabel]) -> CountLine? {
        let seen = labels.compactMap(\.features.network)
        guard !seen.isEmpty, seen.count == labels.count else { return nil }
        return CountLine(seen: seen, counts: labels.map(\.count), noise: networkNoise)
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

    /// What is left of a count's distance from the mean when its noise is taken for what it is (posterior mean).
    private static func keptShare(
        _ labels: [DensityLabel], features: CountLine, network: CountLine?, share: Double
    ) -> Double {
        let (count, mean) = (Double(labels.count), mean(labels))
        var (noise, spread) = (0.0, 0.0)
        for label in labels {
            let seen = network.flatMap { line in label.features.network.map(line.count) }
            let miss = label.count - fused(features.count(genericCount(label.features)), seen, share: share)
            noise += miss * miss / count
            spread += (label.count - mean) * (label.count - mean) / count
        }
        let varied = usedVariance * spread + leastSpread * leastSpread * mean * mean
        return varied > 0 ? varied / (varied + noise) : 1
    }

    /// Indices, ascending, of up to `count` frames that cover the range of the features: the generic count is cut into as many
    /// quantiles, and of each the frame nearest to its middle is taken that is apart in time from those taken before, by a
    /// quarter of the time there is for each: two pictures of the same moment say one thing twice.
    /// - Parameter times: seconds of the frames, ascending.
    public static func suggest(_ count: Int, from features: [DensityFeatures], at times: [Double]) -> [Int] {
        guard count > 0, !features.isEmpty else { return [] }
        guard features.count > count else { return Array(features.indices) }
        let counts = features.map { genericCount($0) }
        let order = features.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
        let apart = (times[times.count - 1] - times[0]) / Double(suggestionsForEachSpan * count)
        var chosen: [Int] = []
        for quantile in 0..<count {
            let ranks = quantile * order.count / count..<(quantile + 1) * order.count / count
            let middle = (2 * quantile + 1) * order.count / (2 * count)
            let nearest = ranks.sorted { (abs($0 - middle), $0) < (abs($1 - middle), $1) }.map { order[$0] }
            let other = nearest.first { frame in chosen.allSatisfy { abs(times[$0] - times[frame]) >= apart } }
            chosen.append(other ?? order[middle])
        }
        return chosen.sorted()
    }

    /// Half of the half width is constant, half grows with the count: errors of crowds are larger than those of few. With
    /// few labels the generic model's own interval weighs in, in the share of the labels that are missing.
    private static func interval(_ residuals: [(count: Double, error: Double)]) -> (half: Double, relative: Double) {
        let mean = residuals.reduce(0) { $0 + $1.count } / Double(max(1, residuals.count))
        let relative = mean > 0 ? 0.5 / mean : 0
        let scores = residuals.map { $0.error / (0.5 + relative * $0.count) }.sorted()
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
        for k in 0..<min(weights.count, DensityFit.features) { sum += weights[k] * features.bodies[k] }
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
