/// Who is near an object, as far as the owner-left rule must know: nobody, somebody who walks, somebody who stands.
public enum Nearness: Int, Sendable, Hashable, CaseIterable, Comparable {
    case nobody, walking, standing

    public static func < (a: Nearness, b: Nearness) -> Bool { a.rawValue < b.rawValue }
}

/// What is known of the one who put an object there.
public enum OwnerSight: Sendable, Hashable {
    /// Nobody was seen to put it, or they were lost from sight.
    case unknown
    case near
    /// Went beyond the owner radius at this time, seconds since the first frame.
    case left(at: Double)
}

/// Who is around an object on one frame.
public struct Presence: Sendable, Hashable {
    /// Within the owner radius (3 m).
    public var around: Nearness
    /// Right beside it (1 m).
    public var beside: Nearness
    public var owner: OwnerSight

    public init(around: Nearness, beside: Nearness = .nobody, owner: OwnerSight = .unknown) {
        (self.around, self.beside, self.owner) = (around, beside, owner)
    }
}

/// When did the last person go from an object?
///
/// The person who is there when it is put down owns it, until they go beyond the owner radius; companions who stay do
/// not own it. Who cannot be followed counts as there until nobody is near, or until only walkers are for
/// ``longestWalk``: then the one who put it has gone with the flow. After that whoever stands right beside it for
/// ``standingHold`` attends it; passers-by, and people who wait some metres off, do not.
public struct OwnerStateMachine: Sendable {
    /// Seconds that a walking owner takes at most to leave the radius: 3 m at a slow 0.5 m/s, with the turn.
    public static let longestWalk = 8.0
    /// Seconds for which a person must stand beside it to attend the object.
    public static let standingHold = 2.0
    /// Seconds without anybody, or without anybody standing, that end a presence: a lost frame does not.
    public static let longestGap = 1.5

    public let putAt: Double
    public private(set) var isAttended = true
    /// The last instant at which a person attended it; the time at which it was put when nobody was seen to.
    public private(set) var ownerLeftAt: Double
    private var isOwners = true
    private var lastStanding: Double
    private var lastNear: Double
    private var lastBeside = -Double.infinity
    private var besideSince: Double?

    public init(putAt: Double) {
        self.putAt = putAt
        (ownerLeftAt, lastStanding, lastNear) = (putAt, putAt, putAt)
    }

    public mutating func ingest(_ presence: Presence, time: Double) {
        if presence.around > .nobody { lastNear = time }
        if presence.around == .standing { lastStanding = time }
        if presence.beside == .standing {
            besideSince = besideSince ?? time
            lastBeside = time
        } else if time - lastBeside > Self.longestGap {
            besideSince = nil
        }
        if isAttended { watchLeaving(presence, time: time) } else { watchReturning(time: time) }
    }

    private mutating func watchLeaving(_ presence: Presence, time: Double) {
        guard time - lastBeside > Self.longestGap else {
            if presence.beside == .standing { ownerLeftAt = time }
            return
        }
        guard isOwners else {
            isAttended = false
            return
        }
        switch presence.owner {
        case .near: ownerLeftAt = time
        case .left(let left):
            ownerLeftAt = max(ownerLeftAt, left)
            isAttended = false
        case .unknown: watchAnybody(presence, time: time)
        }
    }

    private mutating func watchAnybody(_ presence: Presence, time: Double) {
        let isStillThere = time - lastNear <= Self.longestGap && time - lastStanding <= Self.longestWalk
        if presence.around > .nobody, isStillThere { ownerLeftAt = time }
        isAttended = isStillThere
    }

    private mutating func watchReturning(time: Double) {
        guard let besideSince, time - besideSince >= Self.standingHold else { return }
        (isAttended, isOwners) = (true, false)
        ownerLeftAt = time
    }
}
