internal import Foundation

/// How far counts are from the truth: the rules of `score_density.py`.
public struct DensityScore: Sendable, Hashable {
    public var frames = 0
    /// Persons, over the frames that were scored.
    public var truthMean = 0.0
    /// Mean absolute and root mean square error, and mean signed error, in persons.
    public var mae = 0.0, rmse = 0.0, bias = 0.0
    /// Share of frames whose truth lay within [low, high], and the interval's mean width in persons.
    public var coverage = 0.0, width = 0.0
    /// The frame that was furthest off.
    public var worst: Worst?

    public struct Worst: Sendable, Hashable {
        public var frame: Int
        public var count: Double
        public var truth: Int
    }

    /// - Parameters:
    ///   - rows: the density lines of one run.
    ///   - truth: persons in the zone, by source frame.
    ///   - skip: source frames at the start that are left out.
    ///   - least: share of the frames that must have a count.
    /// - Throws: ``EvaluationError`` when fewer have one.
    public init(
        _ rows: [RunLines.Density], truth: [Int], zone: String, skip: Int, least: Double = 0.95
    ) throws(EvaluationError) {
        let scored = rows.filter { $0.zone == zone && $0.frame >= skip && $0.frame < truth.count }
        let wanted = truth.count - skip
        guard !scored.isEmpty, Double(scored.count) >= least * Double(wanted) else {
            throw EvaluationError(
                .tooFewFrames, "only \(scored.count) of \(wanted) frames have a count for zone \(zone)")
        }
        frames = scored.count
        var (sum, absolute, square, inside, span) = (0.0, 0.0, 0.0, 0, 0.0)
        for row in scored {
            let true_ = truth[row.frame]
            let error = row.count - Double(true_)
            sum += error
            absolute += abs(error)
            square += error * error
            span += row.high - row.low
            truthMean += Double(true_)
            if row.low <= Double(true_), Double(true_) <= row.high { inside += 1 }
            if abs(error) > worst.map({ abs($0.count - Double($0.truth)) }) ?? -1 {
                worst = Worst(frame: row.frame, count: row.count, truth: true_)
            }
        }
        let number = Double(frames)
        truthMean /= number
        (mae, rmse, bias) = (absolute / number, (square / number).squareRoot(), sum / number)
        (coverage, width) = (Double(inside) / number, span / number)
    }
}

extension DensityScore: CustomStringConvertible {
    /// The line that `score_density.py` prints.
    public var description: String {
        String(
            format: "frames %d truth_mean %.2f MAE %.3f RMSE %.3f bias %+.3f coverage %.3f width %.2f", frames,
            truthMean,
            mae, rmse, bias, coverage, width)
    }
}
