public import CPixel

extension LumaKernels {
    @inlinable @inline(__always)
    public static func meanRow(
        _ source: UnsafePointer<UInt8>, stride: Int, ratio: Int, into out: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        let done =
            switch ratio {
            case 2: cpixel_mean2(source, source + stride, out, count)
            case 3: cpixel_mean3(source, source + stride, source + 2 &* stride, out, count)
            default: cpixel_mean4(source, stride, out, count)
            }
        // The rest of the row, or all of it where there is no fast step. Division as a multiplication: exact for every
        // sum of 16 pixels and less.
        let area = UInt32(truncatingIfNeeded: ratio &* ratio)
        let reciprocal: UInt32 = ratio == 3 ? 7282 : 65536 / area
        for x in done..<max(done, count) {
            var sum: UInt32 = area / 2
            for y in 0..<ratio {
                let first = source + (y &* stride &+ x &* ratio)
                for tap in 0..<ratio { sum = sum &+ UInt32(first[tap]) }
            }
            out[x] = UInt8(truncatingIfNeeded: (sum &* reciprocal) &>> 16)
        }
    }
}

extension ScalarKernels {
    public static func meanRow(
        _ source: UnsafePointer<UInt8>, stride: Int, ratio: Int, into out: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for x in 0..<count {
            var sum = 0
            for y in 0..<ratio {
                for tap in 0..<ratio { sum += Int(source[y * stride + x * ratio + tap]) }
            }
            let area = ratio * ratio
            out[x] = UInt8((2 * sum + area) / (2 * area))
        }
    }
}
