internal import Perception

/// Follows the feet that stood at an object when it was put down, by continuity of place alone, until they are beyond
/// the owner radius or out of sight. It knows a place, not a person: nothing of it outlives the object.
struct OwnerTrace: Sendable {
    /// Person heights from the object within which the one who puts it stands.
    static let reachToPut = 1.0
    /// Seconds around the put within which they must be seen there.
    static let before = 1.0, after = 2.0
    /// Person heights per second of a brisk walk, and person heights by which feet are uncertain.
    static let walk = 1.2, slack = 0.35
    /// Seconds out of sight after which they are lost.
    static let lostAfter = 1.5
    /// Person heights above the feet within which somebody who stands still must still show, and the share of the cells.
    static let body = 0.5, bodyShare = 0.4
    /// Seconds at one place that are a stop.
    static let stopAfter = 1.0
    /// Seconds for which a course is believed without being seen.
    static let foresight = 0.6

    private let putAt: Double
    private(set) var sight = OwnerSight.unknown
    private var place: SIMD2<Double>?
    private var velocity = SIMD2<Double>.zero
    private var seenAt = 0.0
    private var isOver = false
    /// Where they stood last, and since when they have been at one place.
    private var rest: SIMD2<Double>?
    private var stop: (place: SIMD2<Double>, since: Double)?

    init(putAt: Double) {
        self.putAt = putAt
    }

    /// Takes the feet of one frame.
    /// - Parameters:
    ///   - feet: columns and rows of cells.
    ///   - place: where the object stands, and what a person's height and the owner radius are there.
    ///   - isSomebody: whether a foot may be a person's.
    ///   - isOccupied: whether somebody may still stand at a place; who stands still is no moving foreground any more,
    ///     and has not left for that.
    mutating func ingest(
        _ feet: some FootSource, of object: ObjectPlace, time: Double,
        where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }, isOccupied: (SIMD2<Double>) -> Bool
    ) {
        guard !isOver else { return }
        guard let known = place else { return acquire(feet, of: object, time: time, where: isSomebody) }
        let elapsed = time - seenAt
        let expected = known + velocity * min(elapsed, Self.foresight)
        let gate = Self.slack + Self.walk * min(elapsed, Self.lostAfter)
        guard let found = object.nearest(feet, to: expected, within: gate, where: isSomebody) else {
            if elapsed > Self.lostAfter, !isOccupied(known) { (sight, isOver) = (.left(at: seenAt), true) }
            return
        }
        move(from: known, to: found, elapsed: elapsed, object)
        seenAt = time
        sight = .near
        let standsThere = rest.map(isOccupied) ?? false
        if object.distance(to: found) <= object.radius {
            if !standsThere { noteStop(at: found, object, time) }
        } else if standsThere, let rest {
            // Whoever was followed away only passed: somebody still stands where the owner stood.
            (place, velocity) = (rest, .zero)
        } else {
            (sight, isOver) = (.left(at: time), true)
        }
    }

    private mutating func noteStop(at place: SIMD2<Double>, _ object: ObjectPlace, _ time: Double) {
        guard let stop, object.heights(place - stop.place) <= Self.slack else {
            self.stop = (place, time)
            return
        }
        if time - stop.since >= Self.stopAfter { rest = stop.place }
    }

    private mutating func acquire(
        _ feet: some FootSource, of object: ObjectPlace, time: Double, where isSomebody: (PersonTrace.Foot) -> Bool
    ) {
        guard time >= putAt - Self.before else { return }
        guard time <= putAt + Self.after else {
            // Nobody was beside it when it came to be seen: whoever put it had gone.
            (sight, isOver) = (.left(at: putAt), true)
            return
        }
        guard let found = object.nearest(feet, to: object.foot, within: Self.reachToPut, where: isSomebody) else {
            return
        }
        (place, seenAt, sight) = (found, time, .near)
    }

    private mutating func move(
        from known: SIMD2<Double>, to found: SIMD2<Double>, elapsed: Double, _ object: ObjectPlace
    ) {
        place = found
        guard elapsed > 0 else { return }
        velocity += 0.5 * ((found - known) / elapsed - velocity)
        let speed = object.heights(velocity)
        if speed > Self.walk { velocity *= Self.walk / speed }
    }
}
