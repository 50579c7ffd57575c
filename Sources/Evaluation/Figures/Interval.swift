internal import Foundation

/// 95 % intervals: what might as well have been measured on other scenes of the same kind.
enum Interval {
    static let z = 1.959964
    /// Of the bootstrap; printed with the tables.
    static let seed: UInt64 = 20_261_125
    static let resamples = 1_000

    /// So many of so many (E. B. Wilson, JASA 22, 1927).
    static func wilson(_ hits: Double, of number: Double) -> ClosedRange<Double>? {
        guard number > 0 else { return nil }
        let share = hits / number
        let square = z * z
        let centre = (share + square / (2 * number)) / (1 + square / number)
        let inner = share * (1 - share) / number + square / (4 * number * number)
        let half = z / (1 + square / number) * max(0, inner).squareRoot()
        return max(0, centre - half)...min(1, centre + half)
    }

    /// Events in an exposure: Byar's approximation of the exact Poisson limits (Breslow and Day 1987, p. 69); right
    /// within a hundredth from one event on, and 0–3.7 for none.
    static func poisson(_ events: Double, in exposure: Double) -> ClosedRange<Double>? {
        guard exposure > 0 else { return nil }
        let cube = { (value: Double) in value * value * value }
        let low = events > 0 ? events * cube(1 - 1 / (9 * events) - z / (3 * events.squareRoot())) : 0
        let next = events + 1
        let high = next * cube(1 - 1 / (9 * next) + z / (3 * next.squareRoot()))
        return max(0, low) / exposure...high / exposure
    }

    /// Of the mean, by resampling the scenes (percentile bootstrap, B. Efron 1979).
    static func bootstrap(_ values: [Double]) -> ClosedRange<Double>? {
        guard values.count > 1 else { return nil }
        var random = SeededRandom(seed: seed)
        let means = (0..<resamples).map { _ in
            var sum = 0.0
            for _ in values { sum += values[random.index(below: values.count)] }
            return sum / Double(values.count)
        }.sorted()
        let tail = Int((0.025 * Double(resamples)).rounded())
        return means[tail]...means[resamples - 1 - tail]
    }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers on every machine.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform below `count`.
    mutating func index(below count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
