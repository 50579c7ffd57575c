public import PixelKernelBodies

/// Reduces a luma plane by box means: each output pixel is the mean of the source area that it covers.
///
/// Ratios of exactly 1, 2, 3 and 4 in both directions are exact to the bit (round half up). Every other ratio ≥ 1 uses
/// weights of 1/256 along each axis, cumulatively rounded so that they always sum to one: a flat area keeps its value.
public final class BoxReduction {
    public let sourceWidth, sourceHeight, width, height: Int
    /// The whole ratio in both directions, 1…4; 0 for any other.
    private let ratio: Int
    private let columns: BoxWeights
    private let rows: BoxWeights
    private let sums: UnsafeMutablePointer<UInt16>

    /// - Precondition: `1 ≤ width ≤ sourceWidth` and `1 ≤ height ≤ sourceHeight`.
    public init(sourceWidth: Int, sourceHeight: Int, width: Int, height: Int) {
        precondition(width >= 1 && width <= sourceWidth && height >= 1 && height <= sourceHeight)
        (self.sourceWidth, self.sourceHeight) = (sourceWidth, sourceHeight)
        (self.width, self.height) = (width, height)
        let whole = sourceWidth / width
        ratio = whole <= 4 && sourceWidth == width * whole && sourceHeight == height * whole ? whole : 0
        columns = BoxWeights(source: sourceWidth, count: width)
        rows = BoxWeights(source: sourceHeight, count: height)
        sums = .allocate(capacity: sourceWidth)
        sums.initialize(repeating: 0, count: sourceWidth)
    }

    deinit { sums.deallocate() }

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
        sums.update(repeating: 0, count: sourceWidth)
        for tap in 0..<rows.taps {
            let weight = rows.weights[row * rows.taps + tap]
            if weight == 0 { continue }
            let line = source + (Int(rows.starts[row]) + tap) * stride
            kernels.addWeighted(line, weight: weight, sums: sums, count: sourceWidth)
        }
        kernels.combineWeighted(
            sums, starts: columns.starts, weights: columns.weights, taps: columns.taps, into: out, count: width)
    }
}

/// For each output position along one axis: the first source position and the weights (of 256) from there on.
final class BoxWeights {
    let taps: Int
    let starts: UnsafeMutablePointer<Int32>
    let weights: UnsafeMutablePointer<UInt16>

    init(source: Int, count: Int) {
        taps = min(source, (source + count - 1) / count + 1)
        starts = .allocate(capacity: count)
        weights = .allocate(capacity: count * taps)
        weights.initialize(repeating: 0, count: count * taps)
        for index in 0..<count {
            // In units of 1/count source pixels the output covers [index × source, (index + 1) × source).
            let (from, to) = (index * source, (index + 1) * source)
            let start = min(from / count, source - taps)
            starts.advanced(by: index).initialize(to: Int32(start))
            var given = 0
            for tap in 0..<taps {
                let covered = min(max((start + tap + 1) * count, from), to) - from
                let cumulative = (covered * 512 + source) / (2 * source)
                weights[index * taps + tap] = UInt16(cumulative - given)
                given = cumulative
            }
        }
    }

    deinit {
        starts.deallocate()
        weights.deallocate()
    }
}
