import Perception
import Scene

/// A grey scene of known content: texture, noise of a seeded generator, rectangles.
final class SyntheticPicture {
    let width, height: Int
    private var noise: UInt64
    private let texture: [UInt8]
    private let memory: UnsafeMutablePointer<UInt8>

    init(width: Int = 320, height: Int = 240, seed: UInt64 = 1) {
        (self.width, self.height) = (width, height)
        noise = seed
        // Stripes and squares: edges in both directions everywhere.
        texture = (0..<width * height).map { i in
            let (x, y) = (i % width, i / width)
            return UInt8(100 + (x / 20 + y / 15) % 2 * 40 + x % 7)
        }
        memory = .allocate(capacity: width * height)
        memory.initialize(repeating: 0, count: width * height)
    }

    deinit { memory.deallocate() }

    var view: PlaneView<UInt8> {
        PlaneView(base: UnsafePointer(memory), width: width, height: height, stride: width)
    }

    /// The scene under `light` (added) with ±2 of noise.
    func draw(light: Int = 0) {
        for i in 0..<width * height {
            noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            memory[i] = UInt8(clamping: Int(texture[i]) + light + Int(noise >> 33) % 5 - 2)
        }
    }

    /// A rectangle with a texture of its own, cut off at the borders.
    func rectangle(x: Int, y: Int, width w: Int, height h: Int, value: UInt8) {
        for row in min(height, max(0, y))..<min(height, max(0, y + h)) {
            for column in min(width, max(0, x))..<min(width, max(0, x + w)) {
                // Patches that repeat nowhere near: displacements are unambiguous.
                let patch = (column - x) / 5 * 2_654_435 + (row - y) / 5 * 40_503_771
                let stripe = (patch >> 4) % 7 * 6
                memory[row * width + column] = UInt8(clamping: Int(value) + stripe)
            }
        }
    }

    /// Puts what `light` makes of each pixel in its place.
    func remap(_ light: (_ x: Int, _ y: Int, _ value: Int) -> Int) {
        for y in 0..<height {
            for x in 0..<width { memory[y * width + x] = UInt8(clamping: light(x, y, Int(memory[y * width + x]))) }
        }
    }

    /// Moves the whole picture; what comes in repeats the border.
    func shift(dx: Int, dy: Int) {
        let source = Array(UnsafeBufferPointer(start: memory, count: width * height))
        remap { x, y, _ in
            Int(source[min(self.height - 1, max(0, y - dy)) * self.width + min(self.width - 1, max(0, x - dx))])
        }
    }

    func fill(_ value: UInt8, rows: Range<Int>) {
        for row in rows { memory.advanced(by: row * width).update(repeating: value, count: width) }
    }
}

extension Evidence {
    /// Sum of a cell plane over the cells that a rectangle of pixels covers wholly.
    func sum(_ plane: PlaneView<UInt8>, x: Int, y: Int, width: Int, height: Int) -> Int {
        var sum = 0
        for row in (y + 7) / 8..<(y + height) / 8 {
            for column in (x + 7) / 8..<(x + width) / 8 { sum += Int(plane[column, row]) }
        }
        return sum
    }

    func total(_ plane: PlaneView<UInt8>) -> Int {
        (0..<plane.width * plane.height).reduce(0) { $0 + Int(plane.base[$1]) }
    }
}
