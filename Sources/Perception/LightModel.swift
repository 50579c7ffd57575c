import PixelKernelBodies
import PixelKernels

/// How today's light differs from the background's: an offset and a gain, both as robust medians.
///
/// Automatic exposure changes gain and offset; the medians of I − B over the darker and over the brighter half of the
/// background give both, and passers-by do not move a median.
struct LightModel {
    /// Median of luma − background.
    private(set) var offset = 0
    /// Change per grey level of the background, in 1/256, around ``pivot``.
    private(set) var slope = 0
    private(set) var pivot = 128
    /// Correction at the pivot.
    private(set) var pivotOffset = 0

    /// Every cell gives four pixels: 14,400 of a 640×360 picture.
    static let scratchBins = 4096
    /// A gain is believed when the halves are so far apart and each holds a sixth of the samples.
    private static let leastSpread = 24
    private static let largestSlope = 77

    /// Measures the light of `luma` over the cells that may be looked at.
    /// - Parameter scratch: ``scratchBins``.
    mutating func measure(
        luma: UnsafePointer<UInt8>, background: UnsafePointer<UInt8>, valid: UnsafePointer<UInt8>,
        geometry: EvidenceGeometry, scratch: UnsafeMutablePointer<UInt32>
    ) {
        let sums = kernels.sampleLight(
            luma, background, width: geometry.width, valid: valid, columns: geometry.columns, rows: geometry.rows,
            pivot: pivot, bins: scratch)
        fit(
            counts: (sums.darkCount, sums.brightCount), sums: (sums.darkSum, sums.brightSum), bins: scratch)
    }

    mutating func reset() { self = LightModel() }

    private mutating func fit(
        counts: (dark: Int, bright: Int), sums: (dark: Int, bright: Int), bins: UnsafeMutablePointer<UInt32>
    ) {
        let total = counts.dark + counts.bright
        guard total > 0 else { return }
        let dark = Self.median(bins, count: counts.dark)
        let bright = Self.median(bins + 512, count: counts.bright)
        for bin in 0..<512 { bins[bin] &+= bins[512 + bin] }
        offset = Self.median(bins, count: total)
        let mean = (sums.dark + sums.bright) / total
        if min(counts.dark, counts.bright) * 6 >= total {
            let (darkMean, brightMean) = (sums.dark / counts.dark, sums.bright / counts.bright)
            if brightMean - darkMean >= Self.leastSpread {
                let target = (bright - dark) * 256 / (brightMean - darkMean)
                slope = min(Self.largestSlope, max(-Self.largestSlope, (3 * slope + target) / 4))
                pivotOffset = dark + slope * (pivot - darkMean) / 256
                if abs(mean - pivot) > 8 { movePivot(to: mean) }
                return
            }
        }
        (slope, pivotOffset) = (0, offset)
        if abs(mean - pivot) > 8 { movePivot(to: mean) }
    }

    private mutating func movePivot(to mean: Int) {
        pivotOffset += slope * (mean - pivot) / 256
        pivot = mean
    }

    /// The median of differences counted in bins 0…511 around 256.
    private static func median(_ bins: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
        var seen = 0
        for bin in 0..<512 {
            seen += Int(bins[bin])
            if 2 * seen > count { return bin - 256 }
        }
        return 0
    }
}
