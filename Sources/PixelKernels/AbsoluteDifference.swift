extension Kernels {
    /// Sum of |a − b| over `count` pixels.
    public static func sumOfAbsoluteDifferences(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int
    ) -> UInt64 {
        var total: UInt64 = 0
        var start = 0
        while start < count {
            // 2²⁰ × 255 fits 32 bits: flush the narrow accumulator in time.
            let end = min(count, start &+ 1 &<< 20)
            var sum: UInt32 = 0
            for i in start..<end {
                let difference = Int16(a[i]) &- Int16(b[i])
                sum = sum &+ UInt32(truncatingIfNeeded: difference < 0 ? 0 &- difference : difference)
            }
            total &+= UInt64(sum)
            start = end
        }
        return total
    }

    /// `mask[i]` = 1 where |a − b| > `threshold`, else 0.
    public static func differenceMask(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, threshold: UInt8,
        into mask: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let (high, low) = (a[i] > b[i] ? a[i] : b[i], a[i] > b[i] ? b[i] : a[i])
            mask[i] = high &- low > threshold ? 1 : 0
        }
    }
}

extension ReferenceKernels {
    public static func sumOfAbsoluteDifferences(_ a: [UInt8], _ b: [UInt8]) -> UInt64 {
        zip(a, b).reduce(0) { $0 + UInt64(abs(Int($1.0) - Int($1.1))) }
    }

    public static func differenceMask(_ a: [UInt8], _ b: [UInt8], threshold: UInt8) -> [UInt8] {
        zip(a, b).map { abs(Int($0) - Int($1)) > Int(threshold) ? 1 : 0 }
    }
}
