/// Looks for the shift of the picture that finds the reference's edges again, a few rows of shifts a frame so that all are
/// tried within a second: a camera that was moved stays where it is, so that there is time.
struct ShiftSearch {
    /// Largest shift looked for, pixels either way; every other one is tried before the best is refined.
    static let reach = 32
    /// Rows of shifts, of as many shifts each, and seconds in which all are tried, each with so many edges.
    static let rows = 33
    static let seconds = 1.0
    static let edges = 300
    /// A shift must find half of the edges, and so many more than no shift.
    static let leastKept = 0.5
    static let leastGain = 0.2
    /// What a pixel of shift must win in share of the edges: of shifts that find as many, as on a pattern that repeats, the
    /// smallest.
    static let penalty = 0.0005

    private let unshifted: Double
    private let since: Double
    private var nextRow = -ShiftSearch.reach
    private var best: (x: Int, y: Int, kept: Double)
    private var bestScore: Double

    /// - Parameters:
    ///   - unshifted: share of the edges that are found without any shift.
    ///   - time: of the picture in which that is so.
    init(unshifted: Double, time: Double) {
        (self.unshifted, since) = (unshifted, time)
        (best, bestScore) = ((0, 0, unshifted), unshifted)
    }

    /// Tries the next rows on the newest picture.
    /// - Parameter interval: seconds since the picture before.
    /// - Returns: the shift once all were tried, and the time of the first picture that they were tried on; zero when none
    ///   explains the picture; `nil` before.
    mutating func advance(
        _ reference: EdgeReference, _ luma: Plane<UInt8>, interval: Double
    ) -> (x: Int, y: Int, since: Double)? {
        let rows = min(Self.rows, max(1, Int((Double(Self.rows) * interval / Self.seconds).rounded(.up))))
        let step = max(1, reference.points.count / Self.edges)
        for _ in 0..<rows where nextRow <= Self.reach {
            for dx in stride(from: -Self.reach, through: Self.reach, by: 2) {
                let kept = reference.kept(luma, dx: dx, dy: nextRow, step: step)
                let score = kept - Self.penalty * Double(abs(dx) + abs(nextRow))
                if score > bestScore { (best, bestScore) = ((dx, nextRow, kept), score) }
            }
            nextRow += 2
        }
        guard nextRow > Self.reach else { return nil }
        best = Self.refined((best.x, best.y), reference, luma)
        let explains = best.kept >= Self.leastKept && best.kept > unshifted + Self.leastGain
        return explains ? (best.x, best.y, since) : (0, 0, since)
    }

    /// A shift that was found, as it is now: a camera that sinks moves by less than a pixel between two measures.
    static func follow(
        _ shift: (x: Int, y: Int), _ reference: EdgeReference, _ luma: Plane<UInt8>
    ) -> (x: Int, y: Int) {
        let now = refined(shift, reference, luma)
        return (now.x, now.y)
    }

    /// The best of a shift and its neighbours, with every edge.
    private static func refined(
        _ centre: (x: Int, y: Int), _ reference: EdgeReference, _ luma: Plane<UInt8>
    ) -> (x: Int, y: Int, kept: Double) {
        var best = (x: centre.x, y: centre.y, kept: reference.kept(luma, dx: centre.x, dy: centre.y))
        for dy in -1...1 {
            for dx in -1...1 {
                let kept = reference.kept(luma, dx: centre.x + dx, dy: centre.y + dy)
                if kept > best.kept { best = (centre.x + dx, centre.y + dy, kept) }
            }
        }
        return best
    }
}
