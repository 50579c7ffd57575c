/// People who come at random between two lines: a Poisson process of the given rate.
public struct WalkerStream: Sendable, Hashable {
    public var from, to: [SIMD2<Double>]
    public var perMinute: Double
    /// When walkers are let in; may begin before the first frame, so that the scene is not empty at its start.
    public var startSeconds, endSeconds: Double
    /// Desired speeds are drawn from this range, metres per second.
    public var speed: ClosedRange<Double>
    /// Share of the arrivals that are two or three people who walk side by side.
    public var groups: Double
    /// From here on everybody of the stream, and everybody who comes, walks the other way.
    public var reverseSeconds: Double?
    /// While nobody gets on: those who come pile up.
    public var stop: ClosedRange<Double>?
    public var anomaly: SceneAnomaly?
}

/// People who fill a place to a given density and stand there.
public struct Crowd: Sendable, Hashable {
    /// Opposite corners of a rectangle.
    public var area: [SIMD2<Double>]
    /// Persons per square metre over time.
    public var density: [SceneLight.Moment]
    /// Where they come from and go to.
    public var gate: [SIMD2<Double>]
    /// What they look at; nil for everybody elsewhere.
    public var facing: SIMD2<Double>?
    /// How far they wander about while they stand, in metres.
    public var millMetres: Double
    /// Share of those who sit on the ground.
    public var sitting: Double
    /// From here on everybody runs away from the middle.
    public var disperseSeconds: Double?
    public var anomaly: SceneAnomaly?

    var squareMetres: Double {
        abs((area[1].x - area[0].x) * (area[1].y - area[0].y))
    }
}

/// How a body is held.
public enum Posture: String, CaseIterable, Sendable, Hashable {
    case upright, sit, crouch, lie, ride
}

/// Somebody who does what the file says, to the second. Others make room.
public struct ScriptedWalker: Sendable, Hashable {
    public struct Waypoint: Sendable, Hashable {
        public var time: Double
        public var at: SIMD2<Double>
        /// From here on.
        public var posture: Posture
    }

    public var name: String
    /// In the order of time; there from the first to the last.
    public var walk: [Waypoint]
    /// Where who never walks looks: 0 north, 90 east.
    public var facingDegrees: Double?
    public var anomaly: SceneAnomaly?
}

/// A vehicle, or a thing that is moved: there from its first to its last time.
public struct Mover: Sendable, Hashable {
    public enum Kind: String, CaseIterable, Sendable, Hashable {
        case car, van, bus, bicycle, scooter, trolley, bin, bench, cone
    }

    public var kind: Kind
    public var path: [ScriptedWalker.Waypoint]
    public var luma: Double
    public var anomaly: SceneAnomaly?
}

/// A bag that somebody carries in, puts down, and that may be taken away again.
public struct SceneObject: Sendable, Hashable {
    public enum Kind: String, CaseIterable, Sendable, Hashable {
        case suitcase, backpack, duffel, box, bottle
    }

    public var id: String
    public var kind: Kind
    public var at: SIMD2<Double>
    /// Width, depth, height.
    public var size: SIMD3<Double>
    public var luma: Double
    public var owner: String
    public var putSeconds: Double
    public var taker: String?
    public var removedSeconds: Double?
    /// When it is there at all: a bag that is carried on and put down again is described as two.
    public var existsSeconds: ClosedRange<Double>
}
