extension Kernels {
    /// 255 where the gradient of `a` differs from that of `b`: |∂x(a−b)| + |∂y(a−b)| > `threshold` with central
    /// differences (grey levels per two pixels), else 0. The outermost pixels are 0.
    ///
    /// A gradient does not change when light is added, so the mask keeps outlines and texture and drops soft shadows.
    /// - Parameter scratch: `3 × width` values.
    public static func gradientChange(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, width: Int, height: Int, threshold: Int16,
        scratch: UnsafeMutablePointer<Int16>, into mask: UnsafeMutablePointer<UInt8>
    ) {
        guard width >= 3, height >= 3 else {
            mask.update(repeating: 0, count: width * height)
            return
        }
        mask.update(repeating: 0, count: width)
        mask.advanced(by: (height - 1) * width).update(repeating: 0, count: width)
        for y in 0..<height {
            difference(a + y * width, b + y * width, into: scratch + y % 3 * width, count: width)
            if y < 2 { continue }
            let (above, centre, below) = ((y - 2) % 3 * width, (y - 1) % 3 * width, y % 3 * width)
            changeRow(
                above: scratch + above, centre: scratch + centre, below: scratch + below, threshold: threshold,
                into: mask + (y - 1) * width, count: width)
        }
    }

    @inline(__always)
    private static func difference(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, into out: UnsafeMutablePointer<Int16>, count: Int
    ) {
        for x in 0..<count { out[x] = Int16(a[x]) &- Int16(b[x]) }
    }

    @inline(__always)
    private static func changeRow(
        above: UnsafePointer<Int16>, centre: UnsafePointer<Int16>, below: UnsafePointer<Int16>, threshold: Int16,
        into mask: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        mask[0] = 0
        mask[count &- 1] = 0
        for x in 1..<count &- 1 {
            let (dx, dy) = (centre[x &+ 1] &- centre[x &- 1], below[x] &- above[x])
            let change = (dx < 0 ? 0 &- dx : dx) &+ (dy < 0 ? 0 &- dy : dy)
            mask[x] = change > threshold ? 255 : 0
        }
    }
}

extension ReferenceKernels {
    public static func gradientChange(_ a: [UInt8], _ b: [UInt8], width: Int, height: Int, threshold: Int) -> [UInt8] {
        func d(_ x: Int, _ y: Int) -> Int { Int(a[y * width + x]) - Int(b[y * width + x]) }
        return (0..<width * height).map { i in
            let (x, y) = (i % width, i / width)
            guard x > 0, y > 0, x < width - 1, y < height - 1 else { return 0 }
            return abs(d(x + 1, y) - d(x - 1, y)) + abs(d(x, y + 1) - d(x, y - 1)) > threshold ? 255 : 0
        }
    }
}
