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

    /// A rectangle whose pattern moves with it.
    func draw(left: Int, top: Int, width: Int, height: Int, grey: Int) {
        for y in top..<top + height where (0..<self.height).contains(y) {
            for x in left..<left + width where (0..<self.width).contains(x) {
                let (u, v) = (x - left, y - top)
                pixels[y * self.width + x] = UInt8(clamping: grey + (u * 37 + v * 61 + u * v * 7) % 40 - 20)
            }
        }
    }

    func perceive(by perceiver: Perceiver, time: Double, index: Int, _ body: (Evidence) -> Void) {
        pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let view = PlaneView(base: base, width: width, height: height, stride: width)
            body(perceiver.perceive(view, time: time, frameIndex: index))
        }
    }
}
