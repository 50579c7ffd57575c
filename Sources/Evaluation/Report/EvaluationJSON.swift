internal import Foundation

/// The whole result as JSON with stable keys.
public struct EvaluationJSON: Encodable {
    struct Failure: Encodable {
        var name, message: String
    }

    struct FigureReport: Encodable {
        var value: FigureValue
        var was: Double?
        var allowed_change: Double?
        var verdict: FigureChange.Verdict?
    }

    struct ConditionReport: Encodable {
        var condition: String
        var cases: Int
        var figures: [String: FigureReport]
    }

    let version = 1
    let bootstrap_seed = Interval.seed
    let detectors: [String: [ConditionReport]]
    let cases: [CaseScore]
    let failures: [Failure]
    let regressions: [String]
    let uncompared: [String]

    public init(_ result: EvaluationResult, baseline: Baseline?) {
        var detectors: [String: [ConditionReport]] = [:]
        for detector in Figure.Detector.allCases {
            let table = DetectorTable(detector, result.scores, baseline: baseline)
            detectors[detector.rawValue] = table.rows.map { row in
                var figures: [String: FigureReport] = [:]
                for (figure, cell) in zip(table.figures, row.cells) {
                    figures[figure.name] = cell.map {
                        FigureReport(
                            value: $0.value, was: $0.change?.was, allowed_change: $0.change?.allowed,
                            verdict: $0.change?.verdict)
                    }
                }
                return ConditionReport(condition: row.condition, cases: row.cases, figures: figures)
            }
        }
        self.detectors = detectors
        cases = result.scores
        failures = result.failures.map { Failure(name: $0.name, message: $0.message) }
        regressions = baseline.map { Regressions.find(result.scores, baseline: $0).map(\.sentence) } ?? []
        uncompared = baseline.map { Regressions.uncompared(result.scores, baseline: $0) } ?? []
    }

    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
