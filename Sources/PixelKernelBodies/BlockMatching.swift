public import CPixel

extension LumaKernels {
    @inlinable @inline(__always)
    public static func maskedBlockDifference(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, stride: Int, side: Int
    ) -> UInt32 {
        side == 16
            ? cpixel_masked_difference(a, b, mask, stride, 16, 16)
            : cpixel_masked_difference(a, b, mask, stride, 8, 8)
    }
}

extension ScalarKernels {
    public static func maskedBlockDifference(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, stride: Int, side: Int
    ) -> UInt32 {
        var sum: UInt32 = 0
        for y in 0..<side {
            for x in 0..<side where mask[y * stride + x] != 0 {
                sum += UInt32(abs(Int(a[y * stride + x]) - Int(b[y * stride + x])))
            }
        }
        return sum
    }
}
