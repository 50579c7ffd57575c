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
    /// What each feature is worth before anything was counted: they share one person.
    static let prior = [0.7, 0.3]
    /// The prior weighs as much as so many labels with the features' own spread: 20 labels overrule it.
    static let priorLabels = 2.0
    /// Fewest labels that make a fit, and the share of residuals that the interval must cover.
    public static let fewestLabels = 5
    public static let coverage = 0.9
    /// Labels come from one stretch of footage; other hours differ more than they do among themselves.
    static let drift = 1.3

    /// The count without any label.
    public static func genericCount(_ features: DensityFeatures) -> Double {
        max(0, zip(prior, features.vector).reduce(0) { $0 + $1.0 * $1.1 })
    }

    /// Ridge toward the generic model with a free intercept; the interval is conformal on leave-one-out residuals
    /// (Barber et al., Predictive inference with the jackknife+, 2021).
    /// - Returns: `nil` for fewer than ``fewestLabels`` labels.
    public static func fit(zoneID: String, labels: [DensityLabel]) -> DensityFit? {
        guard labels.count >= fewestLabels, let model = solve(labels) else { return nil }
        let residuals = labels.indices.compactMap { left -> (share: Double, error: Double)? in
            var others = labels
            let label = others.remove(at: left)
            guard let model = solve(others) else { return nil }
            let predicted = max(0, apply(model, label.features))
            return (predicted, abs(label.count - predicted))
        }
        let (half, relative) = interval(residuals)
        return DensityFit(
            zoneID: zoneID, intercept: model[0], weights: Array(model.dropFirst()), halfWidth: half,
            relativeHalfWidth: relative, labels: labels.count)
    }

    /// Indices, ascending, of up to `count` frames that cover the range of the features: the outline is cut into as many
    /// quantiles, and of each the middle frame is taken.
    public static func suggest(_ count: Int, from features: [DensityFeatures]) -> [Int] {
        guard count > 0, !features.isEmpty else { return [] }
        let order = features.indices.sorted { (features[$0].outline, $0) < (features[$1].outline, $1) }
        guard features.count > count else { return Array(features.indices) }
        return (0..<count).map { order[(2 * $0 + 1) * order.count / (2 * count)] }.sorted()
    }

    /// Intercept and weights. Features are centred, so that the prior speaks of slopes and never of the offset.
    private static func solve(_ labels: [DensityLabel]) -> [Double]? {
        let count = Double(labels.count)
        let vectors = labels.map(\.features.vector)
        let means = prior.indices.map { k in vectors.reduce(0) { $0 + $1[k] } / count }
        let meanCount = labels.reduce(0) { $0 + $1.count } / count
        var normal = NormalEquations(unknowns: prior.count)
        for (vector, label) in zip(vectors, labels) {
            normal.add(zip(vector, means).map { $0 - $1 }, equals: label.count - meanCount)
        }
        for k in prior.indices {
            let variance = vectors.reduce(0) { $0 + ($1[k] - means[k]) * ($1[k] - means[k]) } / count
            var unit = [Double](repeating: 0, count: prior.count)
            unit[k] = 1
            normal.add(unit, equals: prior[k], weight: priorLabels * max(variance, 1e-6))
        }
        guard let weights = normal.solution() else { return nil }
        return [meanCount - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }] + weights
    }

    private static func apply(_ model: [Double], _ features: DensityFeatures) -> Double {
        model[0] + zip(model.dropFirst(), features.vector).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Half of the half width is constant, half grows with the count: errors of crowds are larger than those of few.
    private static func interval(_ residuals: [(share: Double, error: Double)]) -> (half: Double, relative: Double) {
        let mean = residuals.reduce(0) { $0 + $1.share } / Double(max(1, residuals.count))
        let relative = mean > 0 ? 0.5 / mean : 0
        let scores = residuals.map { $0.error / (0.5 + relative * $0.share) }.sorted()
        let rank = min(scores.count - 1, Int((coverage * Double(scores.count + 1)).rounded(.up)) - 1)
        let width = drift * max(0.5, scores[max(0, rank)])
        return (0.5 * width, relative * width)
    }
}
