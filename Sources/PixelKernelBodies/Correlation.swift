public import CPixel

extension LumaKernels {
    @inlinable @inline(__always)
    public static func correlation(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
    ) -> Int8 {
        var sums = CorrelationSums()
        if width == 16 {
            let moments = cpixel_moments_of_16(a, b, stride, height)
            (sums.a, sums.b, sums.aa) = (moments.a, moments.b, moments.aa)
            (sums.bb, sums.ab) = (moments.bb, moments.ab)
        } else {
            for y in 0..<height {
                let (p, q) = (a + y &* stride, b + y &* stride)
                for x in 0..<width { sums.add(Int32(p[x]), Int32(q[x])) }
            }
        }
        return sums.correlation(count: Int64(truncatingIfNeeded: width &* height))
    }
}

/// First and second moments of two windows.
@usableFromInline
struct CorrelationSums {
    @usableFromInline var a: Int32 = 0, b: Int32 = 0, aa: Int32 = 0, bb: Int32 = 0, ab: Int32 = 0

    /// Below this variance (grey levels squared) a window counts as flat: sensor noise alone would correlate at random.
    public static let flatVariance: Int64 = 6

    @inlinable @inline(__always)
    init() {}

    @inlinable @inline(__always)
    mutating func add(_ u: Int32, _ v: Int32) {
        a = a &+ u
        b = b &+ v
        aa = aa &+ u &* u
        bb = bb &+ v &* v
        ab = ab &+ u &* v
    }

    @usableFromInline
    func correlation(count: Int64) -> Int8 {
        let covariance = count * Int64(ab) - Int64(a) * Int64(b)
        let varianceA = count * Int64(aa) - Int64(a) * Int64(a)
        let varianceB = count * Int64(bb) - Int64(b) * Int64(b)
        let flat = Self.flatVariance * count * count
        if varianceA < flat || varianceB < flat { return varianceA < flat && varianceB < flat ? 127 : 0 }
        // Square roots of integers below 2⁵³ are exactly rounded everywhere: the result is the same on every machine.
        let scale = Double(varianceA).squareRoot() * Double(varianceB).squareRoot()
        return Int8((127 * Double(covariance) / scale).rounded())
    }
}

extension ScalarKernels {
    public static func correlation(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
    ) -> Int8 {
        var sums = CorrelationSums()
        for y in 0..<height {
            for x in 0..<width { sums.add(Int32(a[y * stride + x]), Int32(b[y * stride + x])) }
        }
        return sums.correlation(count: Int64(width * height))
    }
}
