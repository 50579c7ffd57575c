import Perception
import Scene

/// A small drawn picture: a textured floor and textured rectangles on it. Owns its pixels.
final class DrawnScene {
    let width = 320, height = 180
    private var pixels: [UInt8]
    private let floor: [UInt8]

    init(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        floor = (0..<320 * 180).map { index in
            UInt8(100 + index / 320 / 4 + Int.random(in: -6...6, using: &random))
        }
        pixels = floor
    }

    func clear() { pixels = floor }

    func copy() -> [UInt8] { pixels }

    /// A rectangle whose pattern moves with it.
    func draw(left: Int, top: Int, width: Int, height: Int, grey: Int) {
        for y in top..<top + height where (0..<self.height).contains(y) {
            for x in left..<left + width where (0..<self.width).contains(x) {
                let (u, v) = (x - left, y - top)
                pixels[y * self.width + x] = UInt8(clamping: grey + (u * 37 + v * 61 + u * v * 7) % 40 - 20)
            }
        }
    }

    /// Somebody walks in at 10 s, puts a bag down at 16 s, stands by it until 20 s, and has left the picture at 24 s; the
    /// bag stays until 60 s.
    func visit(at time: Double) {
        clear()
        if (16..<60).contains(time) { draw(left: 150, top: 112, width: 14, height: 12, grey: 40) }
        let x =
            time < 15
            ? -20 + (time - 10) * 30 : time < 20 ? 130 + 2 * (Int(time * 5) % 2 == 0 ? 1 : 0.0) : 130 - (time - 20) * 40
        if time >= 10, x > -20 { draw(left: Int(x), top: 88, width: 14, height: 36, grey: 200) }
    }

    /// A key picture of its own: what is drawn is rounded elsewhere at each of its edges.
    func compressAnew(left: Int, top: Int, width: Int, height: Int, seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        for y in top..<top + height {
            for x in left..<left + width where Int.random(in: 0..<8, using: &random) == 0 {
                let index = y * self.width + x
                pixels[index] = UInt8(clamping: Int(pixels[index]) + (Bool.random(using: &random) ? 13 : -13))
            }
        }
    }

    /// Noise of a sensor at night, another on every frame.
    func addNoise(amplitude: Int, seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        for index in pixels.indices {
            let noise = Int.random(in: -amplitude...amplitude, using: &random)
            pixels[index] = UInt8(clamping: Int(pixels[index]) + noise)
        }
    }

    /// Black bars above and below, so many rows each.
    func letterbox(rows: Int) {
        for index in 0..<rows * width { (pixels[index], pixels[pixels.count - 1 - index]) = (16, 16) }
    }

    func perceive(by perceiver: Perceiver, time: Double, index: Int, _ body: (Evidence) -> Void) {
        pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let view = PlaneView(base: base, width: width, height: height, stride: width)
            body(perceiver.perceive(view, time: time, frameIndex: index))
        }
    }
}
