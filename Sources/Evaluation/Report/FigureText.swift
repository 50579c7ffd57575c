internal import Foundation

/// How figures are written for people.
enum FigureText {
    static func value(_ figure: Figure, _ value: FigureValue) -> String {
        switch figure.kind {
        case .proportion: "\(number(value.amount, 0))/\(number(value.of, 0)) \(percent(value.value))"
        case .rate, .mean, .ratio: number(value.value, figure.places)
        }
    }

    /// `[0.70–0.95]`; empty without an interval.
    static func interval(_ figure: Figure, _ value: FigureValue) -> String {
        guard let low = value.low, let high = value.high else { return "" }
        switch figure.kind {
        case .proportion: return "[\(number(low * 100, 0))–\(number(high * 100, 0))]"
        case .rate, .mean, .ratio: return "[\(number(low, figure.places))–\(number(high, figure.places))]"
        }
    }

    /// Up is better, down is worse, whatever the figure.
    static func arrow(_ change: FigureChange?) -> String {
        switch change?.verdict {
        case .better: "▲"
        case .worse: "▼"
        case .same: "="
        case nil: ""
        }
    }

    static func number(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }

    private static func percent(_ share: Double) -> String { "\(number(share * 100, 0)) %" }
}
