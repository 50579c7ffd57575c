extension LumaKernels {
    @inlinable @inline(__always)
    public static func histogram(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, into bins: UnsafeMutablePointer<UInt32>
    ) {
        for y in 0..<height {
            let row = plane + y &* stride
            for x in 0..<width {
                let bin = Int(row[x])
                bins[bin] = bins[bin] &+ 1
            }
        }
    }
}

extension ScalarKernels {
    public static func histogram(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, into bins: UnsafeMutablePointer<UInt32>
    ) {
        for y in 0..<height {
            for x in 0..<width { bins[Int(plane[y * stride + x])] += 1 }
        }
    }
}
