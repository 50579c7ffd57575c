public import CPixel

extension LumaKernels {
    @inlinable @inline(__always)
    public static func gradientChange(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, width: Int, height: Int, threshold: Int16,
        scratch: UnsafeMutablePointer<Int16>, into mask: UnsafeMutablePointer<UInt8>
    ) {
        guard width >= 3, height >= 3 else {
            for i in 0..<max(0, width &* height) { mask[i] = 0 }
            return
        }
        for x in 0..<width { (mask[x], mask[(height &- 1) &* width &+ x]) = (0, 0) }
        var (above, centre, below) = (scratch, scratch + width, scratch + 2 &* width)
        for y in 0..<height {
            let (p, q) = (a + y &* width, b + y &* width)
            for x in 0..<width { below[x] = Int16(p[x]) &- Int16(q[x]) }
            if y >= 2 {
                changeRow(
                    above: above, centre: centre, below: below, threshold: threshold, into: mask + (y &- 1) &* width,
                    count: width)
            }
            (above, centre, below) = (centre, below, above)
        }
    }

    @inlinable @inline(__always)
    static func changeRow(
        above: UnsafePointer<Int16>, centre: UnsafePointer<Int16>, below: UnsafePointer<Int16>, threshold: Int16,
        into mask: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        mask[0] = 0
        mask[count &- 1] = 0
        let done = cpixel_gradient_change(above + 1, centre + 1, below + 1, threshold, mask + 1, count &- 2)
        for x in done &+ 1..<count &- 1 {
            let (dx, dy) = (centre[x &+ 1] &- centre[x &- 1], below[x] &- above[x])
            let change = (dx < 0 ? 0 &- dx : dx) &+ (dy < 0 ? 0 &- dy : dy)
            mask[x] = change > threshold ? 255 : 0
        }
    }
}

extension ScalarKernels {
    public static func gradientChange(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, width: Int, height: Int, threshold: Int16,
        scratch: UnsafeMutablePointer<Int16>, into mask: UnsafeMutablePointer<UInt8>
    ) {
        func d(_ x: Int, _ y: Int) -> Int { Int(a[y * width + x]) - Int(b[y * width + x]) }
        for y in 0..<height {
            for x in 0..<width {
                let isInside = x > 0 && y > 0 && x < width - 1 && y < height - 1
                let change =
                    isInside ? abs(d(x + 1, y) - d(x - 1, y)) + abs(d(x, y + 1) - d(x, y - 1)) : 0
                mask[y * width + x] = isInside && change > Int(threshold) ? 255 : 0
            }
        }
    }
}
