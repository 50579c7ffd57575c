extension ScalarKernels {
    public static func updateLayers(
        luma: UnsafePointer<UInt8>, previous: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>,
        planes: LayerPlanes, limits: LayerLimits, count: Int
    ) {
        updateLayers(
            luma: luma, previous: previous, expected: expected, planes: planes, limits: limits, range: 0..<count)
    }

    @usableFromInline
    static func updateLayers(
        luma: UnsafePointer<UInt8>, previous: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>,
        planes: LayerPlanes, limits: LayerLimits, range: Range<Int>
    ) {
        for i in range {
            planes[i] = planes[i].updated(
                luma: Int(luma[i]), previous: Int(previous[i]), expected: Int(expected[i]), limits: limits)
        }
    }
}

/// One pixel of the two-layer model.
struct LayerPixel {
    var candidate, age, missing, steady, noise, state, support: Int

    func updated(luma: Int, previous: Int, expected: Int, limits: LayerLimits) -> LayerPixel {
        var result = self
        let ticks = Int(limits.ticks)
        let threshold = min(63, max(Int(limits.floor), noise / 4 + noise / 8 + noise / 16 + noise / 32))
        let isSteady = abs(luma - previous) <= threshold / 2 + 1
        result.steady = isSteady ? min(255, steady + ticks) : 0
        let unseen = min(65535, missing + ticks)
        let isForgotten = unseen > Int(limits.forgetTicks)
        let wait = min(255, max(Int(limits.settleTicks), age / 4))
        if abs(luma - expected) <= threshold {
            result.state = 0
            result.age = isForgotten ? 0 : max(0, age - min(65535, 4 * ticks))
            result.missing = unseen
            result.support = min(255, support + min(255, ticks))
        } else if abs(luma - candidate) <= threshold {
            result.age = min(65535, age + ticks)
            result.missing = 0
            result.candidate = candidate + (luma - candidate).signum()
            result.state = result.age >= Int(limits.stillTicks) ? 2 : 1
        } else if isForgotten || age < Int(limits.youngTicks) || result.steady >= wait {
            (result.candidate, result.age, result.missing, result.state) = (luma, result.steady, 0, 1)
        } else {
            (result.missing, result.state) = (unseen, 1)
        }
        if result.state <= Int(limits.noise.rawValue), limits.noise != .untouched {
            result.noise = noise + (8 * min(31, abs(luma - expected)) - noise).signum()
        }
        return result
    }
}

extension LayerPlanes {
    subscript(i: Int) -> LayerPixel {
        get {
            LayerPixel(
                candidate: Int(candidate[i]), age: Int(age[i]), missing: Int(missing[i]), steady: Int(steady[i]),
                noise: Int(noise[i]), state: Int(state[i]), support: Int(support[i]))
        }
        nonmutating set {
            (candidate[i], age[i], missing[i]) = (
                UInt8(newValue.candidate), UInt16(newValue.age), UInt16(newValue.missing)
            )
            (steady[i], noise[i]) = (UInt8(newValue.steady), UInt8(newValue.noise))
            (state[i], support[i]) = (UInt8(newValue.state), UInt8(newValue.support))
        }
    }
}
