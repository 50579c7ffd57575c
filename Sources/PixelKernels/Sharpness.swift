extension Kernels {
    /// Sums over the inner pixels of |Laplacian| (4-neighbour) and |∂x| + |∂y| (central differences).
    ///
    /// Their ratio falls when a picture is blurred and stays when its light or contrast changes.
    public static func sharpness(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int
    ) -> (laplacian: UInt64, gradient: UInt64) {
        guard width >= 3, height >= 3 else { return (0, 0) }
        var (laplacian, gradient): (UInt64, UInt64) = (0, 0)
        for y in 1..<height - 1 {
            let (above, row, below) = (plane + (y - 1) * width, plane + y * width, plane + (y + 1) * width)
            var (second, first): (UInt32, UInt32) = (0, 0)
            for x in 1..<width - 1 {
                let (left, right) = (Int16(row[x &- 1]), Int16(row[x &+ 1]))
                let (up, down) = (Int16(above[x]), Int16(below[x]))
                let (dx, dy) = (right &- left, down &- up)
                let curve = left &+ right &+ up &+ down &- 4 &* Int16(row[x])
                second = second &+ UInt32(truncatingIfNeeded: curve < 0 ? 0 &- curve : curve)
                first =
                    first &+ UInt32(truncatingIfNeeded: dx < 0 ? 0 &- dx : dx)
                    &+ UInt32(truncatingIfNeeded: dy < 0 ? 0 &- dy : dy)
            }
            laplacian &+= UInt64(second)
            gradient &+= UInt64(first)
        }
        return (laplacian, gradient)
    }
}

extension ReferenceKernels {
    public static func sharpness(_ p: [UInt8], width: Int, height: Int) -> (laplacian: UInt64, gradient: UInt64) {
        func at(_ x: Int, _ y: Int) -> Int { Int(p[y * width + x]) }
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
