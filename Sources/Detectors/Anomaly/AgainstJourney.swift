internal import Perception

/// How far something of a person's size has come that goes where nobody goes: followed from frame to frame by its place
/// alone, one at a time, and forgotten as soon as it is lost.
///
/// One person against a stream is a small share of the zone's movement, and single vectors go astray in every crowd:
/// what tells the two apart is that a person arrives somewhere.
struct AgainstJourney: Sendable {
    /// Silhouettes that must go the same way around a block, and their share of all that moves there.
    static let leastPersons = 0.2, leastShare = 0.5
    /// Person heights per second that one can go, beyond one block, and seconds for which one may be hidden.
    static let fastest = 3.0, longestLoss = 0.8

    /// A place where something goes the wrong way, analysis pixels.
    struct Spot: Sendable, Hashable {
        var x, y: Double
        var persons: Double
    }

    private var start: Spot?
    private var last: Spot?
    private var startTime = 0.0, lastTime = 0.0

    /// Seconds and analysis pixels from where it was first seen to where it is; `nil` while nothing is followed.
    var travelled: (seconds: Double, x: Double, y: Double)? {
        guard let start, let last else { return nil }
        return (lastTime - startTime, last.x - start.x, last.y - start.y)
    }

    /// Where it was last seen.
    var place: Spot? { last }

    mutating func reset() { (start, last) = (nil, nil) }

    /// Takes what is nearest of the frame's spots within reach of what is followed, else begins with the largest.
    mutating func ingest(near: Spot?, largest: Spot?, time: Double) {
        if let near {
            last = near
            lastTime = time
        } else if last == nil || time - lastTime > Self.longestLoss {
            (start, last) = (largest, largest)
            (startTime, lastTime) = (time, time)
        }
    }

    /// Whether a place is within reach of what is followed.
    func reaches(x: Double, y: Double, personHeight: Double, time: Double) -> Bool {
        guard let last, time - lastTime <= Self.longestLoss else { return false }
        let reach = Double(Evidence.blockSize) + Self.fastest * personHeight * (time - lastTime)
        let (dx, dy) = (x - last.x, y - last.y)
        return dx * dx + dy * dy <= reach * reach
    }
}
