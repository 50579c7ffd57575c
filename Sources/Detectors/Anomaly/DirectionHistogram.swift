internal import Glibc

/// Counts of directions of movement in sixteen sectors, 0 = to the right, 90 = down.
enum DirectionHistogram {
    static let bins = 16

    static func degrees(_ dx: Double, _ dy: Double) -> Double {
        let degrees = atan2(dy, dx) * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }

    static func bin(of degrees: Double) -> Int {
        Int((degrees * Double(bins) / 360).rounded()) & (bins - 1)
    }

    /// Smallest angle between two directions, 0…180 degrees.
    static func angle(_ a: Double, _ b: Double) -> Double {
        let difference = abs(a - b).truncatingRemainder(dividingBy: 360)
        return min(difference, 360 - difference)
    }

    /// Share of the samples in the sector of a direction and its two neighbours, with one sample in each sector added
    /// so that nothing is impossible.
    static func share(near degrees: Double, of counts: ArraySlice<UInt32>) -> Double {
        let centre = bin(of: degrees)
        let near = (-1...1).reduce(0.0) { $0 + Double(counts[counts.startIndex + ((centre + $1) & (bins - 1))]) }
        let total = counts.reduce(0.0) { $0 + Double($1) }
        return (near + 3) / (total + Double(bins))
    }

    /// The direction that most go, and how far they agree: the mean vector's angle and length (0…1).
    static func mean(of counts: ArraySlice<UInt32>) -> (degrees: Double, agreement: Double)? {
        let total = counts.reduce(0.0) { $0 + Double($1) }
        guard total > 0 else { return nil }
        var (x, y) = (0.0, 0.0)
        for (sector, count) in counts.enumerated() {
            let angle = Double(sector) * 2 * .pi / Double(bins)
            x += Double(count) * cos(angle)
            y += Double(count) * sin(angle)
        }
        return (degrees(x, y), (x * x + y * y).squareRoot() / total)
    }
}
