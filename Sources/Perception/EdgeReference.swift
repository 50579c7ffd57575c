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
    /// Largest shift looked for, pixels either way.
    static let reach = 32

    /// What a pixel of shift must win in share of the edges.
    static let penalty = 0.0005

    private struct Point { var x, y: Int32, dx, dy: Int32 }

    private var points: [Point] = []
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

    /// Strong edges of `luma` for each of the reference's.
    func ratio(_ luma: Plane<UInt8>, valid: Plane<UInt8>) -> Double {
        var count = 0
        forEachStrongest(luma.base, valid: valid) { _ in count += 1 }
        return Double(count) / Double(max(1, points.count))
    }

    /// Share of the edges that are found, of those that nothing moves in front of; `nil` when so much moves that fewer
    /// than a quarter of them can be asked: a crowd hides the view, it does not take it away.
    func kept(_ luma: Plane<UInt8>, hiddenBy state: Plane<UInt8>) -> Double? {
        var (found, seen) = (0, 0)
        for point in points {
            let index = Int(point.y) * geometry.width + Int(point.x)
            guard state.base[index] != PixelState.moving else { continue }
            seen += 1
            if isThere(point, luma.base + index, geometry.width) { found += 1 }
        }
        return 4 * seen >= points.count && seen >= Self.leastPoints / 2 ? Double(found) / Double(seen) : nil
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

    /// The shift that finds the most edges again, if it finds half of them and clearly more than no shift.
    func shift(_ luma: Plane<UInt8>, unshifted: Double) -> (x: Int, y: Int)? {
        let step = max(1, points.count / 300)
        var best = (x: 0, y: 0, kept: unshifted)
        // Of shifts that find as many, as on a pattern that repeats, the smallest.
        var bestScore = unshifted
        var dy = -Self.reach
        while dy <= Self.reach {
            var dx = -Self.reach
            while dx <= Self.reach {
                let kept = kept(luma, dx: dx, dy: dy, step: step)
                let score = kept - Self.penalty * Double(abs(dx) + abs(dy))
                if score > bestScore { (best, bestScore) = ((dx, dy, kept), score) }
                dx += 2
            }
            dy += 2
        }
        let centre = best
        best.kept = kept(luma, dx: best.x, dy: best.y)
        for dy in -1...1 {
            for dx in -1...1 {
                let kept = kept(luma, dx: centre.x + dx, dy: centre.y + dy)
                if kept > best.kept { best = (centre.x + dx, centre.y + dy, kept) }
            }
        }
        return best.kept >= 0.5 && best.kept > unshifted + 0.2 ? (best.x, best.y) : nil
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
