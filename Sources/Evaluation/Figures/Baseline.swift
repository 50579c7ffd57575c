internal import Foundation

/// The figures of a run that a later one is held against, case by case.
public struct Baseline: Sendable, Hashable, Codable {
    public static let currentVersion = 1

    public var version = currentVersion
    /// Over all cases, for whoever reads the file: by ``Figure/id``.
    public var aggregate: [String: FigureValue]
    /// By name.
    public var cases: [CaseScore]

    public init(_ scores: [CaseScore]) {
        // CPU time says something about one machine on one day: it has no place in a file that is compared.
        cases = scores.sorted { $0.name < $1.name }.map { score in
            var kept = score
            kept.figures = score.figures.filter { !$0.key.hasPrefix("\(Figure.Detector.cost.rawValue).") }
            return kept
        }
        aggregate = [:]
        for figure in Figure.all { aggregate[figure.id] = FigureValue(figure, over: cases) }
    }

    /// Reads a file.
    /// - Throws: ``EvaluationError``.
    public init(path: String) throws(EvaluationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EvaluationError(.baseline, "the baseline cannot be read", place: path)
        }
        guard let baseline = try? JSONDecoder().decode(Baseline.self, from: data) else {
            throw EvaluationError(.baseline, "the file is no baseline", place: path)
        }
        guard baseline.version == Self.currentVersion else {
            throw EvaluationError(
                .baseline, "the baseline has version \(baseline.version), this program reads \(Self.currentVersion)",
                place: path)
        }
        self = baseline
    }

    /// Takes new figures in: cases of the same name are replaced, others stay.
    public func merged(with scores: [CaseScore]) -> Baseline {
        let names = Set(scores.map(\.name))
        return Baseline(cases.filter { !names.contains($0.name) } + scores)
    }

    /// Writes the file, all of it or nothing.
    /// - Throws: ``EvaluationError``.
    public func write(path: String) throws(EvaluationError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (encoder.encode(rounded) + Data("\n".utf8)).write(to: url, options: .atomic)
        } catch {
            throw EvaluationError(.cannotWrite, "the baseline cannot be written", place: path)
        }
    }

    /// To nine decimals: enough to compare, and short to read in a diff.
    private var rounded: Baseline {
        func short(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
        var copy = self
        copy.cases = cases.map { score in
            var score = score
            score.figures = score.figures.mapValues { Contribution(short($0.amount), of: short($0.of)) }
            return score
        }
        copy.aggregate = aggregate.mapValues { value in
            var value = value
            (value.value, value.amount, value.of) = (short(value.value), short(value.amount), short(value.of))
            (value.low, value.high) = (value.low.map(short), value.high.map(short))
            return value
        }
        return copy
    }
}
