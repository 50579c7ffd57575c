/// A figure over several cases.
public struct FigureValue: Sendable, Hashable, Codable {
    public var value: Double
    /// 95 %; `nil` with one case only.
    public var low, high: Double?
    /// What was added up: hits and trials, events and camera-days.
    public var amount, of: Double
    /// How many scenes and clips had something to say.
    public var cases: Int

    /// - Returns: `nil` when no case has this figure.
    public init?(_ figure: Figure, over scores: [CaseScore]) {
        let parts = scores.compactMap { $0.figures[figure.id] }
        amount = parts.reduce(0) { $0 + $1.amount }
        of = parts.reduce(0) { $0 + $1.of }
        guard of > 0 else { return nil }
        value = amount / of
        cases = parts.count
        let interval =
            switch figure.kind {
            case .mean: Interval.bootstrap(parts.map { $0.amount / $0.of })
            case .proportion: Interval.wilson(amount, of: of)
            case .rate: Interval.poisson(amount, in: of)
            case .ratio: ClosedRange<Double>?.none
            }
        (low, high) = (interval?.lowerBound, interval?.upperBound)
    }
}
