internal import Glibc

/// Bounded sketch of a distribution of positive values: logarithmic bins with a known relative error, after DDSketch
/// (Masson, Rim, Lee: "DDSketch", VLDB 2019). Two sketches are merged by adding them, and forgetting scales them.
public struct QuantileSketch: Sendable, Hashable, Codable {
    /// Bins of a thirty-second of an octave from 2⁻³ to 2⁵: any quantile is known within 1.1 %.
    public static let bins = 256
    private static let lowest = 0.125, perOctave = 32.0

    /// Weight of each bin, and of all.
    public private(set) var counts: [Float]
    public private(set) var total = 0.0

    public init() { counts = Array(repeating: 0, count: Self.bins) }

    var isConsistent: Bool { counts.count == Self.bins && total.isFinite && counts.allSatisfy { $0 >= 0 } }

    static func bin(of value: Double) -> Int {
        guard value > lowest else { return 0 }
        return min(bins - 1, Int(log2(value / lowest) * perOctave))
    }

    /// The middle of a bin.
    static func value(of bin: Int) -> Double { lowest * exp2((Double(bin) + 0.5) / perOctave) }

    /// Counts one value; negative ones as nothing.
    public mutating func insert(_ value: Double) {
        counts[Self.bin(of: value)] += 1
        total += 1
    }

    /// Adds what another sketch has seen.
    public mutating func merge(_ other: QuantileSketch) {
        for bin in counts.indices { counts[bin] += other.counts[bin] }
        total += other.total
    }

    /// Makes what was seen weigh less: `share` is what is left of it.
    public mutating func fade(to share: Double) {
        for bin in counts.indices { counts[bin] *= Float(share) }
        total *= share
    }

    /// How many values reach `value` (those of its own bin count half).
    public func reaching(_ value: Double) -> Double {
        let own = Self.bin(of: value)
        var above = Double(counts[own]) / 2
        for bin in own + 1..<max(own + 1, Self.bins) { above += Double(counts[bin]) }
        return above
    }

    /// The value that a share of the samples does not exceed; `nil` without samples.
    public func quantile(_ share: Double) -> Double? {
        guard total > 0 else { return nil }
        var below = 0.0
        for bin in counts.indices where counts[bin] > 0 {
            below += Double(counts[bin])
            if below >= share * total - 1e-9 { return Self.value(of: bin) }
        }
        return Self.value(of: Self.bins - 1)
    }
}
