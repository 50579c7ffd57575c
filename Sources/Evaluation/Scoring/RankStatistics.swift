internal import Foundation

/// The arithmetic of ranking frames.
enum RankStatistics {
    /// Area under the ROC curve (Mann–Whitney), ties counted half.
    /// - Returns: `nil` unless there are frames of both kinds.
    static func auc(_ scores: [Double], _ truth: [Bool]) -> Double? {
        let positive = Double(truth.count { $0 })
        let negative = Double(truth.count) - positive
        guard positive > 0, negative > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var sum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let rank = Double(start + 1 + end) / 2
            for index in order[start..<end] where truth[index] { sum += rank }
            start = end
        }
        return (sum - positive * (positive + 1) / 2) / (positive * negative)
    }

    /// A Gaussian over time, ±4 sigma, the ends repeated.
    static func smooth(_ values: [Double], sigma: Double) -> [Double] {
        let radius = Int(4 * sigma)
        guard radius > 0, let first = values.first, let last = values.last else { return values }
        var kernel = (-radius...radius).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
        let total = kernel.reduce(0, +)
        for index in kernel.indices { kernel[index] /= total }
        let padded =
            [Double](repeating: first, count: radius) + values + [Double](repeating: last, count: radius)
        return values.indices.map { start in
            var sum = 0.0
            for (offset, weight) in kernel.enumerated() { sum += weight * padded[start + offset] }
            return sum
        }
    }

    /// The runs of `true`.
    static func runs(_ flags: [Bool]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, flag) in flags.enumerated() {
            if flag, start == nil { start = index }
            if !flag, let begun = start {
                runs.append(begun..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<flags.count) }
        return runs
    }
}
