/// Sums over the pixels that were sampled for the light.
public struct LightSums: Sendable, Hashable {
    /// Pixels whose background is below the pivot, and not below it; sums of their backgrounds.
    public var darkCount, brightCount, darkSum, brightSum: Int

    @usableFromInline
    init(darkCount: Int, brightCount: Int, darkSum: Int, brightSum: Int) {
        (self.darkCount, self.brightCount) = (darkCount, brightCount)
        (self.darkSum, self.brightSum) = (darkSum, brightSum)
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func sampleLight(
        _ luma: UnsafePointer<UInt8>, _ background: UnsafePointer<UInt8>, width: Int, valid: UnsafePointer<UInt8>,
        columns: Int, rows: Int, pivot: Int, bins: UnsafeMutablePointer<UInt32>
    ) -> LightSums {
        // A histogram for each of the four pixels of a cell: neighbours that differ equally do not wait for each other.
        for bin in 0..<4096 { bins[bin] = 0 }
        let offsets = SIMD4(width &+ 1, 2 &* width &+ 5, 5 &* width &+ 2, 6 &* width &+ 6)
        var (count, brightCount, sum, brightSum) = (0, 0, 0, 0)
        for row in 0..<rows {
            for column in 0..<columns where valid[row &* columns &+ column] != 0 {
                let corner: Int = row &* 8 &* width &+ column &* 8
                for point in 0..<4 {
                    let index: Int = corner &+ offsets[point]
                    let b = Int(background[index])
                    let isBright = b >= pivot ? 1 : 0
                    let bin: Int = (point &<< 10) &+ (isBright &<< 9) &+ Int(luma[index]) &- b &+ 256
                    bins[bin] = bins[bin] &+ 1
                    brightCount = brightCount &+ isBright
                    sum = sum &+ b
                    brightSum = brightSum &+ (b & (0 &- isBright))
                }
                count = count &+ 4
            }
        }
        for bin in 0..<1024 {
            bins[bin] = bins[bin] &+ bins[bin &+ 1024] &+ bins[bin &+ 2048] &+ bins[bin &+ 3072]
        }
        return LightSums(
            darkCount: count &- brightCount, brightCount: brightCount, darkSum: sum &- brightSum,
            brightSum: brightSum)
    }
}

extension ScalarKernels {
    public static func sampleLight(
        _ luma: UnsafePointer<UInt8>, _ background: UnsafePointer<UInt8>, width: Int, valid: UnsafePointer<UInt8>,
        columns: Int, rows: Int, pivot: Int, bins: UnsafeMutablePointer<UInt32>
    ) -> LightSums {
        bins.update(repeating: 0, count: 4096)
        var sums = LightSums(darkCount: 0, brightCount: 0, darkSum: 0, brightSum: 0)
        for cell in 0..<rows * columns where valid[cell] != 0 {
            for (dx, dy) in [(1, 1), (5, 2), (2, 5), (6, 6)] {
                let index = (cell / columns * 8 + dy) * width + cell % columns * 8 + dx
                let (b, difference) = (Int(background[index]), Int(luma[index]) - Int(background[index]) + 256)
                if b < pivot {
                    bins[difference] += 1
                    sums.darkCount += 1
                    sums.darkSum += b
                } else {
                    bins[512 + difference] += 1
                    sums.brightCount += 1
                    sums.brightSum += b
                }
            }
        }
        return sums
    }
}
