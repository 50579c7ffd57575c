/// Memory of a network that lives as long as its owner.
final class LayerMemory<Element: BitwiseCopyable> {
    let base: UnsafeMutablePointer<Element>

    init(_ values: [Element]) {
        base = .allocate(capacity: max(1, values.count))
        base.initialize(from: values, count: values.count)
    }

    deinit { base.deallocate() }
}

/// The input of a layer: rows of pixels of some channels with a border of zeros around them.
struct LayerPlane<Element: BitwiseCopyable & Numeric> {
    /// What vectors may touch behind the last pixel.
    private static var slack: Int { 64 }
    let width, height, channels, border: Int
    private let memory: LayerMemory<Element>

    init(width: Int, height: Int, channels: Int, border: Int) {
        (self.width, self.height, self.channels, self.border) = (width, height, channels, border)
        let count = (width + 2 * border) * (height + 2 * border) * channels
        memory = LayerMemory([Element](repeating: 0, count: count + Self.slack))
    }

    var rowElements: Int { (width + 2 * border) * channels }
    /// The first pixel that is not border.
    var interior: UnsafeMutablePointer<Element> { memory.base + border * (rowElements + channels) }
    /// The first pixel of the border.
    var origin: UnsafeMutablePointer<Element> { memory.base }

    func row(_ y: Int) -> UnsafeMutablePointer<Element> { interior + y * rowElements }
}
