internal import Glibc

/// Coarse sketch of a distribution for one block or band: bins of a quarter of an octave, so that any quantile is known
/// within 10 %, in constant memory, and two sketches are merged by adding them.
struct LogHistogram: Sendable {
    static let bins = 32
    private static let perOctave = 4.0

    /// Analysis pixels per second, from 2 to 512.
    static let speed = LogHistogram(lowest: 2)
    /// Shares, from 1/256 to 1.
    static let share = LogHistogram(lowest: 1.0 / 256)
    /// Persons, rates and variances, from 1/32 to 2048: bins of half an octave.
    static let crowd = LogHistogram(lowest: 1.0 / 32, perOctave: 2)

    let lowest, perOctave: Double

    private init(lowest: Double, perOctave: Double = LogHistogram.perOctave) {
        (self.lowest, self.perOctave) = (lowest, perOctave)
    }

    func bin(of value: Double) -> Int {
        guard value > lowest else { return 0 }
        return min(Self.bins - 1, Int(log2(value / lowest) * perOctave))
    }

    /// Lower edge of a bin; that of the first is 0.
    func lowerEdge(_ bin: Int) -> Double {
        bin == 0 ? 0 : lowest * exp2(Double(bin) / perOctave)
    }

    /// The value below which a share of the samples lies, interpolated within its bin; `nil` without samples.
    func quantile(_ share: Double, of counts: ArraySlice<UInt32>) -> Double? {
        var total = 0.0
        for count in counts { total += Double(count) }
        guard total > 0 else { return nil }
        var below = 0.0
        for index in counts.indices where counts[index] > 0 {
            let (bin, count) = (index - counts.startIndex, Double(counts[index]))
            if below + count >= share * total {
                let part = (share * total - below) / count
                return lowerEdge(bin) + part * (lowerEdge(bin + 1) - lowerEdge(bin))
            }
            below += count
        }
        return lowerEdge(Self.bins)
    }
}
