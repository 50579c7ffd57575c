/// Limits of the two-layer update, in tenths of a second and grey levels.
public struct LayerLimits: Sendable, Hashable {
    /// Tenths of a second since the previous update.
    public var ticks: UInt16
    /// A candidate younger than this is given up as soon as something else is seen.
    public var youngTicks: UInt16
    /// An older candidate is remembered for so long without being seen.
    public var forgetTicks: UInt16
    /// A candidate of this age is ``PixelState/still``.
    public var stillTicks: UInt16
    /// Least difference that counts, whatever the noise.
    public var floor: UInt8

    public init(ticks: UInt16, youngTicks: UInt16, forgetTicks: UInt16, stillTicks: UInt16, floor: UInt8) {
        self.ticks = ticks
        self.youngTicks = youngTicks
        self.forgetTicks = forgetTicks
        self.stillTicks = stillTicks
        self.floor = floor
    }
}

/// The planes of the two-layer model, `count` pixels each.
public struct LayerPlanes {
    public var candidate: UnsafeMutablePointer<UInt8>
    /// Tenths of a second for which the candidate was seen.
    public var age: UnsafeMutablePointer<UInt16>
    /// Tenths of a second since the candidate was last seen.
    public var missing: UnsafeMutablePointer<UInt16>
    /// Median |difference| to the background, in eighths of a grey level.
    public var noise: UnsafeMutablePointer<UInt8>
    /// 0 background, 1 moving, 2 still.
    public var state: UnsafeMutablePointer<UInt8>

    public init(
        candidate: UnsafeMutablePointer<UInt8>, age: UnsafeMutablePointer<UInt16>,
        missing: UnsafeMutablePointer<UInt16>, noise: UnsafeMutablePointer<UInt8>, state: UnsafeMutablePointer<UInt8>
    ) {
        self.candidate = candidate
        self.age = age
        self.missing = missing
        self.noise = noise
        self.state = state
    }
}

extension Kernels {
    /// Two-layer background and candidate update, per pixel, no random neighbour anywhere.
    ///
    /// - Near the expected background: background; the candidate's age falls four times as fast as it grew, and it is
    ///   forgotten when not seen for `forgetTicks`.
    /// - Near the candidate: it is seen again, grows older and follows slow change by one grey level.
    /// - Else moving: a new candidate when the old one is young or forgotten, otherwise it is remembered through the
    ///   occlusion.
    ///
    /// The threshold is max(floor, 2.5 σ) with σ = 1.48 × the median absolute difference, at most 63.
    public static func updateLayers(
        luma: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>, planes: LayerPlanes, limits: LayerLimits,
        count: Int
    ) {
        let (candidate, age, missing, noise, state) =
            (planes.candidate, planes.age, planes.missing, planes.noise, planes.state)
        let (ticks, floor) = (limits.ticks, UInt16(limits.floor))
        let fall: UInt16 = ticks > 16383 ? 65535 : ticks &* 4
        for i in 0..<count {
            let (value, back, front) = (Int16(luma[i]), Int16(expected[i]), Int16(candidate[i]))
            let (toBack, toFront) = (value &- back, value &- front)
            let fromBack = UInt16(bitPattern: toBack < 0 ? 0 &- toBack : toBack)
            let fromFront = UInt16(bitPattern: toFront < 0 ? 0 &- toFront : toFront)
            // 3.7 × noise / 8 = 118.4 / 256 × noise.
            let noisy = (UInt16(noise[i]) &* 118) &>> 8
            let raised = noisy > floor ? noisy : floor
            let threshold = raised > 63 ? 63 : raised
            let isBack = fromBack <= threshold
            let isFront = fromFront <= threshold

            let (oldAge, oldMissing) = (age[i], missing[i])
            let grown = oldAge > 65535 &- ticks ? 65535 : oldAge &+ ticks
            let fallen = oldAge > fall ? oldAge &- fall : 0
            let unseen = oldMissing > 65535 &- ticks ? 65535 : oldMissing &+ ticks
            let isForgotten = unseen > limits.forgetTicks
            let isNew = isForgotten || oldAge < limits.youngTicks

            let backAge: UInt16 = isForgotten ? 0 : fallen
            let elseAge: UInt16 = isNew ? 0 : oldAge
            let newAge = isBack ? backAge : (isFront ? grown : elseAge)
            let elseMissing: UInt16 = isNew ? 0 : unseen
            let newMissing = isBack ? unseen : (isFront ? 0 : elseMissing)
            let drift: Int16 = toFront > 0 ? 1 : (toFront < 0 ? -1 : 0)
            let followed = front &+ drift
            let elseFront = isNew ? value : front
            let newFront = isBack ? front : (isFront ? followed : elseFront)
            age[i] = newAge
            missing[i] = newMissing
            candidate[i] = UInt8(truncatingIfNeeded: newFront)
            let foreground: UInt8 = isFront && newAge >= limits.stillTicks ? 2 : 1
            state[i] = isBack ? 0 : foreground
        }
    }

    /// Moves each pixel's noise one step (an eighth of a grey level) toward |luma − expected|: where `state` is
    /// background always, where it is moving only if `includeMoving`, where it is still never.
    ///
    /// Steps of equal size up and down converge to the median, which passers-by do not move.
    public static func updateNoise(
        luma: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>, state: UnsafePointer<UInt8>, includeMoving: Bool,
        noise: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        let limit: UInt8 = includeMoving ? 1 : 0
        for i in 0..<count {
            let difference = Int16(luma[i]) &- Int16(expected[i])
            let distance = (difference < 0 ? 0 &- difference : difference) &* 8
            let old = noise[i]
            let up: UInt8 = distance > Int16(old) && old < 255 ? 1 : 0
            let down: UInt8 = distance < Int16(old) ? 1 : 0
            noise[i] = state[i] <= limit ? old &+ up &- down : old
        }
    }
}
