extension Kernels {
    /// Sum of |a − b| over a square of `side` (8 or 16) pixels, counted only where `mask` is not 0.
    ///
    /// The mask must hold 0 or 255. Leaving the background out keeps a small mover from being tied to what is behind.
    @inline(__always)
    public static func maskedBlockDifference(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, stride: Int,
        side: Int
    ) -> UInt32 {
        side == 16
            ? blockDifference16(a, b, mask: mask, stride: stride)
            : blockDifference8(a, b, mask: mask, stride: stride)
    }

    @usableFromInline
    static func blockDifference16(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, stride: Int
    ) -> UInt32 {
        // 16 rows × 255 fits a 16-bit lane.
        var low = SIMD8<UInt16>.zero
        var high = SIMD8<UInt16>.zero
        for y in 0..<16 {
            let offset = y &* stride
            let p = UnsafeRawPointer(a + offset).loadUnaligned(as: SIMD16<UInt8>.self)
            let q = UnsafeRawPointer(b + offset).loadUnaligned(as: SIMD16<UInt8>.self)
            let m = UnsafeRawPointer(mask + offset).loadUnaligned(as: SIMD16<UInt8>.self)
            let isMore = p .> q
            let difference = (q &- p).replacing(with: p &- q, where: isMore) & m
            let words = unsafeBitCast(difference, to: SIMD8<UInt16>.self)
            low = low &+ (words & SIMD8<UInt16>(repeating: 0xFF))
            high = high &+ (words &>> SIMD8<UInt16>(repeating: 8))
        }
        var sum: UInt32 = 0
        for lane in 0..<8 { sum = sum &+ UInt32(low[lane]) &+ UInt32(high[lane]) }
        return sum
    }

    @usableFromInline
    static func blockDifference8(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, stride: Int
    ) -> UInt32 {
        var low = SIMD4<UInt16>.zero
        var high = SIMD4<UInt16>.zero
        for y in 0..<8 {
            let offset = y &* stride
            let p = UnsafeRawPointer(a + offset).loadUnaligned(as: SIMD8<UInt8>.self)
            let q = UnsafeRawPointer(b + offset).loadUnaligned(as: SIMD8<UInt8>.self)
            let m = UnsafeRawPointer(mask + offset).loadUnaligned(as: SIMD8<UInt8>.self)
            let difference = (q &- p).replacing(with: p &- q, where: p .> q) & m
            let words = unsafeBitCast(difference, to: SIMD4<UInt16>.self)
            low = low &+ (words & SIMD4<UInt16>(repeating: 0xFF))
            high = high &+ (words &>> SIMD4<UInt16>(repeating: 8))
        }
        var sum: UInt32 = 0
        for lane in 0..<4 { sum = sum &+ UInt32(low[lane]) &+ UInt32(high[lane]) }
        return sum
    }
}

extension ReferenceKernels {
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
