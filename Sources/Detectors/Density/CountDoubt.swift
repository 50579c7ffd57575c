/// A reason to look again at counts before relying on them.
public enum CountDoubt: Sendable, Hashable {
    /// So few counts that the generic model still decides most of the interval.
    case few(Int)
    /// All counts are this number: how the count grows is the generic model's word.
    case alike(Double)
    /// Frames with more counted persons do not show more than those with fewer.
    case unrelated
    /// One count (index of the label) is far from what all others make of its frame.
    case outlier(label: Int, expected: Double)
}

extension DensityCalibration {
    /// Fewest counts that are not called few, and that say whether counts and pictures go together.
    static let fewLabels = 5
    static let relatedLabels = 8
    /// A count is far when it misses by so many times the median miss, and by so many persons at least.
    static let outlierFactor = 5.0
    static let outlierPersons = 4.0

    /// What is doubtful about the counts of one zone, each label judged by a fit to the others.
    public static func doubts(about labels: [DensityLabel]) -> [CountDoubt] {
        var doubts: [CountDoubt] = []
        if labels.count < fewLabels { doubts.append(.few(labels.count)) }
        if let first = labels.first?.count, labels.count > 1, labels.allSatisfy({ $0.count == first }) {
            return doubts + [.alike(first)]
        }
        if labels.count >= relatedLabels, correlation(labels) <= 0 { return doubts + [.unrelated] }
        return doubts + outliers(labels)
    }

    private static func outliers(_ labels: [DensityLabel]) -> [CountDoubt] {
        guard labels.count >= fewLabels else { return [] }
        let expected = labels.indices.map { index in
            var others = labels
            let label = others.remove(at: index)
            return fit(zoneID: "", labels: others)?.count(for: label.features) ?? label.count
        }
        let misses = zip(labels, expected).map { abs($0.count - $1) }
        let median = misses.sorted()[misses.count / 2]
        let limit = max(outlierPersons, outlierFactor * median)
        return misses.indices.filter { misses[$0] > limit }.map { .outlier(label: $0, expected: expected[$0]) }
    }

    /// Sign of the covariance of counts and the generic model's counts.
    private static func correlation(_ labels: [DensityLabel]) -> Double {
        let generic = labels.map { genericCount($0.features) }
        let count = Double(labels.count)
        let (x, y) = (generic.reduce(0, +) / count, labels.reduce(0) { $0 + $1.count } / count)
        return zip(generic, labels).reduce(0) { $0 + ($1.0 - x) * ($1.1.count - y) }
    }
}
