extension LumaKernels {
    @inlinable @inline(__always)
    public static func lightCorrection(
        _ background: UnsafePointer<UInt8>, offset: Int16, slope: Int16, pivot: Int16,
        into expected: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let b = Int16(background[i])
            // |b − pivot| ≤ 255 and |slope| ≤ 127 keep the product within 16 bits.
            let value = b &+ offset &+ (((b &- pivot) &* slope) &>> 8)
            let floored = value < 0 ? 0 : value
            expected[i] = UInt8(truncatingIfNeeded: floored > 255 ? 255 : floored)
        }
    }
}

extension ScalarKernels {
    public static func lightCorrection(
        _ background: UnsafePointer<UInt8>, offset: Int16, slope: Int16, pivot: Int16,
        into expected: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let b = Int(background[i])
            let scaled = (Double((b - Int(pivot)) * Int(slope)) / 256).rounded(.down)
            expected[i] = UInt8(min(255, max(0, b + Int(offset) + Int(scaled))))
        }
    }
}
