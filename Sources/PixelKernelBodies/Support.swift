extension LumaKernels {
    @inlinable @inline(__always)
    public static func dropSupport(
        _ before: UnsafePointer<UInt8>, _ after: UnsafePointer<UInt8>, threshold: UInt8,
        support: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let (a, b) = (before[i], after[i])
            let difference = a > b ? a &- b : b &- a
            let kept: UInt8 = difference > threshold ? 0 : 255
            support[i] = support[i] & kept
        }
    }
}

extension ScalarKernels {
    public static func dropSupport(
        _ before: UnsafePointer<UInt8>, _ after: UnsafePointer<UInt8>, threshold: UInt8,
        support: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count where abs(Int(before[i]) - Int(after[i])) > Int(threshold) { support[i] = 0 }
    }
}
