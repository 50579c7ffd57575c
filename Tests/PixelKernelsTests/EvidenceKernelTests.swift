import PixelKernelBodies
import PixelKernels
import Testing

/// Kernels of motion, light and background, every set against the scalar reference.
@Suite struct EvidenceKernelTests {
    @Test("the moving masks equal their reference for every width", arguments: KernelSet.available)
    func maskMoving(set: KernelSet) {
        var random = SeededGenerator.announced("maskMoving \(set)")
        for width in 0...130 {
            let height = Int.random(in: 0...9, using: &random)
            let state = (0..<width * height).map { _ in UInt8.random(in: 0...2, using: &random) }
            let quarter = GuardedPixels(count: (width / 4) * (height / 4), shift: width % 64)
            let wanted = GuardedPixels(count: quarter.count)
            expectEqual(width * height, set) { kernels, mask in
                let isReference = kernels == ScalarKernels.self
                kernels.maskMoving(
                    state, width: width, height: height, into: mask,
                    quarter: isReference ? wanted.base : quarter.base)
            }
            #expect(set == .scalar || quarter.pixels == wanted.pixels, "width \(width)")
            #expect(quarter.guardsHold)
        }
    }

    @Test("the light samples equal their reference", arguments: KernelSet.available)
    func sampleLight(set: KernelSet) {
        var random = SeededGenerator.announced("sampleLight \(set)")
        for width in 0...130 {
            let (columns, rows) = (width / 8, Int.random(in: 0...4, using: &random))
            let luma = GuardedPixels(random.pixels(width * rows * 8), shift: width % 64)
            let background = GuardedPixels(random.pixels(width * rows * 8))
            let valid = (0..<columns * rows).map { _ in UInt8.random(in: 0...1, using: &random) }
            let pivot = Int.random(in: 0...255, using: &random)
            func sample(_ kernels: any LumaKernels.Type) -> (LightSums, [UInt32]) {
                var bins = [UInt32](repeating: 7, count: 4096)
                let sums = kernels.sampleLight(
                    luma.base, background.base, width: width, valid: valid, columns: columns, rows: rows,
                    pivot: pivot, bins: &bins)
                return (sums, [UInt32](bins[..<1024]))
            }
            #expect(sample(set.kernels) == sample(ScalarKernels.self), "width \(width), pivot \(pivot)")
            keep(luma, background)
        }
    }

    @Test("held pixels equal their reference at every limit", arguments: KernelSet.available)
    func holdCandidates(set: KernelSet) {
        var random = SeededGenerator.announced("holdCandidates \(set)")
        for count in 0...130 {
            let limits = HoldLimits(
                youngest: [0, 15, 40].randomElement(using: &random) ?? 0, oldest: 27000,
                doubt: [0, 400].randomElement(using: &random) ?? 0,
                alive: [0, 100, 1715, 65535].randomElement(using: &random) ?? 0, leastSupport: 15, supportShare: 38,
                longestDebt: 1700)
            let ages: [UInt16] = [0, 14, 15, 40, 399, 400, 1700, 26999, 27000, 27001, 65535]
            let age = (0..<count).map { _ in ages.randomElement(using: &random) ?? 0 }
            let state = (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) }
            let support = random.pixels(count)
            expectEqual(count, set) { kernels, held in
                kernels.holdCandidates(
                    state: state, age: age, support: support, limits: limits, into: held, count: count)
            }
        }
    }

    @Test("a block is found where the reference search finds it", arguments: KernelSet.available)
    func matchBlock(set: KernelSet) {
        var random = SeededGenerator.announced("matchBlock \(set)")
        for width in stride(from: 32, through: 130, by: 7) {
            let scene = MovedScene(width: width, height: 48, random: &random)
            for row in 0..<3 {
                for column in 0..<width / 16 {
                    let predictors = SIMD8<Int32>.random(in: -20...20, using: &random)
                    let found = scene.match(row, column, predictors, set.kernels)
                    #expect(found == scene.match(row, column, predictors, ScalarKernels.self), "width \(width)")
                }
            }
        }
    }

    @Test("a predictor that is right is found and kept", arguments: KernelSet.available)
    func foundDisplacement(set: KernelSet) {
        var random = SeededGenerator(seed: 3)
        let scene = MovedScene(width: 128, height: 96, random: &random, shift: (x: 12, y: -3), noise: 0)
        let found = scene.match(2, 3, SIMD8(12, -3, 0, 0, 0, 0, 0, 0), set.kernels)
        #expect([found?.x, found?.y] == [12, -3] && found?.difference == 0)
    }
}

/// A smooth texture that moves between two pictures, at two sizes, and a mask of it.
private final class MovedScene {
    private let current, reference, mask, quarterCurrent, quarterReference, quarterMask: GuardedPixels
    private let width, height: Int

    init(width: Int, height: Int, random: inout SeededGenerator, shift: (x: Int, y: Int)? = nil, noise: UInt8 = 9) {
        (self.width, self.height) = (width, height)
        let shift = shift ?? (Int.random(in: -12...12, using: &random), Int.random(in: -12...12, using: &random))
        // Slow waves that cross: a search downhill must find its way.
        func texture(_ x: Int, _ y: Int) -> UInt8 {
            UInt8(abs((3 * x + y + 1000) % 122 - 61) + abs((x - 2 * y + 1000) % 166 - 83))
        }
        func picture(dx: Int, dy: Int) -> [UInt8] {
            (0..<width * height).map {
                texture($0 % width + dx, $0 / width + dy) &+ UInt8.random(in: 0...noise, using: &random)
            }
        }
        current = GuardedPixels(picture(dx: 0, dy: 0), shift: 5)
        reference = GuardedPixels(picture(dx: -shift.x, dy: -shift.y), shift: 3)
        let full = noise == 0
        let state = (0..<width * height).map { _ in UInt8.random(in: full ? 1...1 : 0...1, using: &random) }
        mask = GuardedPixels(count: width * height)
        quarterMask = GuardedPixels(count: (width / 4) * (height / 4))
        ScalarKernels.maskMoving(state, width: width, height: height, into: mask.base, quarter: quarterMask.base)
        let reduction = BoxReduction(
            sourceWidth: width / 4 * 4, sourceHeight: height, width: width / 4, height: height / 4)
        func reduced(_ plane: GuardedPixels) -> GuardedPixels {
            let out = GuardedPixels(count: (width / 4) * (height / 4))
            reduction.reduce(plane.base, stride: width, into: out.base, stride: width / 4)
            return out
        }
        (quarterCurrent, quarterReference) = (reduced(current), reduced(reference))
    }

    func match(
        _ row: Int, _ column: Int, _ predictors: SIMD8<Int32>, _ kernels: any LumaKernels.Type
    ) -> BlockMatch? {
        kernels.matchBlock(
            row: row, column: column,
            fine: BlockPictures(
                current: current.base, reference: reference.base, mask: mask.base, width: width, height: height),
            coarse: BlockPictures(
                current: quarterCurrent.base, reference: quarterReference.base, mask: quarterMask.base,
                width: width / 4, height: height / 4),
            predictors: predictors, limits: BlockSearchLimits(good: 5, worst: 28, reach: 11))
    }
}
