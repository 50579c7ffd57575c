public import CPixel

/// Limits of the two-layer update, in tenths of a second and grey levels.
public struct LayerLimits: Sendable, Hashable {
    /// Which pixels' noise is brought up to date.
    public enum Noise: UInt8, Sendable {
        case ofBackground = 0
        case ofBackgroundAndMoving = 1
        case untouched = 255
    }

    /// Tenths of a second since the previous update.
    public var ticks: UInt16
    /// A candidate younger than this is given up as soon as something else is seen.
    public var youngTicks: UInt16
    /// An older candidate is remembered for so long without being seen.
    public var forgetTicks: UInt16
    /// A candidate of this age is still.
    public var stillTicks: UInt16
    /// What takes an older candidate's place must have been the same for so long, and for a quarter of its age.
    public var settleTicks: UInt16
    /// Least difference that counts, whatever the noise.
    public var floor: UInt8
    public var noise: Noise

    public init(
        ticks: UInt16, youngTicks: UInt16, forgetTicks: UInt16, stillTicks: UInt16, settleTicks: UInt16, floor: UInt8,
        noise: Noise
    ) {
        (self.ticks, self.youngTicks, self.forgetTicks) = (ticks, youngTicks, forgetTicks)
        (self.stillTicks, self.settleTicks, self.floor, self.noise) = (stillTicks, settleTicks, floor, noise)
    }

    @inlinable @inline(__always)
    var forSteps: cpixel_layer_limits {
        cpixel_layer_limits(
            ticks: ticks, young: youngTicks, forget: forgetTicks, still: stillTicks, settle: settleTicks, floor: floor,
            noise_limit: noise.rawValue)
    }
}

/// The planes of the two-layer model, `count` pixels each.
public struct LayerPlanes {
    public var candidate: UnsafeMutablePointer<UInt8>
    /// Tenths of a second for which the candidate was seen.
    public var age: UnsafeMutablePointer<UInt16>
    /// Tenths of a second since the candidate was last seen.
    public var missing: UnsafeMutablePointer<UInt16>
    /// Tenths of a second for which the picture has not changed from frame to frame, at most 255.
    public var steady: UnsafeMutablePointer<UInt8>
    /// Median |difference| to the background, in eighths of a grey level.
    public var noise: UnsafeMutablePointer<UInt8>
    /// 0 background, 1 moving, 2 still.
    public var state: UnsafeMutablePointer<UInt8>
    /// Tenths of a second for which the background was seen, at most 255.
    public var support: UnsafeMutablePointer<UInt8>

    public init(
        candidate: UnsafeMutablePointer<UInt8>, age: UnsafeMutablePointer<UInt16>,
        missing: UnsafeMutablePointer<UInt16>, steady: UnsafeMutablePointer<UInt8>,
        noise: UnsafeMutablePointer<UInt8>, state: UnsafeMutablePointer<UInt8>, support: UnsafeMutablePointer<UInt8>
    ) {
        (self.candidate, self.age, self.missing, self.steady) = (candidate, age, missing, steady)
        (self.noise, self.state, self.support) = (noise, state, support)
    }

    @inlinable @inline(__always)
    var forSteps: cpixel_layer_planes {
        cpixel_layer_planes(
            candidate: candidate, age: age, missing: missing, steady: steady, noise: noise, state: state,
            support: support)
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func updateLayers(
        luma: UnsafePointer<UInt8>, previous: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>,
        planes: LayerPlanes, limits: LayerLimits, count: Int
    ) {
        var (steps, stepLimits) = (planes.forSteps, limits.forSteps)
        let done = cpixel_update_layers(luma, previous, expected, &steps, &stepLimits, count)
        ScalarKernels.updateLayers(
            luma: luma, previous: previous, expected: expected, planes: planes, limits: limits, range: done..<count)
    }
}
