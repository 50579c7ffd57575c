import PixelKernels
import Testing

@Suite struct EnlargementTests {
    /// The bilinear mean at a place of the source, whose ends go on (with floats, without rounding).
    private func expected(_ pixels: [UInt8], _ width: Int, _ height: Int, x: Double, y: Double) -> Double {
        func value(_ column: Int, _ row: Int) -> Double {
            Double(pixels[min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)])
        }
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        let (across, down) = (x - Double(left), y - Double(top))
        let upper = value(left, top) * (1 - across) + value(left + 1, top) * across
        let lower = value(left, top + 1) * (1 - across) + value(left + 1, top + 1) * across
        return upper * (1 - down) + lower * down
    }

    @Test("every pixel is the bilinear mean at its middle, within what weights in sixteenths allow", arguments: 4...8)
    func bilinear(quarters: Int) {
        var random = SeededGenerator.announced("Enlargement \(quarters)")
        for _ in 0..<60 {
            let (width, height) = (Int.random(in: 1...90, using: &random), Int.random(in: 1...20, using: &random))
            let stride = width + Int.random(in: 0...9, using: &random)
            let pixels = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
            var source = [UInt8](repeating: 77, count: stride * height)
            for y in 0..<height { for x in 0..<width { source[y * stride + x] = pixels[y * width + x] } }
            let enlargement = Enlargement(width: width, height: height, quarters: quarters)
            #expect(enlargement.width == width * quarters / 4 && enlargement.height == height * quarters / 4)
            enlargement.enlarge(source, stride: stride)
            // Fifths and sevenths have no sixteenths: each weight is off by a 32nd at most.
            let allowed = quarters % 4 == 0 ? 0.51 : 0.51 + 2 * 255.0 / 32
            func place(_ index: Int) -> Double { 4 * (Double(index) + 0.5) / Double(quarters) - 0.5 }
            var worst = 0.0
            for y in 0..<enlargement.height {
                for x in 0..<enlargement.width {
                    let value = expected(pixels, width, height, x: place(x), y: place(y))
                    worst = max(worst, abs(Double(enlargement.pixels[y * enlargement.width + x]) - value))
                }
            }
            #expect(worst <= allowed, "\(width)×\(height): \(worst)")
        }
    }

    @Test("a flat plane keeps its value", arguments: [0, 1, 127, 255] as [UInt8])
    func flat(value: UInt8) {
        for quarters in 4...8 {
            let enlargement = Enlargement(width: 33, height: 9, quarters: quarters)
            enlargement.enlarge([UInt8](repeating: value, count: 33 * 9), stride: 33)
            #expect((0..<enlargement.width * enlargement.height).allSatisfy { enlargement.pixels[$0] == value })
        }
    }
}
