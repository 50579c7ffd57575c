internal import Foundation

/// A figure against its baseline, over the cases that both have.
///
/// Detectors are deterministic: the same frames give the same figures, so nothing changes by chance from run to run.
/// What is noise is *which* scenes were written: a change of code that helps some and harms others by as much has not
/// made the detector worse. Hence the allowed change is the larger of the figure's tolerance and the standard error of
/// the change over the scenes.
public struct FigureChange: Sendable, Hashable {
    public enum Verdict: String, Sendable, Codable {
        case better, same, worse
    }

    public var figure: Figure
    /// Over the shared cases.
    public var was, now: Double
    /// The largest change that is called none.
    public var allowed: Double
    public var cases: Int

    public var verdict: Verdict {
        let gain = figure.direction == .higherIsBetter ? now - was : was - now
        if gain < -allowed { return .worse }
        return gain > allowed ? .better : .same
    }

    /// - Returns: `nil` when no case has the figure then and now.
    public init?(_ figure: Figure, now scores: [CaseScore], baseline: [CaseScore]) {
        let before = Dictionary(baseline.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var pairs: [(was: Contribution?, now: Contribution?)] = []
        for score in scores {
            guard let old = before[score.name], old.fingerprint == score.fingerprint else { continue }
            let pair = (was: old.figures[figure.id], now: score.figures[figure.id])
            // A mean that one of them lacks (nothing found, so no delay) cannot be compared; what else is missing is 0.
            if figure.kind == .mean, pair.was == nil || pair.now == nil { continue }
            if pair.was != nil || pair.now != nil { pairs.append(pair) }
        }
        guard let was = Self.value(pairs.map(\.was)), let now = Self.value(pairs.map(\.now)) else { return nil }
        self.figure = figure
        (self.was, self.now, cases) = (was, now, pairs.count)
        let total = pairs.reduce(0) { $0 + ($1.now?.of ?? $1.was?.of ?? 0) }
        let changes = pairs.map { (($0.now?.amount ?? 0) - ($0.was?.amount ?? 0)) / total }
        allowed = max(Self.tolerance(figure, was: was, total: total), Self.standardError(changes))
    }

    private static func value(_ parts: [Contribution?]) -> Double? {
        let of = parts.reduce(0) { $0 + ($1?.of ?? 0) }
        return of > 0 ? parts.reduce(0) { $0 + ($1?.amount ?? 0) } / of : nil
    }

    /// The tolerance of proportions and rates is in cases.
    private static func tolerance(_ figure: Figure, was: Double, total: Double) -> Double {
        switch figure.kind {
        case .proportion, .rate: figure.tolerance / total
        case .mean, .ratio: max(figure.tolerance, figure.relativeTolerance * abs(was))
        }
    }

    /// Of a sum of changes: √(Σ δ² − (Σ δ)²/n).
    private static func standardError(_ changes: [Double]) -> Double {
        let sum = changes.reduce(0, +)
        let squares = changes.reduce(0) { $0 + $1 * $1 }
        return max(0, squares - sum * sum / Double(max(1, changes.count))).squareRoot()
    }
}

extension FigureChange {
    /// One sentence: what, was, is, allowed noise.
    public var sentence: String {
        let places = figure.kind == .rate ? 1 : 3
        func number(_ value: Double) -> String { String(format: "%.\(places)f", value) }
        return
            "\(figure.detector.rawValue): \(figure.title) was \(number(was)), is \(number(now)) over \(cases) scenes; "
            + "a change of \(number(allowed)) is noise"
    }
}
