public import CPixel

extension LumaKernels {
    @inlinable @inline(__always)
    public static func sumOfAbsoluteDifferences(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int
    ) -> UInt64 {
        cpixel_sum_of_differences(a, b, count)
    }

    @inlinable @inline(__always)
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

extension ScalarKernels {
    public static func sumOfAbsoluteDifferences(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int
    ) -> UInt64 {
        var sum: UInt64 = 0
        for i in 0..<count { sum += UInt64(abs(Int(a[i]) - Int(b[i]))) }
        return sum
    }

    public static func differenceMask(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, threshold: UInt8,
        into mask: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count { mask[i] = abs(Int(a[i]) - Int(b[i])) > Int(threshold) ? 1 : 0 }
    }
}
