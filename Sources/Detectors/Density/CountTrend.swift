public import Events

/// How fast a count changes, and when it reaches a limit at this rate.
///
/// The slope is the median of the slopes between all pairs (Theil 1950, Sen 1968) of one value a second over the last
/// minute, its interval the usual normal approximation of Kendall's statistic: a blip moves neither.
public struct CountTrend: Sendable {
    /// Seconds looked back, seconds between two values, and values that make a slope.
    public static let window = 60.0
    static let step = 2.0
    static let leastValues = 10
    /// 90 % of a normal distribution.
    private static let quantile = 1.645

    public struct Rate: Sendable, Hashable {
        /// Persons (or persons per m²) a minute, with the bounds of its 90 % interval.
        public var perMinute, low, high: Double

        /// Seconds until `value` becomes `limit`, soonest and latest; the latest is `nil` when the interval holds a standstill,
        /// all is `nil` when it does not grow.
        public func seconds(from value: Double, to limit: Double) -> TimeToFull? {
            guard perMinute > 0, limit > value else { return nil }
            let missing = (limit - value) * 60
            return TimeToFull(
                expected: missing / perMinute, soonest: missing / high, latest: low > 0 ? missing / low : nil)
        }
    }

    private var values: [(time: Double, value: Double)] = []
    private var slopes: [Double] = []
    public private(set) var rate: Rate?

    public init() {
        let capacity = Int(Self.window / Self.step) + 2
        values.reserveCapacity(capacity)
        slopes.reserveCapacity(capacity * capacity / 2)
    }

    public mutating func ingest(_ value: Double, time: Double) {
        if let last = values.last, time - last.time < Self.step - 0.001 { return }
        values.removeAll { time - $0.time > Self.window }
        values.append((time, value))
        rate = slope()
    }

    public mutating func reset() {
        values.removeAll(keepingCapacity: true)
        rate = nil
    }

    private mutating func slope() -> Rate? {
        let count = values.count
        guard count >= Self.leastValues else { return nil }
        slopes.removeAll(keepingCapacity: true)
        for later in 1..<count {
            for earlier in 0..<later {
                slopes.append(
                    60 * (values[later].value - values[earlier].value) / (values[later].time - values[earlier].time))
            }
        }
        slopes.sortInPlace()
        let n = Double(count)
        let spread = Self.quantile * (n * (n - 1) * (2 * n + 5) / 18).squareRoot() / 2
        let middle = Double(slopes.count - 1) / 2
        func at(_ rank: Double) -> Double { slopes[min(slopes.count - 1, max(0, Int(rank.rounded())))] }
        return Rate(perMinute: at(middle), low: at(middle - spread), high: at(middle + spread))
    }
}
