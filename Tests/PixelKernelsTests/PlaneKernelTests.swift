import PixelKernelBodies
import PixelKernels
import Testing

/// Kernels that look at neighbours, every set against the scalar reference: every width 0…130, several heights.
@Suite struct PlaneKernelTests {
    @Test("the gradient change equals its reference for every width", arguments: KernelSet.available)
    func gradientChange(set: KernelSet) {
        var random = SeededGenerator.announced("gradientChange \(set)")
        for width in 0...130 {
            let height = Int.random(in: 1...9, using: &random)
            let (a, b) = (random.pixels(width * height), random.pixels(width * height))
            var scratch = [Int16](repeating: 0, count: 3 * width)
            expectEqual(width * height, set) { kernels, out in
                kernels.gradientChange(
                    a, b, width: width, height: height, threshold: 40, scratch: &scratch, into: out)
            }
        }
    }

    @Test("the sharpness sums equal their reference for every width", arguments: KernelSet.available)
    func sharpness(set: KernelSet) {
        var random = SeededGenerator.announced("sharpness \(set)")
        for width in 0...130 {
            let height = Int.random(in: 1...9, using: &random)
            let plane = random.pixels(width * height)
            let sums = set.kernels.sharpness(plane, width: width, height: height)
            #expect(sums == ScalarKernels.sharpness(plane, width: width, height: height))
        }
    }

    @Test("the sharpness of the harshest picture does not overflow", arguments: KernelSet.available)
    func harshest(set: KernelSet) {
        let (width, height) = (4096, 3)
        let plane = (0..<width * height).map { ($0 % width + $0 / width) % 2 == 0 ? 255 : 0 as UInt8 }
        let sums = set.kernels.sharpness(plane, width: width, height: height)
        #expect(sums.laplacian == UInt64(1020 * (width - 2)))
    }

    @Test("cell pooling equals its reference and leaves out what fills no cell", arguments: KernelSet.available)
    func poolCells(set: KernelSet) {
        var random = SeededGenerator.announced("poolCells \(set)")
        for width in 0...130 {
            let height = Int.random(in: 0...33, using: &random)
            let plane = random.pixels(width * height)
            for bit in [0, 1, 7] {
                expectEqual((width / 8) * (height / 8), set) { kernels, out in
                    kernels.poolCells(plane, width: width, height: height, bit: bit, into: out)
                }
            }
        }
    }

    @Test("pooling four planes in one pass equals pooling each", arguments: KernelSet.available)
    func poolEvidence(set: KernelSet) {
        var random = SeededGenerator.announced("poolEvidence \(set)")
        for width in 0...130 {
            let height = Int.random(in: 0...33, using: &random)
            let (count, cells) = (width * height, (width / 8) * (height / 8))
            let state = GuardedPixels((0..<count).map { _ in UInt8.random(in: 0...2, using: &random) })
            let gradient = GuardedPixels(random.pixels(count), shift: 1)
            let (luma, previous) = (GuardedPixels(random.pixels(count)), GuardedPixels(random.pixels(count), shift: 3))
            let flicker = GuardedPixels(count: count)
            ScalarKernels.differenceMask(luma.base, previous.base, threshold: 10, into: flicker.base, count: count)
            let out = (0..<4).map { _ in GuardedPixels(count: cells, shift: width % 64) }
            set.kernels.poolEvidence(
                EvidencePlanes(
                    state: state.base, gradient: gradient.base, luma: luma.base, previous: previous.base),
                width: width, height: height, threshold: 10,
                into: EvidenceCells(
                    moving: out[0].base, still: out[1].base, gradient: out[2].base, flicker: out[3].base))
            for (index, (plane, bit)) in [(state, 0), (state, 1), (gradient, 0), (flicker, 0)].enumerated() {
                let wanted = GuardedPixels(count: cells)
                ScalarKernels.poolCells(plane.base, width: width, height: height, bit: bit, into: wanted.base)
                #expect(out[index].pixels == wanted.pixels, "plane \(index), width \(width)")
                #expect(out[index].guardsHold)
            }
            keep(state, gradient, luma, previous)
        }
    }

    @Test("the masked block difference equals its reference", arguments: [8, 16], KernelSet.available)
    func blockDifference(side: Int, set: KernelSet) {
        var random = SeededGenerator.announced("maskedBlockDifference \(set)")
        for stride in side...130 {
            let count = stride * side
            let (a, b) = (GuardedPixels(random.pixels(count)), GuardedPixels(random.pixels(count), shift: stride % 64))
            let mask = GuardedPixels(random.pixels(count).map { $0 > 110 ? 255 : 0 }, shift: 3)
            let sum = set.kernels.maskedBlockDifference(a.base, b.base, mask: mask.base, stride: stride, side: side)
            let wanted = ScalarKernels.maskedBlockDifference(
                a.base, b.base, mask: mask.base, stride: stride, side: side)
            keep(a, b, mask)
            #expect(sum == wanted)
        }
    }

    @Test("the correlation equals its reference, and its definition within one step", arguments: KernelSet.available)
    func correlation(set: KernelSet) {
        var random = SeededGenerator.announced("correlation \(set)")
        for width in 1...32 {
            let (height, stride) = (16, width + 5)
            let (a, b) = (random.pixels(stride * height), random.pixels(stride * height))
            let value = set.kernels.correlation(a, b, stride: stride, width: width, height: height)
            #expect(value == ScalarKernels.correlation(a, b, stride: stride, width: width, height: height))
            let inner = { (p: [UInt8]) in (0..<height).flatMap { p[$0 * stride..<$0 * stride + width] } }
            #expect(abs(Double(value) - definition(inner(a), inner(b))) <= 1)
        }
    }

    @Test("a brighter copy correlates fully, an unrelated texture does not")
    func correlationMeaning() {
        var random = SeededGenerator(seed: 7)
        let a = (0..<256).map { _ in UInt8.random(in: 40...120, using: &random) }
        let brighter = a.map { $0 + 60 }
        let other = (0..<256).map { _ in UInt8.random(in: 40...120, using: &random) }
        #expect(kernels.correlation(a, brighter, stride: 16, width: 16, height: 16) == 127)
        #expect(abs(Int(kernels.correlation(a, other, stride: 16, width: 16, height: 16))) < 40)
    }

    /// Zero-mean normalised cross-correlation by its definition, 127 for 1.
    private func definition(_ a: [UInt8], _ b: [UInt8]) -> Double {
        let count = Double(a.count)
        let meanA = a.reduce(0) { $0 + Double($1) } / count
        let meanB = b.reduce(0) { $0 + Double($1) } / count
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for (u, v) in zip(a, b) {
            ab += (Double(u) - meanA) * (Double(v) - meanB)
            aa += (Double(u) - meanA) * (Double(u) - meanA)
            bb += (Double(v) - meanB) * (Double(v) - meanB)
        }
        // A variance below 6 is a flat window.
        if aa < 6 * count || bb < 6 * count { return aa < 6 * count && bb < 6 * count ? 127 : 0 }
        return 127 * ab / (aa * bb).squareRoot()
    }
}
