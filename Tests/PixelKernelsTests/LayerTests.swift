import PixelKernels
import Testing

@Suite struct LayerTests {
    private let limits = LayerLimits(ticks: 2, youngTicks: 10, forgetTicks: 250, stillTicks: 30, floor: 14)

    @Test("the layer update equals its reference for every length and for extreme ages")
    func equalsReference() {
        var random = SeededGenerator.announced("updateLayers")
        let ages: [UInt16] = [0, 9, 10, 29, 30, 248, 249, 250, 251, 1000, 65534, 65535]
        for count in 0...130 {
            var limits = limits
            limits.ticks = [0, 1, 2, 40, 65535].randomElement(using: &random) ?? 2
            let (luma, expected) = (random.pixels(count), random.pixels(count))
            let before = (0..<count).map { _ in
                ReferenceKernels.LayerPixel(
                    candidate: UInt8.random(in: 0...255, using: &random), age: ages.randomElement(using: &random) ?? 0,
                    missing: ages.randomElement(using: &random) ?? 0,
                    noise: UInt8.random(in: 0...255, using: &random), state: 0)
            }
            let after = run(before, luma: luma, expected: expected, limits: limits)
            let wanted = before.indices.map {
                ReferenceKernels.updateLayer(before[$0], luma: luma[$0], expected: expected[$0], limits: limits)
            }
            #expect(after == wanted, "count \(count)")
        }
    }

    @Test("the noise update equals its reference")
    func noiseEqualsReference() {
        var random = SeededGenerator.announced("updateNoise")
        for count in 0...130 {
            let (luma, expected) = (random.pixels(count), random.pixels(count))
            let before = random.pixels(count)
            let state = (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) }
            let noise = GuardedPixels(before, shift: count % 64)
            Kernels.updateNoise(
                luma: luma, expected: expected,
                state: state, includeMoving: count % 2 == 0, noise: noise.base, count: count)
            let wanted = before.indices.map {
                ReferenceKernels.updateNoise(
                    before[$0], luma: luma[$0], expected: expected[$0], state: state[$0],
                    includeMoving: count % 2 == 0)
            }
            #expect(noise.pixels == wanted)
            #expect(noise.guardsHold)
        }
    }

    @Test("an object grows old, is remembered behind a passer-by and is still there afterwards")
    func memoryThroughOcclusion() {
        var pixel = [ReferenceKernels.LayerPixel(candidate: 0, age: 0, missing: 0, noise: 0, state: 0)]
        for _ in 0..<100 { pixel = run(pixel, luma: [180], expected: [100], limits: limits) }
        #expect(pixel[0].state == 2)
        let age = pixel[0].age
        for _ in 0..<50 { pixel = run(pixel, luma: [30], expected: [100], limits: limits) }
        #expect(pixel[0].state == 1)
        #expect(pixel[0].age == age)
        pixel = run(pixel, luma: [181], expected: [100], limits: limits)
        #expect(pixel[0].state == 2)
        for _ in 0..<130 { pixel = run(pixel, luma: [30], expected: [100], limits: limits) }
        #expect(pixel[0].candidate == 30, "not seen for 25 s: what is seen now takes its place")
    }

    private func run(
        _ pixels: [ReferenceKernels.LayerPixel], luma: [UInt8], expected: [UInt8], limits: LayerLimits
    ) -> [ReferenceKernels.LayerPixel] {
        let candidate = GuardedPixels(pixels.map(\.candidate), shift: pixels.count % 64)
        let noise = GuardedPixels(pixels.map(\.noise))
        let state = GuardedPixels(pixels.map(\.state), shift: 1)
        var ages = pixels.map(\.age)
        var missing = pixels.map(\.missing)
        ages.withUnsafeMutableBufferPointer { ages in
            missing.withUnsafeMutableBufferPointer { missing in
                guard let ageBase = ages.baseAddress, let missingBase = missing.baseAddress else { return }
                Kernels.updateLayers(
                    luma: luma, expected: expected,
                    planes: LayerPlanes(
                        candidate: candidate.base, age: ageBase, missing: missingBase, noise: noise.base,
                        state: state.base),
                    limits: limits, count: pixels.count)
            }
        }
        #expect(candidate.guardsHold && state.guardsHold)
        return pixels.indices.map {
            ReferenceKernels.LayerPixel(
                candidate: candidate.pixels[$0], age: ages[$0], missing: missing[$0], noise: noise.pixels[$0],
                state: state.pixels[$0])
        }
    }
}
