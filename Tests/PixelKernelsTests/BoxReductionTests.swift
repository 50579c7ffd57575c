import PixelKernels
import Testing

@Suite struct BoxReductionTests {
    @Test("ratios 1, 2 and 3 are the exact mean for every width", arguments: [1, 2, 3])
    func wholeRatios(ratio: Int) {
        var random = SeededGenerator.announced("BoxReduction \(ratio)")
        for width in 1...130 {
            let height = Int.random(in: 1...5, using: &random)
            #expect(worstError(width * ratio, height * ratio, width, height, &random) == 0, "width \(width)")
        }
    }

    @Test("any other ratio is the area mean within two grey levels")
    func fractionalRatios() {
        var random = SeededGenerator.announced("BoxReduction fractional")
        for sourceWidth in 1...130 {
            let width = Int.random(in: max(1, sourceWidth / 6)...sourceWidth, using: &random)
            let sourceHeight = Int.random(in: 1...20, using: &random)
            let height = Int.random(in: max(1, sourceHeight / 6)...sourceHeight, using: &random)
            let error = worstError(sourceWidth, sourceHeight, width, height, &random)
            #expect(error <= 2, "\(sourceWidth)×\(sourceHeight) → \(width)×\(height)")
        }
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
        _ sourceWidth: Int, _ sourceHeight: Int, _ width: Int, _ height: Int, _ random: inout SeededGenerator
    ) -> Int {
        let stride = sourceWidth + 9
        let source = GuardedPixels(random.pixels(stride * sourceHeight), shift: width % 64)
        let out = GuardedPixels(count: width * height, shift: sourceWidth % 64)
        let reduction = BoxReduction(
            sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width, height: height)
        reduction.reduce(source.base, stride: stride, into: out.base, stride: width)
        let wanted = ReferenceKernels.boxReduction(
            source.base, stride: stride, sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width,
            height: height)
        keep(source)
        #expect(out.guardsHold)
        return zip(out.pixels, wanted).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }
}
