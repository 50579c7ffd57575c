/// The luma on a capsule's surface: round shading, grain of the cloth, stripes, fog before it.
struct CapsuleShading {
    private let luma, grain, stripes, stripeContrast: Float
    private let seed: UInt32
    private let length: Float
    private let lightX, lightY, lightZ: Float
    private let axisX, axisY: Float
    private let fog: Float

    init(_ capsule: Capsule, _ flat: FlatCapsule, light: Vector3, fog: Float) {
        (luma, grain, seed) = (capsule.luma, capsule.grain, capsule.seed)
        (stripes, stripeContrast) = (capsule.stripes, capsule.stripeContrast)
        length = Float((capsule.end - capsule.start).length)
        (lightX, lightY, lightZ) = (Float(light.x), Float(light.y), Float(light.z))
        self.fog = fog
        let (dx, dy) = (flat.x1 - flat.x0, flat.y1 - flat.y0)
        let long = (dx * dx + dy * dy).squareRoot()
        (axisX, axisY) = long > 0.01 ? (dx / long, dy / long) : (0, 1)
    }

    @inline(__always)
    func value(_ block: FlatCapsule.Block) -> Lane {
        let (nx, ny) = (block.normalX, block.normalY)
        let nz = larger(1 - nx * nx - ny * ny, 0).squareRoot()
        let lit = larger(nx * lightX + ny * lightY + nz * lightZ, 0)
        let shade = 0.62 + lit * 0.42 - ny * 0.12
        var cloth = Lane(repeating: luma)
        if grain > 0 {
            let metres = block.along * length
            cloth += Self.noise(metres, nx * axisY - ny * axisX, seed) * grain
            if stripes > 0 {
                let isOdd = Self.integer(metres * (stripes * 2)) & 1
                cloth += Lane(truncatingBits: isOdd) * stripeContrast
            }
        }
        return cloth * shade * (1 - fog) + Fog.luma * fog
    }

    /// −1..1 for a patch of cloth of about four centimetres.
    @inline(__always)
    private static func noise(_ metres: Lane, _ around: Lane, _ seed: UInt32) -> Lane {
        let cell = integer(metres * 26) &* 0x85EB_CA6B ^ integer(around * 3.5)
        var hash = (cell ^ seed) &* 0xC2B2_AE35
        hash ^= hash &>> 15
        hash = hash &* 0x27D4_EB2F
        return Lane(truncatingBits: hash &>> 16) * (2 / 65_536) - 1
    }

    /// The nearest whole number, plus a constant, by adding what moves the integer part into the lowest bits.
    @inline(__always)
    private static func integer(_ value: Lane) -> SIMD8<UInt32> {
        unsafeBitCast(value + 12_582_912, to: SIMD8<UInt32>.self)
    }
}

extension SIMD8<Float> {
    /// Small whole numbers (below 2²²) as floats, by their bits.
    @inline(__always)
    fileprivate init(truncatingBits value: SIMD8<UInt32>) {
        self = unsafeBitCast(value | 0x4B00_0000, to: Self.self) - 8_388_608
    }
}

/// The veil of fog: contrast falls with the distance (Koschmieder's law).
struct Fog {
    static let luma: Float = 150
    private let perMetre: Float

    init(_ scene: SceneDescription) {
        // Meteorological range 3.9 / perMetre: 25 m in the thickest fog.
        perMetre = Float(scene.weather.fog * 0.155)
    }

    /// How much of what is seen at a distance is fog.
    func share(at metres: Float) -> Float {
        perMetre > 0 ? 1 - Float(ExactMath.exp(-Double(perMetre * min(metres, 400)))) : 0
    }
}
