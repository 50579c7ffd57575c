/// The highest score of each stretch of ten seconds, and what it says about a new score.
///
/// The rank among the maxima is a conformal p-value: exact whatever the distribution is (Vovk, Gammerman, Shafer:
/// Algorithmic Learning in a Random World, 2005). Beyond the sample a generalised Pareto distribution goes on.
public struct BlockMaxima: Sendable, Hashable, Codable {
    /// Seconds of each stretch.
    public static let stretch = 10.0
    /// Stretches of a day: one false alarm a camera-day is one in so many.
    public static let stretchesPerDay = 8640.0

    public private(set) var sketch = QuantileSketch()

    public init() {}

    /// How many maxima the sketch stands for, after forgetting.
    public var count: Double { sketch.total }

    /// Takes the highest score of one stretch.
    public mutating func append(_ maximum: Double) { sketch.insert(maximum) }

    mutating func fade(to share: Double) { sketch.fade(to: share) }

    /// Probability that a normal stretch reaches a score.
    func p(of score: Double, tail: ParetoTail?) -> Double {
        let conformal = (sketch.reaching(score) + 1) / (count + 1)
        guard let tail, score > tail.threshold else { return min(1, conformal) }
        return min(conformal, max(tail.p(of: score), 1e-9))
    }
}
