internal import Events
internal import Scene

extension Polygon {
    /// The first two edges, by the index of their first vertex, that meet anywhere but at the vertex that neighbours
    /// share. A repeated vertex and an edge that runs back over its neighbour count as well.
    var firstCrossing: (first: Int, second: Int)? {
        let count = vertices.count
        for second in 1..<count {
            for first in 0..<second where edgesMeet(first, second, count) {
                return (first, second)
            }
        }
        return nil
    }

    private func edgesMeet(_ first: Int, _ second: Int, _ count: Int) -> Bool {
        let (a, b) = (vertices[first], vertices[(first + 1) % count])
        let (c, d) = (vertices[second], vertices[(second + 1) % count])
        if (first + 1) % count == second {
            return a == b || c == d || (side(b, d, of: a) == 0 && isBehind(a, b, d))
        }
        if (second + 1) % count == first {
            return a == b || c == d || (side(a, b, of: c) == 0 && isBehind(c, a, b))
        }
        let separated = side(a, b, of: c) * side(a, b, of: d) > 0 || side(c, d, of: a) * side(c, d, of: b) > 0
        return !separated && boxesMeet(a, b, c, d)
    }

    /// −1, 0 or 1: on which side of the line from `start` to `end` a point lies.
    private func side(_ start: PicturePoint, _ end: PicturePoint, of point: PicturePoint) -> Double {
        let cross = (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
        return cross == 0 ? 0 : (cross > 0 ? 1 : -1)
    }

    /// Whether, going from `start` to `corner`, the next point lies back towards `start`.
    private func isBehind(_ start: PicturePoint, _ corner: PicturePoint, _ next: PicturePoint) -> Bool {
        (next.x - corner.x) * (start.x - corner.x) + (next.y - corner.y) * (start.y - corner.y) > 0
    }

    private func boxesMeet(_ a: PicturePoint, _ b: PicturePoint, _ c: PicturePoint, _ d: PicturePoint) -> Bool {
        max(min(a.x, b.x), min(c.x, d.x)) <= min(max(a.x, b.x), max(c.x, d.x))
            && max(min(a.y, b.y), min(c.y, d.y)) <= min(max(a.y, b.y), max(c.y, d.y))
    }
}
