extension LumaKernels {
    @inlinable @inline(__always)
    public static func maskMoving(
        _ state: UnsafePointer<UInt8>, width: Int, height: Int, into mask: UnsafeMutablePointer<UInt8>,
        quarter: UnsafeMutablePointer<UInt8>
    ) {
        for i in 0..<width &* height { mask[i] = state[i] == 1 ? 255 : 0 }
        let columns = width / 4
        for row in 0..<height / 4 {
            let second = UnsafeRawPointer(mask + (row &* 4 &+ 1) &* width)
            let third = second + width
            let out = quarter + row &* columns
            for column in 0..<columns {
                let p: UInt32 = second.loadUnaligned(fromByteOffset: 4 &* column, as: UInt32.self).littleEndian
                let q: UInt32 = third.loadUnaligned(fromByteOffset: 4 &* column, as: UInt32.self).littleEndian
                let (a, b, c, d) = (p &>> 8, p &>> 16, q &>> 8, q &>> 16)
                out[column] = UInt8(truncatingIfNeeded: (a & b) | (c & d) | (a & d))
            }
        }
    }
}

extension ScalarKernels {
    public static func maskMoving(
        _ state: UnsafePointer<UInt8>, width: Int, height: Int, into mask: UnsafeMutablePointer<UInt8>,
        quarter: UnsafeMutablePointer<UInt8>
    ) {
        func isMoving(_ x: Int, _ y: Int) -> Bool { state[y * width + x] == 1 }
        for y in 0..<height {
            for x in 0..<width { mask[y * width + x] = isMoving(x, y) ? 255 : 0 }
        }
        for y in 0..<height / 4 {
            for x in 0..<width / 4 {
                let (a, b) = (isMoving(4 * x + 1, 4 * y + 1), isMoving(4 * x + 2, 4 * y + 1))
                let (c, d) = (isMoving(4 * x + 1, 4 * y + 2), isMoving(4 * x + 2, 4 * y + 2))
                quarter[y * (width / 4) + x] = a && b || c && d || a && d ? 255 : 0
            }
        }
    }
}
