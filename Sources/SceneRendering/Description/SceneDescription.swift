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
    public var weather: SceneWeather
    public var ground: SceneMaterial
    public var walls: [SceneWall]
    public var boxes: [SceneBox]
    public var trees: [SceneTree]
    /// Areas of the picture in which the truth counts people, by their feet.
    public var zones: [Zone]
    public var streams: [WalkerStream]
    public var crowds: [Crowd]
    public var people: [ScriptedWalker]
    public var objects: [SceneObject]
    public var movers: [Mover]
    public var tampering: [Tampering]
    /// What a technician would arm for this place beside the usual: entries of a camera file's `rules`, as text, one to
    /// a line. Nothing of it is rendered.
    public var rules: String

    /// Number of frames.
    public var frameCount: Int { Int((seconds * picture.framesPerSecond).rounded(.down)) }
}

public struct ScenePicture: Sendable, Hashable {
    /// In pixels, even.
    public var width, height: Int
    public var framesPerSecond: Double
    /// Bit rate of the video, for scenes whose difficulty is in its blocks; nil for constant quality.
    public var kilobitsPerSecond: Double?
    /// A clock that changes every second in the upper left corner.
    public var hasClock: Bool
}

/// A thing that never moves: pillar, kiosk, bench. Its sides run along the axes.
public struct SceneBox: Sendable, Hashable {
    /// Centre on the ground.
    public var at: SIMD2<Double>
    /// East, north, up.
    public var size: SIMD3<Double>
    public var material: SceneMaterial
}

/// A wall that stands on the ground between two points.
public struct SceneWall: Sendable, Hashable {
    public var from, to: SIMD2<Double>
    public var heightMetres: Double
    public var material: SceneMaterial
    /// How much of what stands before it is seen in it as in a window, 0..1.
    public var mirror: Double
}

/// A tree outside the picture or in it: only its swaying shadow is seen.
public struct SceneTree: Sendable, Hashable {
    public var at: SIMD2<Double>
    public var heightMetres, crownMetres: Double
    /// How far the crown sways, in metres.
    public var swayMetres: Double
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
