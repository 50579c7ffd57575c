import PixelKernels
import Testing

@Suite struct LayerTests {
    private let limits = LayerLimits(
        ticks: 2, youngTicks: 10, forgetTicks: 250, stillTicks: 30, settleTicks: 40, floor: 14)

    @Test("the layer update equals its reference for every length and for extreme ages")
    func equalsReference() {
        var random = SeededGenerator.announced("updateLayers")
        let ages: [UInt16] = [0, 9, 10, 29, 30, 248, 249, 250, 251, 1000, 65534, 65535]
        for count in 0...130 {
            var limits = limits
            limits.ticks = [0, 1, 2, 40, 65535].randomElement(using: &random) ?? 2
            let (luma, previous, expected) = (random.pixels(count), random.pixels(count), random.pixels(count))
            let before = (0..<count).map { _ in
                ReferenceKernels.LayerPixel(
                    candidate: UInt8.random(in: 0...255, using: &random), age: ages.randomElement(using: &random) ?? 0,
                    missing: ages.randomElement(using: &random) ?? 0,
                    steady: UInt8.random(in: 0...255, using: &random),
                    noise: UInt8.random(in: 0...255, using: &random), state: 0)
            }
            let after = run(before, luma: luma, previous: previous, expected: expected, limits: limits)
            let wanted = before.indices.map {
                ReferenceKernels.updateLayer(
                    before[$0], luma: luma[$0], previous: previous[$0], expected: expected[$0], limits: limits)
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

    @Test("an object grows old, is remembered behind passers-by and is still there afterwards")
    func memoryThroughOcclusion() {
        var pixel = [ReferenceKernels.LayerPixel(candidate: 0, age: 0, missing: 0, steady: 0, noise: 0, state: 0)]
        for _ in 0..<100 { pixel = run(pixel, luma: [180], previous: [180], expected: [100], limits: limits) }
        #expect(pixel[0].state == 2)
        let age = pixel[0].age
        for _ in 0..<25 {
            pixel = run(pixel, luma: [30], previous: [60], expected: [100], limits: limits)
            pixel = run(pixel, luma: [60], previous: [30], expected: [100], limits: limits)
        }
        #expect(pixel[0].state == 1)
        #expect(pixel[0].age == age)
        pixel = run(pixel, luma: [181], previous: [30], expected: [100], limits: limits)
        #expect(pixel[0].state == 2)
    }

    @Test("what is not seen for 25 s is forgotten, what stays the same takes its place earlier")
    func replacement() {
        let old = [ReferenceKernels.LayerPixel(candidate: 180, age: 100, missing: 0, steady: 0, noise: 0, state: 2)]
        var (changing, steady) = (old, old)
        for step in 0..<130 {
            let value: UInt8 = step % 2 == 0 ? 30 : 60
            changing = run(changing, luma: [value], previous: [90 - value], expected: [100], limits: limits)
            if step == 15 { steady = run(old, luma: [30], previous: [180], expected: [100], limits: limits) }
            if step > 15, step < 40 {
                steady = run(steady, luma: [30], previous: [30], expected: [100], limits: limits)
            }
            #expect(step > 120 || changing[0].candidate == 180)
        }
        #expect(changing[0].candidate != 180)
        #expect(steady[0].candidate == 30 && steady[0].state == 2)
        #expect(steady[0].age >= 48, "as old as it has been steady")
    }

    private func run(
        _ pixels: [ReferenceKernels.LayerPixel], luma: [UInt8], previous: [UInt8], expected: [UInt8],
        limits: LayerLimits
    ) -> [ReferenceKernels.LayerPixel] {
        let candidate = GuardedPixels(pixels.map(\.candidate), shift: pixels.count % 64)
        let noise = GuardedPixels(pixels.map(\.noise))
        let steady = GuardedPixels(pixels.map(\.steady), shift: 5)
        let state = GuardedPixels(pixels.map(\.state), shift: 1)
        var ages = pixels.map(\.age)
        var missing = pixels.map(\.missing)
        ages.withUnsafeMutableBufferPointer { ages in
            missing.withUnsafeMutableBufferPointer { missing in
                guard let ageBase = ages.baseAddress, let missingBase = missing.baseAddress else { return }
                Kernels.updateLayers(
                    luma: luma, previous: previous, expected: expected,
                    planes: LayerPlanes(
                        candidate: candidate.base, age: ageBase, missing: missingBase, steady: steady.base,
                        noise: noise.base,
                        state: state.base),
                    limits: limits, count: pixels.count)
            }
        }
        #expect(candidate.guardsHold && state.guardsHold && steady.guardsHold)
        return pixels.indices.map {
            ReferenceKernels.LayerPixel(
                candidate: candidate.pixels[$0], age: ages[$0], missing: missing[$0], steady: steady.pixels[$0],
                noise: noise.pixels[$0],
                state: state.pixels[$0])
        }
    }
}
