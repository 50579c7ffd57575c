internal import Glibc

/// A generalised Pareto distribution over the highest tenth of a sketch: what exceeds a high threshold has this
/// distribution in the limit, whatever lies below (Pickands 1975; Balkema, de Haan 1974). Fitted by moments, its shape
/// kept within what a few hundred maxima can support.
public struct ParetoTail: Sendable, Hashable {
    /// Share of the sample above the threshold, and the fewest values that a fit may rest on.
    static let share = 0.1, leastExceedances = 20.0
    /// Shapes from a bounded tail to one that is still of finite variance.
    static let shapes = -0.4...0.3

    /// Where the tail begins, and its parameters.
    public let threshold, scale, shape: Double
    /// Probability to exceed the threshold.
    public let exceedance: Double

    /// `nil` when too little lies above the threshold.
    public init?(_ sketch: QuantileSketch) {
        guard sketch.total > 0 else { return nil }
        let share = max(Self.share, Self.leastExceedances / sketch.total)
        guard share < 0.5, let threshold = sketch.quantile(1 - share) else { return nil }
        let first = QuantileSketch.bin(of: threshold) + 1
        var (count, sum, squares) = (0.0, 0.0, 0.0)
        for bin in first..<max(first, QuantileSketch.bins) {
            let (weight, excess) = (Double(sketch.counts[bin]), QuantileSketch.value(of: bin) - threshold)
            count += weight
            sum += weight * excess
            squares += weight * excess * excess
        }
        guard count >= Self.leastExceedances / 4 else { return nil }
        let mean = max(sum / count, 0.002 * threshold)
        let variance = max(squares / count - mean * mean, 1e-12)
        let ratio = mean * mean / variance
        let shape = min(max(0.5 * (1 - ratio), Self.shapes.lowerBound), Self.shapes.upperBound)
        self.threshold = threshold
        self.shape = shape
        scale = mean * (1 - shape)
        exceedance = count / sketch.total
    }

    /// Probability that a value reaches `value`, which is above the threshold.
    public func p(of value: Double) -> Double {
        let excess = max(0, value - threshold) / scale
        guard abs(shape) > 1e-3 else { return exceedance * exp(-excess) }
        let base = 1 + shape * excess
        return base > 0 ? exceedance * pow(base, -1 / shape) : 0
    }

    /// The value that a share `p` reaches; the threshold when that many lie below it.
    public func value(at p: Double) -> Double {
        guard p < exceedance else { return threshold }
        let ratio = p / exceedance
        guard abs(shape) > 1e-3 else { return threshold - scale * log(ratio) }
        return threshold + scale / shape * (pow(ratio, -shape) - 1)
    }
}
