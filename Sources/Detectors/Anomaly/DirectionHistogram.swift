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

    /// Tangents of the edges between the sectors of a quarter turn: of 11.25°, 33.75°, 56.25° and 78.75°.
    private static let edges = (0.19891236737965800, 0.66817863791929889, 1.4966057626654890, 5.0273394921258481)

    /// The same for a vector, without working out its angle.
    static func bin(x: Double, y: Double) -> Int {
        let (across, down) = (abs(x), abs(y))
        let edge =
            (down > edges.0 * across ? 1 : 0) + (down > edges.1 * across ? 1 : 0) + (down > edges.2 * across ? 1 : 0)
            + (down > edges.3 * across ? 1 : 0)
        let upper = x < 0 ? bins / 2 - edge : edge
        return y < 0 ? (bins - upper) & (bins - 1) : upper
    }

    /// The direction of the middle of a sector.
    static func middle(ofSector sector: Int) -> Double { Double(sector) * 360 / Double(bins) }

    /// Smallest angle between two directions, 0…180 degrees.
    static func angle(_ a: Double, _ b: Double) -> Double {
        let difference = abs(a - b).truncatingRemainder(dividingBy: 360)
        return min(difference, 360 - difference)
    }

    /// Share of the samples in a sector and its two neighbours, with one sample in each sector added so that nothing is
    /// impossible.
    static func share(around centre: Int, of counts: ArraySlice<UInt32>) -> Double {
        var (near, total) = (0.0, 0.0)
        for sector in 0..<bins { total += Double(counts[counts.startIndex + sector]) }
        for offset in -1...1 { near += Double(counts[counts.startIndex + ((centre + offset) & (bins - 1))]) }
        return (near + 3) / (total + Double(bins))
    }

    /// The middle of the sector that most go to, its neighbours counted; `nil` without samples.
    static func mode(of counts: ArraySlice<UInt32>) -> Double? {
        var (best, most) = (0, 0.0)
        for sector in 0..<bins where counts[counts.startIndex + sector] > 0 {
            let share = share(around: sector, of: counts)
            if share > most { (best, most) = (sector, share) }
        }
        return most > 0 ? middle(ofSector: best) : nil
    }

    /// The direction that most go, and how far they agree: the mean vector's angle and length (0…1).
    static func mean(of counts: ArraySlice<UInt32>) -> (degrees: Double, agreement: Double)? {
        var (x, y, total) = (0.0, 0.0, 0.0)
        for sector in 0..<bins {
            let angle = Double(sector) * 2 * .pi / Double(bins)
            let count = Double(counts[counts.startIndex + sector])
            total += count
            x += count * cos(angle)
            y += count * sin(angle)
        }
        return total > 0 ? (degrees(x, y), (x * x + y * y).squareRoot() / total) : nil
    }
}
