import PixelKernels
import Testing

/// Kernels that look at neighbours: every width 0…130, several heights.
@Suite struct PlaneKernelTests {
    @Test("the gradient change equals its reference for every width")
    func gradientChange() {
        var random = SeededGenerator.announced("gradientChange")
        for width in 0...130 {
            let height = Int.random(in: 1...9, using: &random)
            let (a, b) = (random.pixels(width * height), random.pixels(width * height))
            let out = GuardedPixels(count: width * height, shift: width % 64)
            var scratch = [Int16](repeating: 0, count: 3 * width)
            Kernels.gradientChange(
                a, b, width: width, height: height, threshold: 40,
                scratch: &scratch, into: out.base)
            let wanted = ReferenceKernels.gradientChange(a, b, width: width, height: height, threshold: 40)
            #expect(out.pixels == wanted, "width \(width) height \(height)")
            #expect(out.guardsHold)
        }
    }

    @Test("the sharpness sums equal their reference for every width")
    func sharpness() {
        var random = SeededGenerator.announced("sharpness")
        for width in 3...130 {
            let height = Int.random(in: 3...9, using: &random)
            let plane = random.pixels(width * height)
            let sums = Kernels.sharpness(plane, width: width, height: height)
            #expect(sums == ReferenceKernels.sharpness(plane, width: width, height: height))
        }
    }

    @Test("cell pooling equals its reference and leaves out what fills no cell")
    func poolCells() {
        var random = SeededGenerator.announced("poolCells")
        for width in 0...130 {
            let height = Int.random(in: 0...33, using: &random)
            let plane = random.pixels(width * height)
            for bit in [0, 1, 7] {
                let out = GuardedPixels(count: (width / 8) * (height / 8))
                Kernels.poolCells(plane, width: width, height: height, bit: bit, into: out.base)
                #expect(out.pixels == ReferenceKernels.poolCells(plane, width: width, height: height, bit: bit))
                #expect(out.guardsHold)
            }
        }
    }

    @Test("the masked block difference equals its reference", arguments: [8, 16])
    func blockDifference(side: Int) {
        var random = SeededGenerator.announced("maskedBlockDifference")
        for stride in side...130 {
            let count = stride * side
            let (a, b) = (GuardedPixels(random.pixels(count)), GuardedPixels(random.pixels(count), shift: stride % 64))
            let mask = GuardedPixels(random.pixels(count).map { $0 > 110 ? 255 : 0 }, shift: 3)
            let sum = Kernels.maskedBlockDifference(a.base, b.base, mask: mask.base, stride: stride, side: side)
            let wanted = ReferenceKernels.maskedBlockDifference(
                a.base, b.base, mask: mask.base, stride: stride, side: side)
            keep(a, b, mask)
            #expect(sum == wanted)
        }
    }

    @Test("the correlation equals its definition within one step, flat windows included")
    func correlation() {
        var random = SeededGenerator.announced("correlation")
        for width in 1...32 {
            let (height, stride) = (16, width + 5)
            let (a, b) = (random.pixels(stride * height), random.pixels(stride * height))
            let value = Kernels.correlation(
                a, b, stride: stride, width: width, height: height)
            let inner = { (p: [UInt8]) in (0..<height).flatMap { p[$0 * stride..<$0 * stride + width] } }
            #expect(abs(Double(value) - ReferenceKernels.correlation(inner(a), inner(b))) <= 1)
        }
    }

    @Test("a brighter copy correlates fully, an unrelated texture does not")
    func correlationMeaning() {
        var random = SeededGenerator(seed: 7)
        let a = (0..<256).map { _ in UInt8.random(in: 40...120, using: &random) }
        let brighter = a.map { $0 + 60 }
        let other = (0..<256).map { _ in UInt8.random(in: 40...120, using: &random) }
        #expect(Kernels.correlation(a, brighter, stride: 16, width: 16, height: 16) == 127)
        #expect(abs(Int(Kernels.correlation(a, other, stride: 16, width: 16, height: 16))) < 40)
    }
}
