/// The strongest edge of each cell of the background, kept while the picture is good: what must still be there if the
/// camera sees what it saw.
final class EdgeReference {
    /// Least strength (|∂x| + |∂y| over two pixels) of an edge that is remembered, and of one that is still there.
    static let strong = 28
    static let present = 8
    /// Squared cosine between the remembered direction and today's: within 45°. Light and gain do not change it.
    static let direction = 0.5
    /// Fewest edges that say anything.
    static let leastPoints = 24
    struct Point { var x, y: Int32, dx, dy: Int32 }

    private(set) var points: [Point] = []
    private let geometry: EvidenceGeometry

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        points.reserveCapacity(geometry.cells)
    }

    var isUseful: Bool { points.count >= Self.leastPoints }

    func reset() { points.removeAll(keepingCapacity: true) }

    func learn(_ background: Plane<UInt8>, valid: Plane<UInt8>) {
        points.removeAll(keepingCapacity: true)
        forEachStrongest(background.base, valid: valid) { points.append($0) }
    }

    /// Takes what another has learnt, and gives it its own: nothing is copied.
    func exchange(with other: EdgeReference) { swap(&points, &other.points) }

    /// Strong edges of `luma` for each of the reference's.
    func ratio(_ luma: Plane<UInt8>, valid: Plane<UInt8>) -> Double {
        var count = 0
        forEachStrongest(luma.base, valid: valid) { _ in count += 1 }
        return Double(count) / Double(max(1, points.count))
    }

    /// Share of the edges that nothing moves in front of, and the share of these that are found; `nil` when so much moves
    /// that fewer than a quarter of them can be asked: a crowd hides the view, it does not take it away.
    func kept(_ luma: Plane<UInt8>, hiddenBy state: Plane<UInt8>) -> (seen: Double, kept: Double?) {
        var (found, seen) = (0, 0)
        for point in points {
            let index = Int(point.y) * geometry.width + Int(point.x)
            guard state.base[index] != PixelState.moving else { continue }
            seen += 1
            if isThere(point, luma.base + index, geometry.width) { found += 1 }
        }
        let isEnough = 4 * seen >= points.count && seen >= Self.leastPoints / 2
        return (Double(seen) / Double(max(1, points.count)), isEnough ? Double(found) / Double(seen) : nil)
    }

    /// Share of the edges that are found when the picture is taken to be shifted by (dx, dy).
    func kept(_ luma: Plane<UInt8>, dx: Int = 0, dy: Int = 0, step: Int = 1) -> Double {
        let width = geometry.width
        var (found, seen) = (0, 0)
        var index = 0
        while index < points.count {
            let point = points[index]
            index += step
            let (x, y) = (Int(point.x) + dx, Int(point.y) + dy)
            guard x > 0, y > 0, x < width - 1, y < geometry.height - 1 else { continue }
            seen += 1
            if isThere(point, luma.base + y * width + x, width) { found += 1 }
        }
        return seen >= Self.leastPoints / step ? Double(found) / Double(seen) : 0
    }

    /// Whether the edge of a point is seen at a pixel: strong enough, and in the same direction.
    @inline(__always)
    private func isThere(_ point: Point, _ at: UnsafeMutablePointer<UInt8>, _ width: Int) -> Bool {
        let (gx, gy) = (Int(at[1]) - Int(at[-1]), Int(at[width]) - Int(at[-width]))
        guard abs(gx) + abs(gy) >= Self.present else { return false }
        let dot = gx * Int(point.dx) + gy * Int(point.dy)
        let squares = (gx * gx + gy * gy) * Int(point.dx * point.dx + point.dy * point.dy)
        return dot > 0 && Double(dot * dot) >= Self.direction * Double(squares)
    }

    private func forEachStrongest(
        _ plane: UnsafeMutablePointer<UInt8>, valid: Plane<UInt8>, _ body: (Point) -> Void
    ) {
        let width = geometry.width
        for row in 1..<max(1, geometry.rows - 1) {
            for column in 1..<max(1, geometry.columns - 1) where valid.base[row * geometry.columns + column] != 0 {
                var (strongest, strength) = (0, Self.strong - 1)
                for y in row * 8..<row * 8 + 8 {
                    for x in column * 8..<column * 8 + 8 {
                        let i = y &* width &+ x
                        let value =
                            abs(Int(plane[i &+ 1]) &- Int(plane[i &- 1]))
                            &+ abs(Int(plane[i &+ width]) &- Int(plane[i &- width]))
                        if value > strength { (strongest, strength) = (i, value) }
                    }
                }
                guard strength >= Self.strong else { continue }
                body(
                    Point(
                        x: Int32(strongest % width), y: Int32(strongest / width),
                        dx: Int32(plane[strongest + 1]) - Int32(plane[strongest - 1]),
                        dy: Int32(plane[strongest + width]) - Int32(plane[strongest - width])))
            }
        }
    }
}
