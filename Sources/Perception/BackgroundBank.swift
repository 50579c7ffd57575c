/// Backgrounds of the same view under other light: by day, at night, in infra-red, with the lamps on.
///
/// A background is known by its gradients, which added light does not change and another kind of light does. Memory is
/// bounded: ``capacity`` planes of bytes, allocated once.
final class BackgroundBank {
    static let capacity = 6
    /// Two backgrounds are one when so much of their gradients, in thousandths, differs.
    static let same = 250
    /// Gradients weaker than this in both pictures (|∂x| + |∂y| over two pixels) are noise.
    static let weakest = 12
    /// One pixel in eight is asked; all of them have their neighbours within the cell.
    private static let probes = [(1, 1), (4, 1), (6, 3), (2, 4), (5, 5), (1, 6), (3, 2), (6, 6)]

    private let geometry: EvidenceGeometry
    private let planes: [Plane<UInt8>]
    /// When each was stored or recalled last; `nil` while it is empty.
    private var lastUse: [Double?]

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        planes = (0..<Self.capacity).map { _ in
            Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        }
        lastUse = Array(repeating: nil, count: Self.capacity)
    }

    var count: Int { lastUse.count { $0 != nil } }

    func reset() { for index in lastUse.indices { lastUse[index] = nil } }

    /// Keeps a background: in the place of one that is the same, in an empty place, or in that of the one that was not
    /// needed for the longest time.
    func store(_ background: Plane<UInt8>, valid: Plane<UInt8>, time: Double) {
        let nearest = nearest(to: background, valid: valid)
        var place = 0
        if let nearest, nearest.residual <= Self.same {
            place = nearest.index
        } else {
            for index in lastUse.indices where (lastUse[index] ?? -.infinity) < (lastUse[place] ?? -.infinity) {
                place = index
            }
        }
        planes[place].copy(from: background)
        lastUse[place] = time
    }

    /// The background whose gradients differ least from those of a picture; `nil` when the bank is empty.
    func recall(_ luma: Plane<UInt8>, valid: Plane<UInt8>, time: Double) -> Plane<UInt8>? {
        guard let nearest = nearest(to: luma, valid: valid) else { return nil }
        lastUse[nearest.index] = time
        return planes[nearest.index]
    }

    private func nearest(to picture: Plane<UInt8>, valid: Plane<UInt8>) -> (index: Int, residual: Int)? {
        var best: (index: Int, residual: Int)?
        for index in planes.indices where lastUse[index] != nil {
            let residual = residual(picture, planes[index], valid: valid)
            if best.map({ residual < $0.residual }) ?? true { best = (index, residual) }
        }
        return best
    }

    /// Share of the gradients of two pictures that differ, in thousandths: 0 for the same picture.
    func residual(_ a: Plane<UInt8>, _ b: Plane<UInt8>, valid: Plane<UInt8>) -> Int {
        let width = geometry.width
        var (difference, sum) = (0, 0)
        for cell in 0..<geometry.cells where valid.base[cell] != 0 {
            let corner = cell / geometry.columns * 8 * width + cell % geometry.columns * 8
            for (x, y) in Self.probes {
                let i = corner &+ y &* width &+ x
                let (ax, ay) = Self.gradient(a.base + i, width)
                let (bx, by) = Self.gradient(b.base + i, width)
                let (first, second) = (abs(ax) &+ abs(ay), abs(bx) &+ abs(by))
                guard max(first, second) >= Self.weakest else { continue }
                difference &+= abs(ax &- bx) &+ abs(ay &- by)
                sum &+= first &+ second
            }
        }
        return sum > 0 ? difference * 1000 / sum : 0
    }

    @inline(__always)
    private static func gradient(_ p: UnsafeMutablePointer<UInt8>, _ width: Int) -> (x: Int, y: Int) {
        (Int(p[1]) &- Int(p[-1]), Int(p[width]) &- Int(p[-width]))
    }
}
