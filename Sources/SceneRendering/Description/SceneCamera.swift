/// Where the camera hangs, how it looks, and how well it sees.
public struct SceneCamera: Sendable, Hashable {
    public var heightMetres: Double
    /// Below the horizon.
    public var tiltDegrees: Double
    /// 0 looks north, 90 east.
    public var yawDegrees: Double
    /// From the left to the right edge of the picture.
    public var fieldOfViewDegrees: Double
    /// Radial: a point at r focal lengths from the axis is seen at r (1 + distortion · r²); below 0 for barrels.
    public var distortion: Double
    /// Standard deviation of the sensor's noise on mid grey, in luma steps.
    public var noise: Double
    /// Amplitude of the exposure's flicker as a share of the luma.
    public var flicker: Double
    /// Amplitude of the bands that mains light leaves on a rolling shutter, as a share of the luma.
    public var bands: Double
    /// How long the exposure control takes to follow the light; 0 for a fixed exposure.
    public var exposureLagSeconds: Double
    /// For how long one picture gathers light.
    public var shutterSeconds: Double
    /// A lamp beside the lens, no colours: clothes look lighter, far away is dark.
    public var isInfraRed: Bool
    /// Amplitude of the shaking in pixels, and a slow drift to the right in pixels a minute.
    public var shakePixels, driftPixelsPerMinute: Double
    public var lens: SceneLens
    public var turns: [CameraTurn]

    /// Pixels of drift from which on the camera counts as moved.
    static let movedPixels = 3.0
    /// Seconds after which the drift has come so far; `nil` for a camera that does not drift.
    var driftedAfter: Double? {
        driftPixelsPerMinute > 0 ? Self.movedPixels / driftPixelsPerMinute * 60 : nil
    }
}

/// What is on the lens: each 0 (nothing) to 1 (much).
public struct SceneLens: Sendable, Hashable {
    public var dirt, web, drops, insects: Double

    public static let clean = Self(dirt: 0, web: 0, drops: 0, insects: 0)
}

/// From a moment on the camera looks elsewhere: a pan, a bump, a zoom.
public struct CameraTurn: Sendable, Hashable {
    public var time: Double
    /// How long the turning takes.
    public var seconds: Double
    /// Against the camera's own position, not against the turn before: zeros and a zoom of 1 turn it back.
    public var yawDegrees, tiltDegrees, zoom: Double

    /// Enough for zones to lie in wrong places.
    var isMoved: Bool { abs(yawDegrees) > 1.5 || abs(tiltDegrees) > 1.5 || abs(zoom - 1) > 0.05 }
}

/// Something that is done to the camera, or that happens to it, for a while.
public struct Tampering: Sendable, Hashable {
    public enum State: String, CaseIterable, Sendable, Hashable {
        case dark, bright, blurred, blocked, moved, frozen, flickering, lost
    }

    public var state: State
    public var startSeconds, endSeconds: Double
    /// How much, 0..1: of the lens covered, of the sharpness lost, of the light.
    public var strength: Double
}
