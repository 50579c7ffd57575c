internal import Glibc

/// The highest score of each stretch of ten seconds, and what it says about a new score.
///
/// The rank among the maxima is a conformal p-value: exact whatever the distribution is (Vovk, Gammerman, Shafer:
/// Algorithmic Learning in a Random World, 2005). Beyond the sample a Gumbel distribution, the limit of maxima, is
/// fitted by moments to go on; its scale is widened for what a small sample does not know.
struct BlockMaxima: Sendable, Hashable, Codable {
    /// Seconds of each stretch.
    static let stretch = 10.0
    /// Stretches of a day: one false alarm a camera-day is one in so many.
    static let stretchesPerDay = 8640.0
    /// Most maxima that are kept: a day, then the oldest goes.
    static let limit = 2048

    private(set) var values: [Float] = []

    var count: Int { values.count }

    mutating func append(_ maximum: Double) {
        if values.count == Self.limit { values.removeFirst() }
        values.append(Float(maximum))
    }

    /// Location and scale of the fitted Gumbel distribution; `nil` below three maxima.
    func tail() -> GumbelTail? {
        guard values.count >= 3 else { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0) { $0 + Double($1) } / count
        let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / (count - 1)
        // One standard error of the standard deviation, ≈ 1 / √(2 (n − 1)), and no tail narrower than 2 % of the mean.
        let deviation = max(variance.squareRoot() * (1 + 1 / (2 * (count - 1)).squareRoot()), 0.02 * mean)
        return GumbelTail(mean: mean, deviation: deviation)
    }

    /// Probability that a normal stretch reaches a score.
    func p(of score: Double, tail: GumbelTail) -> Double {
        let reached = values.count { Double($0) >= score }
        let conformal = Double(reached + 1) / Double(values.count + 1)
        return reached > 0 ? conformal : min(conformal, tail.p(of: score))
    }
}

/// A Gumbel distribution of maxima.
struct GumbelTail: Sendable, Hashable {
    let location, scale: Double

    init(mean: Double, deviation: Double) {
        scale = deviation * 6.0.squareRoot() / .pi
        location = mean - 0.5772156649 * scale
    }

    func p(of score: Double) -> Double {
        let reduced = (score - location) / scale
        return -expm1(-exp(-reduced))
    }

    /// The score that a share `p` of stretches reach.
    func score(at p: Double) -> Double { location - scale * log(-log1p(-p)) }
}
