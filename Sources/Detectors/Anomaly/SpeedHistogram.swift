internal import Glibc

/// Bounded sketch of a speed distribution: bins of a quarter of an octave from 2 to 512 pixels per second, so that any
/// quantile is known within 10 %, in constant memory, and two sketches are merged by adding them.
enum SpeedHistogram {
    static let bins = 32
    private static let lowest = 2.0, perOctave = 4.0

    static func bin(of speed: Double) -> Int {
        guard speed > lowest else { return 0 }
        return min(bins - 1, Int(log2(speed / lowest) * perOctave))
    }

    /// Lower edge of a bin in pixels per second; that of the first is 0.
    static func lowerEdge(_ bin: Int) -> Double {
        bin == 0 ? 0 : lowest * exp2(Double(bin) / perOctave)
    }

    /// The value below which a share of the samples lies, interpolated within its bin; `nil` without samples.
    static func quantile(_ share: Double, of counts: some Collection<UInt32>) -> Double? {
        let total = counts.reduce(0) { $0 + Double($1) }
        guard total > 0 else { return nil }
        var below = 0.0
        for (bin, count) in counts.enumerated() where count > 0 {
            let next = below + Double(count)
            if next >= share * total {
                let part = (share * total - below) / Double(count)
                return lowerEdge(bin) + part * (lowerEdge(bin + 1) - lowerEdge(bin))
            }
            below = next
        }
        return lowerEdge(bins)
    }
}
