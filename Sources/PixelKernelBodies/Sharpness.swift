public import CPixel

extension LumaKernels {
    @inlinable @inline(__always)
    public static func sharpness(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int
    ) -> (laplacian: UInt64, gradient: UInt64) {
        guard width >= 3, height >= 3 else { return (0, 0) }
        var (laplacian, gradient): (UInt64, UInt64) = (0, 0)
        for y in 1..<height &- 1 {
            let row = plane + (y &* width &+ 1)
            let done = cpixel_sharpness_row(row, width, width &- 2, &laplacian, &gradient)
            for x in done..<width &- 2 {
                let (left, right) = (Int32(row[x &- 1]), Int32(row[x &+ 1]))
                let (up, down) = (Int32(row[x &- width]), Int32(row[x &+ width]))
                let (dx, dy) = (right &- left, down &- up)
                let curve = left &+ right &+ up &+ down &- 4 &* Int32(row[x])
                laplacian &+= UInt64(truncatingIfNeeded: curve < 0 ? 0 &- curve : curve)
                gradient &+= UInt64(truncatingIfNeeded: (dx < 0 ? 0 &- dx : dx) &+ (dy < 0 ? 0 &- dy : dy))
            }
        }
        return (laplacian, gradient)
    }
}

extension ScalarKernels {
    public static func sharpness(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int
    ) -> (laplacian: UInt64, gradient: UInt64) {
        func at(_ x: Int, _ y: Int) -> Int { Int(plane[y * width + x]) }
        var (laplacian, gradient) = (0, 0)
        for y in 1..<max(1, height - 1) {
            for x in 1..<max(1, width - 1) {
                laplacian += abs(at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y))
                gradient += abs(at(x + 1, y) - at(x - 1, y)) + abs(at(x, y + 1) - at(x, y - 1))
            }
        }
        return (UInt64(laplacian), UInt64(gradient))
    }
}
