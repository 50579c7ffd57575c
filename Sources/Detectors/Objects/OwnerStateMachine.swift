/// Who is near an object, as far as the owner-left rule must know: nobody, somebody who walks, somebody who stands.
public enum Nearness: Int, Sendable, Hashable, CaseIterable, Comparable {
    case nobody, walking, standing

    public static func < (a: Nearness, b: Nearness) -> Bool { a.rawValue < b.rawValue }
}

/// When did the last person go from an object?
///
/// The person who is there when it is put down owns it, until nobody is near, or until only walkers are for
/// ``longestWalk``: then the one who put it has gone with the flow. After that whoever stands near it for
/// ``standingHold`` attends it, so that passers-by do not.
public struct OwnerStateMachine: Sendable {
    /// Seconds that a walking owner takes at most to leave the radius: 3 m at a slow 0.5 m/s, with the turn.
    public static let longestWalk = 8.0
    /// Seconds for which a person must stand there to attend the object.
    public static let standingHold = 2.0
    /// Seconds without anybody, or without anybody standing, that end a presence: a lost frame does not.
    public static let longestGap = 1.5

    public let putAt: Double
    public private(set) var isAttended = true
    /// The last instant at which a person attended it; the time at which it was put when nobody was seen to.
    public private(set) var ownerLeftAt: Double
    private var lastStanding: Double
    private var lastNear: Double
    private var standingSince: Double?

    public init(putAt: Double) {
        self.putAt = putAt
        (ownerLeftAt, lastStanding, lastNear) = (putAt, putAt, putAt)
    }

    public mutating func ingest(_ nearness: Nearness, time: Double) {
        if nearness > .nobody { lastNear = time }
        if nearness == .standing {
            standingSince = standingSince ?? time
            lastStanding = time
        } else if time - lastStanding > Self.longestGap {
            standingSince = nil
        }
        if isAttended { watchLeaving(nearness, time: time) } else { watchReturning(time: time) }
    }

    private mutating func watchLeaving(_ nearness: Nearness, time: Double) {
        let isStillThere = time - lastNear <= Self.longestGap && time - lastStanding <= Self.longestWalk
        if nearness > .nobody, isStillThere { ownerLeftAt = time }
        isAttended = isStillThere
    }

    private mutating func watchReturning(time: Double) {
        guard let standingSince, time - standingSince >= Self.standingHold else { return }
        isAttended = true
        ownerLeftAt = time
    }
}
