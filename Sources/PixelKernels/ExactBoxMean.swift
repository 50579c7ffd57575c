public import PixelKernelBodies

extension ScalarKernels {
    /// The exact mean of the source area below each output pixel, rounded half up.
    public static func boxReduction(
        _ source: UnsafePointer<UInt8>, stride: Int, sourceWidth: Int, sourceHeight: Int, width: Int, height: Int
    ) -> [UInt8] {
        func overlap(_ position: Int, _ output: Int, _ source: Int, _ count: Int) -> Int {
            max(0, min((position + 1) * count, (output + 1) * source) - max(position * count, output * source))
        }
        var result: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0
                for sy in y * sourceHeight / height...min(sourceHeight - 1, (y + 1) * sourceHeight / height) {
                    for sx in x * sourceWidth / width...min(sourceWidth - 1, (x + 1) * sourceWidth / width) {
                        sum +=
                            overlap(sx, x, sourceWidth, width) * overlap(sy, y, sourceHeight, height)
                            * Int(source[sy * stride + sx])
                    }
                }
                let area = sourceWidth * sourceHeight
                result.append(UInt8((2 * sum + area) / (2 * area)))
            }
        }
        return result
    }
}
