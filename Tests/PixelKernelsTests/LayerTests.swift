import PixelKernelBodies
import PixelKernels
import Testing

@Suite struct LayerTests {
    private let limits = LayerLimits(
        ticks: 2, youngTicks: 10, forgetTicks: 250, stillTicks: 30, settleTicks: 40, floor: 14, noise: .untouched)

    @Test(
        "the layer update equals its reference for every length, at extreme ages and limits",
        arguments: KernelSet.available)
    func equalsReference(set: KernelSet) {
        var random = SeededGenerator.announced("updateLayers \(set)")
        for count in 0...130 {
            for noise in [LayerLimits.Noise.untouched, .ofBackground, .ofBackgroundAndMoving] {
                var limits = limits
                limits.ticks = [0, 1, 2, 40, 255, 256, 16383, 16384, 65535].randomElement(using: &random) ?? 2
                limits.noise = noise
                let (luma, previous, expected) = (random.pixels(count), random.pixels(count), random.pixels(count))
                let layers = TestLayers(count: count, random: &random)
                let wanted = layers.copy()
                layers.update(luma: luma, previous: previous, expected: expected, limits: limits, with: set.kernels)
                wanted.update(
                    luma: luma, previous: previous, expected: expected, limits: limits, with: ScalarKernels.self)
                #expect(layers.values == wanted.values, "count \(count), noise \(noise)")
                #expect(layers.guardsHold)
            }
        }
    }

    @Test(
        "an object grows old, is remembered behind passers-by and is still there afterwards",
        arguments: KernelSet.available)
    func memoryThroughOcclusion(set: KernelSet) {
        let pixel = OnePixel(limits: limits, set: set)
        for _ in 0..<100 { pixel.see(180, after: 180) }
        #expect(pixel.state == 2)
        let age = pixel.age
        for _ in 0..<25 {
            pixel.see(30, after: 60)
            pixel.see(60, after: 30)
        }
        #expect(pixel.state == 1)
        #expect(pixel.age == age)
        pixel.see(181, after: 30)
        #expect(pixel.state == 2)
    }

    @Test("what is not seen for 25 s is forgotten", arguments: KernelSet.available)
    func forgetting(set: KernelSet) {
        let pixel = OnePixel(limits: limits, set: set, candidate: 180, age: 100)
        for step in 0..<130 {
            let value: UInt8 = step % 2 == 0 ? 30 : 60
            pixel.see(value, after: 90 - value)
            #expect(step > 120 || pixel.candidate == 180)
        }
        #expect(pixel.candidate != 180)
    }

    @Test(
        "what stays the same takes an old candidate's place, as old as it has been steady",
        arguments: KernelSet.available)
    func replacement(set: KernelSet) {
        let pixel = OnePixel(limits: limits, set: set, candidate: 180, age: 100)
        pixel.see(30, after: 180)
        for _ in 0..<24 { pixel.see(30, after: 30) }
        #expect(pixel.candidate == 30 && pixel.state == 2)
        #expect(pixel.age >= 46)
    }

    @Test("support grows only where the background is seen, and saturates", arguments: KernelSet.available)
    func support(set: KernelSet) {
        let pixel = OnePixel(limits: limits, set: set)
        for _ in 0..<20 { pixel.see(100, after: 100) }
        #expect(pixel.support == 40)
        for _ in 0..<20 { pixel.see(180, after: 180) }
        #expect(pixel.support == 40)
        for _ in 0..<200 { pixel.see(101, after: 101) }
        #expect(pixel.support == 255)
    }
}

/// The planes of a two-layer model between guards.
final class TestLayers {
    let count: Int
    private let candidate, steady, noise, state, support: GuardedPixels
    private let age, missing: GuardedPixels

    init(count: Int, random: inout SeededGenerator) {
        self.count = count
        let ages: [UInt16] = [0, 9, 10, 29, 30, 248, 249, 250, 251, 1000, 65534, 65535]
        func words() -> [UInt8] {
            (0..<count).flatMap { _ in
                let age = ages.randomElement(using: &random) ?? 0
                return [UInt8(truncatingIfNeeded: age), UInt8(age >> 8)]
            }
        }
        func bytes() -> GuardedPixels {
            GuardedPixels(random.pixels(count), shift: Int.random(in: 0..<64, using: &random))
        }
        (candidate, steady, noise, support) = (bytes(), bytes(), bytes(), bytes())
        state = GuardedPixels(count: count, shift: count % 64)
        age = GuardedPixels(words(), shift: 2 * (count % 32))
        missing = GuardedPixels(words(), shift: 6)
    }

    /// `count` equal pixels.
    init(count: Int, candidate: UInt8, age: UInt8) {
        self.count = count
        func bytes(_ value: UInt8) -> GuardedPixels { GuardedPixels([UInt8](repeating: value, count: count)) }
        (self.candidate, steady, noise, state, support) = (bytes(candidate), bytes(0), bytes(0), bytes(0), bytes(0))
        self.age = GuardedPixels((0..<2 * count).map { $0 % 2 == 0 ? age : 0 })
        missing = GuardedPixels(count: 2 * count)
    }

    private init(_ other: TestLayers) {
        func copy(_ plane: GuardedPixels) -> GuardedPixels { GuardedPixels(plane.pixels) }
        count = other.count
        (candidate, steady, noise) = (copy(other.candidate), copy(other.steady), copy(other.noise))
        (state, support, age, missing) = (copy(other.state), copy(other.support), copy(other.age), copy(other.missing))
    }

    func copy() -> TestLayers { TestLayers(self) }

    var values: [[UInt8]] { [candidate, steady, noise, state, support, age, missing].map(\.pixels) }
    var guardsHold: Bool { [candidate, steady, noise, state, support, age, missing].allSatisfy(\.guardsHold) }

    func update(
        luma: [UInt8], previous: [UInt8], expected: [UInt8], limits: LayerLimits, with kernels: any LumaKernels.Type
    ) {
        func words(_ plane: GuardedPixels) -> UnsafeMutablePointer<UInt16> {
            UnsafeMutableRawPointer(plane.base).assumingMemoryBound(to: UInt16.self)
        }
        kernels.updateLayers(
            luma: luma, previous: previous, expected: expected,
            planes: LayerPlanes(
                candidate: candidate.base, age: words(age), missing: words(missing), steady: steady.base,
                noise: noise.base, state: state.base, support: support.base),
            limits: limits, count: count)
    }

    var first: (candidate: UInt8, state: UInt8, support: UInt8, age: Int) {
        (candidate.base[0], state.base[0], support.base[0], Int(age.base[0]) + 256 * Int(age.base[1]))
    }
}

/// 33 pixels that all see the same before a background of 100: a whole step of every kernel and a rest.
private struct OnePixel {
    private let layers: TestLayers
    private let limits: LayerLimits
    private let set: KernelSet
    private static let count = 33

    init(limits: LayerLimits, set: KernelSet, candidate: UInt8 = 0, age: UInt8 = 0) {
        layers = TestLayers(count: Self.count, candidate: candidate, age: age)
        (self.limits, self.set) = (limits, set)
    }

    func see(_ luma: UInt8, after previous: UInt8) {
        func all(_ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: Self.count) }
        layers.update(
            luma: all(luma), previous: all(previous), expected: all(100), limits: limits, with: set.kernels)
    }

    var candidate: UInt8 { layers.first.candidate }
    var state: UInt8 { layers.first.state }
    var support: UInt8 { layers.first.support }
    var age: Int { layers.first.age }
}
