import PixelKernelBodies
import PixelKernels
import Testing

@Suite struct MedianRingTests {
    @Test(
        "the running median is exact while the ring grows and after it wraps, for every width",
        arguments: KernelSet.available)
    func exactMedian(set: KernelSet) {
        var random = SeededGenerator.announced("MedianRing \(set)")
        for pixels in 0...130 {
            let capacity = Int.random(in: 1...51, using: &random)
            let ring = MedianRing(pixels: pixels, capacity: capacity)
            let median = GuardedPixels(count: pixels, shift: pixels % 64)
            var history: [[UInt8]] = []
            for round in 0..<capacity * 2 + 3 {
                let luma = round % 3 == 0 ? random.pixels(pixels) : random.noise(pixels)
                let stand = random.pixels(pixels)
                let held = (0..<pixels).map { _ in UInt8.random(in: 0...1, using: &random) }
                history.append((0..<pixels).map { held[$0] == 0 ? luma[$0] : stand[$0] })
                ring.insert(
                    luma: luma, stand: stand,
                    held: held, slot: round % capacity, filled: min(round + 1, capacity),
                    chunks: 0..<ring.chunks, median: median.base, with: set.kernels)
                let window = history.suffix(capacity)
                let wanted = (0..<pixels).map { pixel in ScalarKernels.median(window.map { $0[pixel] }) }
                #expect(median.pixels == wanted, "\(pixels) pixels, round \(round)")
                #expect(median.guardsHold)
            }
        }
    }

    @Test("a restarted pixel forgets its past, its neighbours do not")
    func restart() {
        let ring = MedianRing(pixels: 20, capacity: 5)
        let median = GuardedPixels(count: 20)
        func insert(_ value: UInt8, slot: Int, filled: Int) {
            ring.insert(
                luma: [UInt8](repeating: value, count: 20), stand: [UInt8](repeating: 0, count: 20),
                held: [UInt8](repeating: 0, count: 20), slot: slot, filled: filled, chunks: 0..<ring.chunks,
                median: median.base)
        }
        for slot in 0..<5 { insert(10, slot: slot, filled: slot + 1) }
        ring.restart(pixel: 17, value: 200)
        median.base[17] = 200
        insert(10, slot: 0, filled: 5)
        #expect(median.pixels[17] == 200 && median.pixels[16] == 10 && median.pixels[18] == 10)
    }
}
