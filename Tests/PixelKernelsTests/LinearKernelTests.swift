import PixelKernelBodies
import PixelKernels
import Testing

/// Kernels over rows of pixels, every set against the scalar reference: every length 0…130, every alignment, guards
/// around every output.
@Suite struct LinearKernelTests {
    @Test("the sum of absolute differences equals its reference", arguments: KernelSet.available)
    func sumOfAbsoluteDifferences(set: KernelSet) {
        var random = SeededGenerator.announced("sumOfAbsoluteDifferences \(set)")
        for count in 0...130 {
            let a = GuardedPixels(random.pixels(count), shift: count % 64)
            let b = GuardedPixels(random.pixels(count), shift: count * 7 % 64)
            let sum = set.kernels.sumOfAbsoluteDifferences(a.base, b.base, count: count)
            #expect(sum == ScalarKernels.sumOfAbsoluteDifferences(a.base, b.base, count: count), "count \(count)")
            keep(a, b)
        }
    }

    @Test("a sum beyond 32 bits is not cut off", arguments: KernelSet.available)
    func longSum(set: KernelSet) {
        let count = (1 << 25) + 3
        let (a, b) = (GuardedPixels(count: count), GuardedPixels(count: count))
        b.base.update(repeating: 255, count: count)
        #expect(set.kernels.sumOfAbsoluteDifferences(a.base, b.base, count: count) == UInt64(count) * 255)
        keep(a, b)
    }

    @Test("the difference mask equals its reference at every threshold that matters", arguments: KernelSet.available)
    func differenceMask(set: KernelSet) {
        var random = SeededGenerator.announced("differenceMask \(set)")
        for count in 0...130 {
            for threshold: UInt8 in [0, 10, 254, 255] {
                let (a, b) = (random.pixels(count), random.pixels(count))
                expectEqual(count, set) { kernels, out in
                    kernels.differenceMask(a, b, threshold: threshold, into: out, count: count)
                }
            }
        }
    }

    @Test("the light correction equals its reference and saturates", arguments: KernelSet.available)
    func lightCorrection(set: KernelSet) {
        var random = SeededGenerator.announced("lightCorrection \(set)")
        for count in 0...130 {
            let background = random.pixels(count)
            let offset = Int16.random(in: -255...255, using: &random)
            let slope = Int16.random(in: -127...127, using: &random)
            let pivot = Int16.random(in: 0...255, using: &random)
            expectEqual(count, set) { kernels, out in
                kernels.lightCorrection(
                    background, offset: offset, slope: slope, pivot: pivot, into: out, count: count)
            }
        }
    }

    @Test("support is dropped where the background jumps, as in the reference", arguments: KernelSet.available)
    func dropSupport(set: KernelSet) {
        var random = SeededGenerator.announced("dropSupport \(set)")
        for count in 0...130 {
            let (before, after, old) = (random.pixels(count), random.pixels(count), random.pixels(count))
            expectEqual(count, set, from: old) { kernels, support in
                kernels.dropSupport(before, after, threshold: 10, support: support, count: count)
            }
        }
    }

    @Test("every step of a box mean equals its reference", arguments: KernelSet.available)
    func boxSteps(set: KernelSet) {
        var random = SeededGenerator.announced("box means \(set)")
        for count in 0...130 {
            for ratio in 2...4 {
                let stride = count * ratio + count % 7
                let source = GuardedPixels(random.pixels(stride * ratio), shift: count % 64)
                expectEqual(count, set) { kernels, out in
                    kernels.meanRow(source.base, stride: stride, ratio: ratio, into: out, count: count)
                }
                keep(source)
            }
        }
    }

    @Test("the histogram equals its reference, whatever lies between the rows", arguments: KernelSet.available)
    func histogram(set: KernelSet) {
        var random = SeededGenerator.announced("histogram \(set)")
        for width in 0...130 {
            let (height, stride) = (3, width + width % 5)
            let padded = random.pixels(height * stride)
            var (bins, wanted) = ([UInt32](repeating: 0, count: 256), [UInt32](repeating: 0, count: 256))
            set.kernels.histogram(padded, width: width, height: height, stride: stride, into: &bins)
            for y in 0..<height {
                for value in padded[y * stride..<y * stride + width] { wanted[Int(value)] += 1 }
            }
            #expect(bins == wanted)
        }
    }
}

/// Runs a kernel of a set and of the scalar reference on two copies of a plane, and compares them and their guards.
func expectEqual(
    _ count: Int, _ set: KernelSet, from initial: [UInt8]? = nil,
    _ run: (any LumaKernels.Type, UnsafeMutablePointer<UInt8>) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let before = initial ?? [UInt8](repeating: 0, count: count)
    let (out, wanted) = (GuardedPixels(before, shift: count % 64), GuardedPixels(before))
    run(set.kernels, out.base)
    run(ScalarKernels.self, wanted.base)
    #expect(out.pixels == wanted.pixels, "\(set), \(count) pixels", sourceLocation: sourceLocation)
    #expect(out.guardsHold && wanted.guardsHold, "\(set), \(count) pixels", sourceLocation: sourceLocation)
}
