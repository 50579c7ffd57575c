/// Owns the memory of a plane; allocated once, never per frame.
final class Plane<Element: BitwiseCopyable> {
    let base: UnsafeMutablePointer<Element>
    let width, height: Int
    var count: Int { width * height }

    init(width: Int, height: Int, filledWith value: Element) {
        (self.width, self.height) = (width, height)
        base = .allocate(capacity: max(1, width * height))
        base.initialize(repeating: value, count: max(1, width * height))
    }

    deinit { base.deallocate() }

    var view: PlaneView<Element> { PlaneView(base: base, width: width, height: height, stride: width) }

    func fill(_ value: Element) { base.update(repeating: value, count: count) }

    func copy(from other: Plane<Element>) { base.update(from: other.base, count: count) }
}
