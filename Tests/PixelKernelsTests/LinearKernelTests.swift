import PixelKernels
import Testing

/// Kernels over rows of pixels: every length 0…130, random alignments, guards around every output.
@Suite struct LinearKernelTests {
    @Test("the sum of absolute differences equals its reference")
    func sumOfAbsoluteDifferences() {
        var random = SeededGenerator.announced("sumOfAbsoluteDifferences")
        for count in 0...130 {
            let (a, b) = (random.pixels(count), random.pixels(count))
            let (p, q) = (GuardedPixels(a, shift: count % 64), GuardedPixels(b, shift: count * 7 % 64))
            let sum = Kernels.sumOfAbsoluteDifferences(p.base, q.base, count: count)
            keep(p, q)
            #expect(sum == ReferenceKernels.sumOfAbsoluteDifferences(a, b), "count \(count)")
        }
    }

    @Test("a sum beyond 32 bits is not cut off")
    func longSum() {
        let count = (1 << 25) + 3
        let (a, b) = (GuardedPixels(count: count), GuardedPixels(count: count))
        b.base.update(repeating: 255, count: count)
        #expect(Kernels.sumOfAbsoluteDifferences(a.base, b.base, count: count) == UInt64(count) * 255)
        keep(a, b)
    }

    @Test("the difference mask equals its reference at every threshold that matters")
    func differenceMask() {
        var random = SeededGenerator.announced("differenceMask")
        for count in 0...130 {
            for threshold: UInt8 in [0, 10, 254, 255] {
                let (a, b) = (random.pixels(count), random.pixels(count))
                let out = GuardedPixels(count: count, shift: count % 64)
                Kernels.differenceMask(
                    a, b, threshold: threshold, into: out.base, count: count)
                #expect(out.pixels == ReferenceKernels.differenceMask(a, b, threshold: threshold))
                #expect(out.guardsHold)
            }
        }
    }

    @Test("the light correction equals its reference and saturates")
    func lightCorrection() {
        var random = SeededGenerator.announced("lightCorrection")
        for count in 0...130 {
            let background = random.pixels(count)
            let offset = Int.random(in: -255...255, using: &random)
            let slope = Int.random(in: -127...127, using: &random)
            let pivot = Int.random(in: 0...255, using: &random)
            let out = GuardedPixels(count: count, shift: count % 64)
            Kernels.lightCorrection(
                background, offset: Int16(offset), slope: Int16(slope), pivot: Int16(pivot),
                into: out.base, count: count)
            #expect(
                out.pixels
                    == ReferenceKernels.lightCorrection(background, offset: offset, slope: slope, pivot: pivot))
            #expect(out.guardsHold)
        }
    }

    @Test("the histogram equals its reference, whatever lies between the rows")
    func histogram() {
        var random = SeededGenerator.announced("histogram")
        for width in 0...130 {
            let (height, stride) = (3, width + width % 5)
            let padded = random.pixels(height * stride)
            var bins = [UInt32](repeating: 0, count: 256)
            Kernels.histogram(
                padded, width: width, height: height, stride: stride, into: &bins)
            let inside = (0..<height).flatMap { padded[$0 * stride..<$0 * stride + width] }
            #expect(bins == ReferenceKernels.histogram(inside))
        }
    }
}

@Suite struct SupportTests {
    @Test("support grows where the background is seen, saturates, and is dropped where the background jumps")
    func support() {
        var random = SeededGenerator.announced("support")
        for count in 0...130 {
            let (before, after, old) = (random.pixels(count), random.pixels(count), random.pixels(count))
            let state = (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) }
            let support = GuardedPixels(old, shift: count % 64)
            Kernels.addSupport(state: state, step: 20, support: support.base, count: count)
            let grown = ReferenceKernels.addSupport(state: state, step: 20, support: old)
            #expect(support.pixels == grown)
            Kernels.dropSupport(before, after, threshold: 10, support: support.base, count: count)
            #expect(
                support.pixels == ReferenceKernels.dropSupport(before, after, threshold: 10, support: grown))
            #expect(support.guardsHold)
        }
    }
}
