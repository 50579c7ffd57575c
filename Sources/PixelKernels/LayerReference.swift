extension ReferenceKernels {
    /// One pixel of the two-layer model.
    public struct LayerPixel: Hashable, Sendable {
        public var candidate: UInt8, age: UInt16, missing: UInt16, steady: UInt8, noise: UInt8, state: UInt8

        public init(candidate: UInt8, age: UInt16, missing: UInt16, steady: UInt8, noise: UInt8, state: UInt8) {
            (self.candidate, self.age, self.missing) = (candidate, age, missing)
            (self.steady, self.noise, self.state) = (steady, noise, state)
        }
    }

    public static func updateLayer(
        _ pixel: LayerPixel, luma: UInt8, previous: UInt8, expected: UInt8, limits: LayerLimits
    ) -> LayerPixel {
        var result = pixel
        let (ticks, noise) = (Int(limits.ticks), Int(pixel.noise))
        let threshold = min(63, max(Int(limits.floor), noise / 4 + noise / 8 + noise / 16 + noise / 32))
        let isSteady = abs(Int(luma) - Int(previous)) <= threshold / 2 + 1
        result.steady = isSteady ? UInt8(min(255, Int(pixel.steady) + min(255, ticks))) : 0
        let unseen = min(65535, Int(pixel.missing) + ticks)
        let isForgotten = unseen > Int(limits.forgetTicks)
        let wait = min(255, max(Int(limits.settleTicks), Int(pixel.age) / 4))
        if abs(Int(luma) - Int(expected)) <= threshold {
            result.state = 0
            result.age = isForgotten ? 0 : UInt16(max(0, Int(pixel.age) - min(65535, 4 * ticks)))
            result.missing = UInt16(unseen)
        } else if abs(Int(luma) - Int(pixel.candidate)) <= threshold {
            result.age = UInt16(min(65535, Int(pixel.age) + ticks))
            result.missing = 0
            result.candidate = UInt8(Int(pixel.candidate) + (Int(luma) - Int(pixel.candidate)).signum())
            result.state = result.age >= limits.stillTicks ? 2 : 1
        } else if isForgotten || pixel.age < limits.youngTicks || Int(result.steady) >= wait {
            (result.candidate, result.age, result.missing, result.state) = (luma, UInt16(result.steady), 0, 1)
        } else {
            result.missing = UInt16(unseen)
            result.state = 1
        }
        return result
    }

    public static func updateNoise(
        _ noise: UInt8, luma: UInt8, expected: UInt8, state: UInt8, includeMoving: Bool
    ) -> UInt8 {
        guard state == 0 || (state == 1 && includeMoving) else { return noise }
        let distance = min(31, abs(Int(luma) - Int(expected))) * 8
        return UInt8(Int(noise) + (distance - Int(noise)).signum())
    }
}
