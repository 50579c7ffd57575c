extension Kernels {
    /// Zero-mean normalised cross-correlation of two windows of one stride, −127…127 for −1…1.
    ///
    /// 127 when both are flat (nothing contradicts), 0 when only one is. At most 32×32 pixels.
    public static func correlation(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
    ) -> Int8 {
        var sums = CorrelationSums()
        for y in 0..<height {
            let (p, q) = (a + y &* stride, b + y &* stride)
            for x in 0..<width {
                let (u, v) = (Int32(p[x]), Int32(q[x]))
                sums.a = sums.a &+ u
                sums.b = sums.b &+ v
                sums.aa = sums.aa &+ u &* u
                sums.bb = sums.bb &+ v &* v
                sums.ab = sums.ab &+ u &* v
            }
        }
        return sums.correlation(count: Int64(width &* height))
    }
}

/// First and second moments of two windows.
struct CorrelationSums {
    var a: Int32 = 0, b: Int32 = 0, aa: Int32 = 0, bb: Int32 = 0, ab: Int32 = 0

    /// Below this variance (grey levels squared) a window counts as flat: sensor noise alone would correlate at random.
    static let flatVariance: Int64 = 6

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

extension ReferenceKernels {
    /// Correlation by its definition, in floating point; compare with a tolerance of one step.
    public static func correlation(_ a: [UInt8], _ b: [UInt8]) -> Double {
        let count = Double(a.count)
        let meanA = a.reduce(0) { $0 + Double($1) } / count
        let meanB = b.reduce(0) { $0 + Double($1) } / count
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for (u, v) in zip(a, b) {
            ab += (Double(u) - meanA) * (Double(v) - meanB)
            aa += (Double(u) - meanA) * (Double(u) - meanA)
            bb += (Double(v) - meanB) * (Double(v) - meanB)
        }
        let flat = Double(CorrelationSums.flatVariance) * count
        if aa < flat || bb < flat { return aa < flat && bb < flat ? 127 : 0 }
        return 127 * ab / (aa * bb).squareRoot()
    }
}
