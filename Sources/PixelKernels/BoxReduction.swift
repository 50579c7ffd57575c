/// Reduces a luma plane by box means: each output pixel is the mean of the source area that it covers.
///
/// Ratios of exactly 1, 2 and 3 in both directions are exact to the bit (round half up). Every other ratio ≥ 1 uses
/// weights of 1/256 along each axis, cumulatively rounded so that they always sum to one: a flat area keeps its value.
public final class BoxReduction {
    public let sourceWidth, sourceHeight, width, height: Int
    private let columns: BoxWeights
    private let rows: BoxWeights
    private let sums: UnsafeMutablePointer<UInt16>

    /// - Precondition: `1 ≤ width ≤ sourceWidth` and `1 ≤ height ≤ sourceHeight`.
    public init(sourceWidth: Int, sourceHeight: Int, width: Int, height: Int) {
        precondition(width >= 1 && width <= sourceWidth && height >= 1 && height <= sourceHeight)
        (self.sourceWidth, self.sourceHeight) = (sourceWidth, sourceHeight)
        (self.width, self.height) = (width, height)
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
        let ratio = sourceWidth / width
        let isWhole = sourceWidth == width * ratio && sourceHeight == height * ratio && ratio <= 3
        for y in 0..<height {
            let out = target + y * targetStride
            switch isWhole ? ratio : 0 {
            case 1: out.update(from: source + y * sourceStride, count: width)
            case 2: meanOf2(source + 2 * y * sourceStride, stride: sourceStride, into: out)
            case 3: meanOf3(source + 3 * y * sourceStride, stride: sourceStride, into: out)
            default: weightedMean(source, stride: sourceStride, row: y, into: out)
            }
        }
    }

    private func meanOf2(_ top: UnsafePointer<UInt8>, stride: Int, into out: UnsafeMutablePointer<UInt8>) {
        let bottom = top + stride
        for x in 0..<sourceWidth { sums[x] = UInt16(top[x]) &+ UInt16(bottom[x]) }
        let pairs = UnsafePointer(sums)
        for x in 0..<width {
            let sum = pairs[2 &* x] &+ pairs[2 &* x &+ 1] &+ 2
            out[x] = UInt8(truncatingIfNeeded: sum &>> 2)
        }
    }

    private func meanOf3(_ top: UnsafePointer<UInt8>, stride: Int, into out: UnsafeMutablePointer<UInt8>) {
        let (middle, bottom) = (top + stride, top + 2 * stride)
        for x in 0..<sourceWidth { sums[x] = UInt16(top[x]) &+ UInt16(middle[x]) &+ UInt16(bottom[x]) }
        let triples = UnsafePointer(sums)
        for x in 0..<width {
            let sum = UInt32(triples[3 &* x] &+ triples[3 &* x &+ 1] &+ triples[3 &* x &+ 2] &+ 4)
            // Division by 9 as a multiplication: exact for every sum up to 9 × 255 + 4 (7282 × 9 = 2¹⁶ + 2).
            out[x] = UInt8(truncatingIfNeeded: (sum &* 7282) &>> 16)
        }
    }

    private func weightedMean(
        _ source: UnsafePointer<UInt8>, stride: Int, row: Int, into out: UnsafeMutablePointer<UInt8>
    ) {
        for x in 0..<sourceWidth { sums[x] = 0 }
        for tap in 0..<rows.taps {
            let weight = rows.weights[row * rows.taps + tap]
            if weight == 0 { continue }
            let line = source + (rows.starts[row] + tap) * stride
            for x in 0..<sourceWidth { sums[x] = sums[x] &+ weight &* UInt16(line[x]) }
        }
        if columns.taps == 3 { return combine3(into: out) }
        for x in 0..<width {
            var sum: UInt32 = 1 &<< 15
            let (first, weights) = (sums + columns.starts[x], columns.weights + x &* columns.taps)
            for tap in 0..<columns.taps { sum = sum &+ UInt32(weights[tap]) &* UInt32(first[tap]) }
            out[x] = UInt8(truncatingIfNeeded: sum &>> 16)
        }
    }
}

extension BoxReduction {
    /// Ratios up to 2: three taps, the usual case of a camera slightly larger than the analysis picture.
    private func combine3(into out: UnsafeMutablePointer<UInt8>) {
        let (starts, weights, sums) = (columns.starts, columns.weights, sums)
        for x in 0..<width {
            let (first, w) = (sums + starts[x], weights + 3 &* x)
            let left = UInt32(w[0]) &* UInt32(first[0])
            let middle = UInt32(w[1]) &* UInt32(first[1])
            let right = UInt32(w[2]) &* UInt32(first[2])
            out[x] = UInt8(truncatingIfNeeded: (left &+ middle &+ right &+ 32768) &>> 16)
        }
    }
}

/// For each output position along one axis: the first source position and the weights (of 256) from there on.
final class BoxWeights {
    let taps: Int
    let starts: UnsafeMutablePointer<Int>
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
            starts.advanced(by: index).initialize(to: start)
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

extension ReferenceKernels {
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
