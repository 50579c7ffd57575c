extension Kernels {
    /// Adds the pixels of a plane to 256 bins.
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

extension ReferenceKernels {
    public static func histogram(_ pixels: [UInt8]) -> [UInt32] {
        (0...255).map { value in UInt32(pixels.count { $0 == UInt8(value) }) }
    }
}
