public import Scene

/// A scene as its file describes it, checked. Metres on the ground: `[east, north]` from the point below the camera;
/// times in seconds from the first frame.
public struct SceneDescription: Sendable, Hashable {
    public var name: String
    public var seed: UInt64
    public var seconds: Double
    /// Streams of walkers repeat with the scene, so that the last frame is followed well by the first.
    public var isLoop: Bool
    /// Conditions that make it hard, such as `rain`, as the file names them; ``allTags`` has those of its settings too.
    public var tags: [String]
    /// Part of the quick subset, which is rendered and scored for each change.
    public var isQuick: Bool
    /// The scene of the same place on an ordinary day, from which a model learns; nil when none is needed.
    public var learn: String?
    public var picture: ScenePicture
    public var camera: SceneCamera
    public var light: SceneLight
    public var ground: SceneMaterial
    public var walls: [SceneWall]
    public var boxes: [SceneBox]
    /// Areas of the picture in which the truth counts people, by their feet.
    public var zones: [Zone]
    public var streams: [WalkerStream]
    public var people: [ScriptedWalker]
    public var objects: [SceneObject]

    /// Number of frames.
    public var frameCount: Int { Int((seconds * picture.framesPerSecond).rounded(.down)) }
}

public struct ScenePicture: Sendable, Hashable {
    /// In pixels, even.
    public var width, height: Int
    public var framesPerSecond: Double
}

public struct SceneCamera: Sendable, Hashable {
    public var heightMetres: Double
    /// Below the horizon.
    public var tiltDegrees: Double
    /// 0 looks north, 90 east.
    public var yawDegrees: Double
    /// From the left to the right edge of the picture.
    public var fieldOfViewDegrees: Double
    /// Standard deviation of the sensor's noise on mid grey, in luma steps.
    public var noise: Double
    /// Amplitude of the exposure's flicker as a share of the luma.
    public var flicker: Double
}

public struct SceneLight: Sendable, Hashable {
    /// Where the sun stands: 0 north, 90 east; and how high.
    public var azimuthDegrees, elevationDegrees: Double
    /// How much a cast shadow darkens the ground, 0 (diffuse light) to 1.
    public var shadow: Double
    /// Amplitude of slow brightness changes that move over the picture, as a share of the luma.
    public var clouds: Double
}

public struct SceneMaterial: Sendable, Hashable {
    public enum Pattern: String, CaseIterable, Sendable, Hashable {
        case plain, asphalt, tiles, planks, bricks, panels
    }

    public var pattern: Pattern
    /// Mean luma under full light, and how far the pattern goes from it.
    public var luma, contrast: Double
    /// Length of one tile, plank, brick or panel.
    public var sizeMetres: Double
}

/// A wall that stands on the ground between two points.
public struct SceneWall: Sendable, Hashable {
    public var from, to: SIMD2<Double>
    public var heightMetres: Double
    public var material: SceneMaterial
}

/// A thing that never moves: pillar, kiosk, bench. Its sides run along the axes.
public struct SceneBox: Sendable, Hashable {
    /// Centre on the ground.
    public var at: SIMD2<Double>
    /// East, north, up.
    public var size: SIMD3<Double>
    public var material: SceneMaterial
}

/// People who come at random between two lines: a Poisson process of the given rate.
public struct WalkerStream: Sendable, Hashable {
    public var from, to: [SIMD2<Double>]
    public var perMinute: Double
    /// When walkers are let in; may begin before the first frame, so that the scene is not empty at its start.
    public var startSeconds, endSeconds: Double
    /// Desired speeds are drawn from this range, metres per second.
    public var speed: ClosedRange<Double>
    /// From here on everybody of the stream, and everybody who comes, walks the other way.
    public var reverseSeconds: Double?
}

/// Somebody who does what the file says, to the second. Others make room.
public struct ScriptedWalker: Sendable, Hashable {
    public struct Waypoint: Sendable, Hashable {
        public var time: Double
        public var at: SIMD2<Double>
    }

    public var name: String
    /// In the order of time; there from the first to the last.
    public var walk: [Waypoint]
}

/// A bag that somebody carries in, puts down, and that may be taken away again.
public struct SceneObject: Sendable, Hashable {
    public enum Kind: String, CaseIterable, Sendable, Hashable {
        case suitcase, backpack, duffel
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
}
