/// Limits of the two-layer update, in tenths of a second and grey levels.
public struct LayerLimits: Sendable, Hashable {
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

    public init(
        ticks: UInt16, youngTicks: UInt16, forgetTicks: UInt16, stillTicks: UInt16, settleTicks: UInt16, floor: UInt8
    ) {
        self.ticks = ticks
        self.youngTicks = youngTicks
        self.forgetTicks = forgetTicks
        self.stillTicks = stillTicks
        self.settleTicks = settleTicks
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
    /// Tenths of a second for which the picture has not changed from frame to frame, at most 255.
    public var steady: UnsafeMutablePointer<UInt8>
    /// Median |difference| to the background, in eighths of a grey level.
    public var noise: UnsafeMutablePointer<UInt8>
    /// 0 background, 1 moving, 2 still.
    public var state: UnsafeMutablePointer<UInt8>

    public init(
        candidate: UnsafeMutablePointer<UInt8>, age: UnsafeMutablePointer<UInt16>,
        missing: UnsafeMutablePointer<UInt16>, steady: UnsafeMutablePointer<UInt8>,
        noise: UnsafeMutablePointer<UInt8>, state: UnsafeMutablePointer<UInt8>
    ) {
        self.candidate = candidate
        self.age = age
        self.missing = missing
        self.steady = steady
        self.noise = noise
        self.state = state
    }
}

extension LayerPlanes {
    func advanced(by pixels: Int) -> LayerPlanes {
        LayerPlanes(
            candidate: candidate + pixels, age: age + pixels, missing: missing + pixels, steady: steady + pixels,
            noise: noise + pixels, state: state + pixels)
    }

    subscript(i: Int) -> ReferenceKernels.LayerPixel {
        get {
            ReferenceKernels.LayerPixel(
                candidate: candidate[i], age: age[i], missing: missing[i], steady: steady[i], noise: noise[i],
                state: state[i])
        }
        nonmutating set {
            (candidate[i], age[i], missing[i]) = (newValue.candidate, newValue.age, newValue.missing)
            (steady[i], state[i]) = (newValue.steady, newValue.state)
        }
    }
}

/// What a pixel's new value is, between the passes of the layer update.
enum LayerClass {
    static let back: UInt8 = 0
    static let front: UInt8 = 1
    static let stillFront: UInt8 = 2
    static let other: UInt8 = 3
    static let renewed: UInt8 = 4
}

extension Kernels {
    /// Two-layer background and candidate update, per pixel, no random neighbour anywhere.
    ///
    /// - Near the expected background: background; the candidate's age falls four times as fast as it grew, and it is
    ///   forgotten when not seen for `forgetTicks`.
    /// - Near the candidate: it is seen again, grows older and follows slow change by one grey level.
    /// - Else moving. The old candidate is remembered through the occlusion, unless it is young, was not seen for
    ///   `forgetTicks`, or what is seen now has stayed the same for long enough to be no passer-by; then this is the
    ///   new candidate, as old as it has been steady.
    ///
    /// The threshold is max(floor, 2.5 σ), at most 63, with σ = 1.48 × the median absolute difference.
    public static func updateLayers(
        luma: UnsafePointer<UInt8>, previous: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>,
        planes: LayerPlanes, limits: LayerLimits, count: Int
    ) {
        // Three passes over blocks that stay in the first-level cache: 8-bit comparison, 16-bit ages, 8-bit result.
        let vectors = count &- count % 16
        var start = 0
        while start < vectors {
            let length = min(1024, vectors &- start)
            compareLayers(
                luma + start, previous + start, expected + start, planes.advanced(by: start),
                ticks: UInt8(clamping: limits.ticks), floor: limits.floor, count: length)
            ageLayers(planes.advanced(by: start), limits: limits, count: length)
            settleLayers(luma + start, planes.candidate + start, classes: planes.state + start, count: length)
            start &+= length
        }
        for i in vectors..<count {
            planes[i] = ReferenceKernels.updateLayer(
                planes[i], luma: luma[i], previous: previous[i], expected: expected[i], limits: limits)
        }
    }

    private typealias Bytes = SIMD16<UInt8>
    private typealias Words = SIMD8<UInt16>

    @inline(__always)
    private static func bytes(_ source: UnsafePointer<UInt8>, _ i: Int) -> Bytes {
        UnsafeRawPointer(source + i).loadUnaligned(as: Bytes.self)
    }

    @inline(__always)
    private static func words(_ source: UnsafePointer<UInt16>, _ i: Int) -> Words {
        UnsafeRawPointer(source + i).loadUnaligned(as: Words.self)
    }

    @inline(__always)
    private static func widened(_ source: UnsafePointer<UInt8>, _ i: Int) -> Words {
        Words(truncatingIfNeeded: UnsafeRawPointer(source + i).loadUnaligned(as: SIMD8<UInt8>.self))
    }

    @inline(__always)
    private static func distance(_ a: Bytes, _ b: Bytes) -> Bytes {
        (b &- a).replacing(with: a &- b, where: a .> b)
    }

    /// Writes ``LayerClass/back``, `front` or `other` into the state plane and counts how long the picture is steady.
    @inline(__always)
    private static func compareLayers(
        _ luma: UnsafePointer<UInt8>, _ previous: UnsafePointer<UInt8>, _ expected: UnsafePointer<UInt8>,
        _ planes: LayerPlanes, ticks: UInt8, floor: UInt8, count: Int
    ) {
        let (least, most) = (Bytes(repeating: floor), Bytes(repeating: 63))
        let (zero, one, step) = (Bytes(repeating: 0), Bytes(repeating: 1), Bytes(repeating: ticks))
        let other = Bytes(repeating: LayerClass.other)
        var i = 0
        while i < count {
            let (value, noise) = (bytes(luma, i), bytes(planes.noise, i))
            // 3.7 × median: 15/32 of an eighth.
            let halves = (noise &>> Bytes(repeating: 2)) &+ (noise &>> Bytes(repeating: 3))
            let noisy = halves &+ (noise &>> Bytes(repeating: 4)) &+ (noise &>> Bytes(repeating: 5))
            let raised = noisy.replacing(with: least, where: noisy .< least)
            let threshold = raised.replacing(with: most, where: raised .> most)
            let isOther = distance(value, bytes(planes.candidate, i)) .> threshold
            let notBack = one.replacing(with: other, where: isOther)
            let isNotBack = distance(value, bytes(expected, i)) .> threshold
            let kind = zero.replacing(with: notBack, where: isNotBack)
            UnsafeMutableRawPointer(planes.state + i).storeBytes(of: kind, as: Bytes.self)
            let sum = bytes(planes.steady, i) &+ step
            let grown = sum.replacing(with: Bytes(repeating: 255), where: sum .< step)
            let hasChanged = distance(value, bytes(previous, i)) .> (threshold &>> one) &+ one
            let steady = grown.replacing(with: zero, where: hasChanged)
            UnsafeMutableRawPointer(planes.steady + i).storeBytes(of: steady, as: Bytes.self)
            i &+= 16
        }
    }

    /// Brings ages up to date and refines the class to still or renewed.
    @inline(__always)
    private static func ageLayers(_ planes: LayerPlanes, limits: LayerLimits, count: Int) {
        let (zero, one, full) = (Words(repeating: 0), Words(repeating: 1), Words(repeating: 65535))
        let (ticks, still) = (Words(repeating: limits.ticks), Words(repeating: limits.stillTicks))
        let fall = Words(repeating: limits.ticks > 16383 ? 65535 : limits.ticks &* 4)
        let (settle, longest) = (Words(repeating: limits.settleTicks), Words(repeating: 255))
        let (forget, young) = (Words(repeating: limits.forgetTicks), Words(repeating: limits.youngTicks))
        var i = 0
        while i < count {
            let (kind, steady) = (widened(planes.state, i), widened(planes.steady, i))
            let (age, sum) = (words(planes.age, i), words(planes.missing, i) &+ ticks)
            let unseen = sum.replacing(with: full, where: sum .< ticks)
            let aged = age &+ ticks
            let grown = aged.replacing(with: full, where: aged .< ticks)
            let fallen = zero.replacing(with: age &- fall, where: age .> fall)
            let quarter = age &>> Words(repeating: 2)
            let needed = quarter.replacing(with: settle, where: quarter .< settle)
            let wait = needed.replacing(with: longest, where: needed .> longest)
            let isForgotten = unseen .> forget
            let isRenewed = isForgotten .| (age .< young) .| (steady .>= wait)
            let (isFront, isBack) = (kind .== one, kind .== zero)

            let otherAge = age.replacing(with: steady, where: isRenewed)
            let notBackAge = otherAge.replacing(with: grown, where: isFront)
            let newAge = notBackAge.replacing(with: fallen.replacing(with: zero, where: isForgotten), where: isBack)
            let otherMissing = unseen.replacing(with: zero, where: isRenewed)
            let notBackMissing = otherMissing.replacing(with: zero, where: isFront)
            let newMissing = notBackMissing.replacing(with: unseen, where: isBack)
            let front = one.replacing(with: Words(repeating: 2), where: grown .>= still)
            let other = Words(repeating: 3).replacing(with: Words(repeating: 4), where: isRenewed)
            let newKind = other.replacing(with: front, where: isFront).replacing(with: zero, where: isBack)
            UnsafeMutableRawPointer(planes.age + i).storeBytes(of: newAge, as: Words.self)
            UnsafeMutableRawPointer(planes.missing + i).storeBytes(of: newMissing, as: Words.self)
            let narrowed = SIMD8<UInt8>(truncatingIfNeeded: newKind)
            UnsafeMutableRawPointer(planes.state + i).storeBytes(of: narrowed, as: SIMD8<UInt8>.self)
            i &+= 8
        }
    }

    /// Follows or replaces the candidate and leaves the state behind.
    @inline(__always)
    private static func settleLayers(
        _ luma: UnsafePointer<UInt8>, _ candidate: UnsafeMutablePointer<UInt8>,
        classes: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let (value, front, kind) = (luma[i], candidate[i], classes[i])
            let up: UInt8 = value > front ? 1 : 0
            let down: UInt8 = value < front ? 1 : 0
            let isFront: UInt8 = kind == LayerClass.front || kind == LayerClass.stillFront ? 1 : 0
            let followed = isFront != 0 ? front &+ up &- down : front
            candidate[i] = kind == LayerClass.renewed ? value : followed
            let limited: UInt8 = kind > LayerClass.stillFront ? 1 : kind
            classes[i] = limited
        }
    }

    /// Moves each pixel's noise one step (an eighth of a grey level) toward |luma − expected|: where `state` is
    /// background always, where it is moving only if `includeMoving`, where it is still never.
    ///
    /// Steps of equal size up and down converge to the median, which passers-by do not move. Distances from 31 on are
    /// the same.
    public static func updateNoise(
        luma: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>, state: UnsafePointer<UInt8>, includeMoving: Bool,
        noise: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        let limit: UInt8 = includeMoving ? 1 : 0
        for i in 0..<count {
            let (value, back, old) = (luma[i], expected[i], noise[i])
            let difference = value > back ? value &- back : back &- value
            let distance = (difference > 31 ? 31 : difference) &<< 3
            let up: UInt8 = distance > old ? 1 : 0
            let down: UInt8 = distance < old ? 1 : 0
            let moved = old &+ up &- down
            noise[i] = state[i] > limit ? old : moved
        }
    }
}
