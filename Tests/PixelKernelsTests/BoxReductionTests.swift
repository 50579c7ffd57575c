import PixelKernelBodies
import PixelKernels
import Testing

@Suite struct BoxReductionTests {
    @Test("whole ratios up to 4 are the exact mean for every width", arguments: [1, 2, 3, 4], KernelSet.available)
    func wholeRatios(ratio: Int, set: KernelSet) {
        var random = SeededGenerator.announced("BoxReduction \(ratio) \(set)")
        for width in 1...130 {
            let height = Int.random(in: 1...5, using: &random)
            #expect(worstError(width * ratio, height * ratio, width, height, &random, set) == 0, "width \(width)")
        }
    }

    @Test("any other ratio is the exact mean too", arguments: KernelSet.available)
    func fractionalRatios(set: KernelSet) {
        var random = SeededGenerator.announced("BoxReduction fractional")
        for sourceWidth in 1...130 {
            let width = Int.random(in: max(1, sourceWidth / 6)...sourceWidth, using: &random)
            let sourceHeight = Int.random(in: 1...20, using: &random)
            let height = Int.random(in: max(1, sourceHeight / 6)...sourceHeight, using: &random)
            let error = worstError(sourceWidth, sourceHeight, width, height, &random, set)
            #expect(error == 0, "\(sourceWidth)×\(sourceHeight) → \(width)×\(height)")
        }
    }

    @Test("cameras' sizes and strips of huge pictures are the exact mean", arguments: KernelSet.available)
    func largeSizes(set: KernelSet) {
        var random = SeededGenerator.announced("BoxReduction large \(set)")
        // 6 : 5, 4 : 3, 3 : 2, 1 : 1.2, 683 : 320, 12 : 1; then sums beyond 16 bits, totals beyond 2²³, one column.
        let sizes = [
            (768, 12, 640, 10), (1280, 8, 960, 6), (960, 6, 640, 4), (1366, 32, 640, 15), (7680, 24, 640, 2),
            (4095, 259, 640, 2), (8191, 1031, 640, 2), (8190, 257, 641, 2), (1, 4319, 1, 337), (4319, 1, 337, 1),
        ]
        for (sourceWidth, sourceHeight, width, height) in sizes {
            let error = worstError(sourceWidth, sourceHeight, width, height, &random, set)
            #expect(error == 0, "\(sourceWidth)×\(sourceHeight) → \(width)×\(height)")
        }
    }

    @Test("the sums of the brightest picture fit", arguments: [258, 1031], KernelSet.available)
    func brightest(height: Int, set: KernelSet) {
        let width = 8191
        let bright = GuardedPixels([UInt8](repeating: 255, count: width * height))
        let out = GuardedPixels(count: 640 * 7)
        let reduction = BoxReduction(sourceWidth: width, sourceHeight: height, width: 640, height: 7)
        reduction.reduce(bright.base, stride: width, into: out.base, stride: 640, with: set.kernels)
        keep(bright)
        #expect(out.pixels.allSatisfy { $0 == 255 })
        #expect(out.guardsHold)
    }

    @Test("a flat plane keeps its value at any ratio", arguments: [0, 1, 127, 254, 255] as [UInt8])
    func flat(value: UInt8) {
        for (width, target) in [(768, 640), (1366, 640), (1280, 640), (100, 99), (4096, 640)] {
            let reduction = BoxReduction(sourceWidth: width, sourceHeight: 7, width: target, height: 3)
            let out = GuardedPixels(count: target * 3)
            reduction.reduce(
                [UInt8](repeating: value, count: width * 7), stride: width, into: out.base,
                stride: target)
            #expect(out.pixels.allSatisfy { $0 == value }, "\(width) → \(target)")
            #expect(out.guardsHold)
        }
    }

    /// Largest difference from the exact mean, with a source stride wider than its rows.
    private func worstError(
        _ sourceWidth: Int, _ sourceHeight: Int, _ width: Int, _ height: Int, _ random: inout SeededGenerator,
        _ set: KernelSet
    ) -> Int {
        let stride = sourceWidth + 9
        let source = GuardedPixels(random.pixels(stride * sourceHeight), shift: width % 64)
        let out = GuardedPixels(count: width * height, shift: sourceWidth % 64)
        let reduction = BoxReduction(
            sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width, height: height)
        reduction.reduce(source.base, stride: stride, into: out.base, stride: width, with: set.kernels)
        let wanted = ScalarKernels.boxReduction(
            source.base, stride: stride, sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width,
            height: height)
        let scalar = GuardedPixels(count: width * height)
        reduction.reduce(source.base, stride: stride, into: scalar.base, stride: width, with: ScalarKernels.self)
        keep(source)
        #expect(out.pixels == scalar.pixels, "\(set) differs from the scalar reference")
        #expect(out.guardsHold)
        return zip(out.pixels, wanted).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }
}
