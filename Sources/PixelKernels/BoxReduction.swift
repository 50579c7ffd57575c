public import PixelKernelBodies

/// Reduces a luma plane by box means: each output pixel is the mean of the source area that it covers.
///
/// Exact to the bit (round half up) at every ratio ≥ 1. Ratios of 1, 2, 3 and 4 in both directions have fast steps. For
/// every other, rows are summed by whole weights, then columns, and the sum is divided by the total of all weights: 768 →
/// 640 pixels is 6 : 5 and has weights in fifths. Sums have 16 bits where they fit, as at all usual sizes, else 32.
public final class BoxReduction {
    public let sourceWidth, sourceHeight, width, height: Int
    /// The whole ratio in both directions, 1…4; 0 for any other.
    private let ratio: Int
    private let columns: BoxWeights
    private let rows: BoxWeights
    private let division: BoxDivision
    /// One of the two, as wide as a line of weighted pixels may get.
    private let sums: UnsafeMutablePointer<UInt16>?
    private let wideSums: UnsafeMutablePointer<UInt32>

    /// - Precondition: `1 ≤ width ≤ sourceWidth` and `1 ≤ height ≤ sourceHeight`.
    public init(sourceWidth: Int, sourceHeight: Int, width: Int, height: Int) {
        precondition(width >= 1 && width <= sourceWidth && height >= 1 && height <= sourceHeight)
        (self.sourceWidth, self.sourceHeight) = (sourceWidth, sourceHeight)
        (self.width, self.height) = (width, height)
        let whole = sourceWidth / width
        ratio = whole <= 4 && sourceWidth == width * whole && sourceHeight == height * whole ? whole : 0
        columns = BoxWeights(source: sourceWidth, count: width)
        rows = BoxWeights(source: sourceHeight, count: height)
        division = BoxDivision(total: UInt64(rows.total) * UInt64(columns.total))
        let isNarrow = 255 * rows.total <= Int(UInt16.max) && division.total <= BoxDivision.largestMultiplied
        sums = isNarrow ? .allocate(capacity: sourceWidth) : nil
        sums?.initialize(repeating: 0, count: sourceWidth)
        wideSums = .allocate(capacity: isNarrow ? 0 : sourceWidth)
        wideSums.initialize(repeating: 0, count: isNarrow ? 0 : sourceWidth)
    }

    deinit {
        sums?.deallocate()
        wideSums.deallocate()
    }

    /// Reads `sourceHeight` rows of `sourceWidth` pixels, writes `height` rows of `width`.
    public func reduce(
        _ source: UnsafePointer<UInt8>, stride sourceStride: Int,
        into target: UnsafeMutablePointer<UInt8>, stride targetStride: Int
    ) {
        reduce(source, stride: sourceStride, into: target, stride: targetStride, with: kernels)
    }

    /// As above, with the kernels of one set.
    public func reduce(
        _ source: UnsafePointer<UInt8>, stride sourceStride: Int,
        into target: UnsafeMutablePointer<UInt8>, stride targetStride: Int, with kernels: any LumaKernels.Type
    ) {
        for y in 0..<height {
            let out = target + y * targetStride
            switch ratio {
            case 1: out.update(from: source + y * sourceStride, count: width)
            case 2, 3, 4:
                kernels.meanRow(
                    source + ratio * y * sourceStride, stride: sourceStride, ratio: ratio, into: out, count: width)
            default: weightedMean(source, stride: sourceStride, row: y, into: out, with: kernels)
            }
        }
    }

    private func weightedMean(
        _ source: UnsafePointer<UInt8>, stride: Int, row: Int, into out: UnsafeMutablePointer<UInt8>,
        with kernels: any LumaKernels.Type
    ) {
        let first = source + Int(rows.starts[row]) * stride
        let weights = UnsafePointer(rows.weights + row * rows.taps)
        guard let sums else {
            return wideMean(first, stride: stride, weights: weights, into: out, with: kernels)
        }
        sums.update(repeating: 0, count: sourceWidth)
        for tap in 0..<rows.taps where weights[tap] > 0 {
            kernels.addWeighted(first + tap * stride, weight: UInt16(weights[tap]), sums: sums, count: sourceWidth)
        }
        kernels.combineWeighted(sums, columns: columns.asTaps, division: division, into: out, count: width)
    }

    private func wideMean(
        _ first: UnsafePointer<UInt8>, stride: Int, weights: UnsafePointer<UInt32>,
        into out: UnsafeMutablePointer<UInt8>, with kernels: any LumaKernels.Type
    ) {
        wideSums.update(repeating: 0, count: sourceWidth)
        for tap in 0..<rows.taps where weights[tap] > 0 {
            kernels.addWeightedWide(first + tap * stride, weight: weights[tap], sums: wideSums, count: sourceWidth)
        }
        kernels.combineWeightedWide(
            wideSums, columns: columns.asTaps, division: division, into: out, count: width)
    }
}
