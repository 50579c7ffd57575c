/// A capsule as the camera sees it: two discs in pixels and everything between them.
struct FlatCapsule {
    var x0, y0, radius0: Float
    var x1, y1, radius1: Float
    /// Depth of the two ends in metres.
    var depth0, depth1: Float
    /// Vertical against horizontal radius: below 1 for what lies on the ground.
    var squash: Float = 1
    /// Width in pixels of the edge's slope.
    var softness: Float = 1.2

    /// Eight neighbouring pixels.
    struct Block {
        var index: Int
        /// 0..1 from the first to the second end.
        var along: Lane
        /// Offset from the axis as shares of the radius: right and down.
        var normalX, normalY: Lane
        /// 0 for pixels that the capsule does not cover.
        var coverage: Lane
    }

    private static let offsets = Lane(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)

    /// Calls `body` for each eight pixels of which the capsule covers any at least partly.
    @inline(__always)
    func scan(_ canvas: Canvas, _ body: (Block) -> Void) {
        let widest = max(radius0, radius1) + 0.5 * softness
        let top = max(0, Int(min(y0, y1) - widest * squash))
        let bottom = min(canvas.height - 1, Int(max(y0, y1) + widest * squash))
        guard top <= bottom, max(x0, x1) + widest > 0, min(x0, x1) - widest < Float(canvas.width) else { return }
        let (dx, dy, stride) = (x1 - x0, (y1 - y0) / squash, canvas.stride)
        let scale = 1 / max(1e-3, dx * dx + dy * dy)
        for y in top...bottom {
            let py = (Float(y) + 0.5 - y0) / squash
            let (first, last) = span(py: py, dx: dx, dy: dy, widest: widest)
            let left = max(0, Int(first))
            let right = min(canvas.width - 1, Int(max(-1, last)))
            guard left <= right else { continue }
            var x = left
            while x <= right {
                row(px: Float(x) - x0, py: py, dx: dx, dy: dy, scale: scale, index: y * stride + x, body)
                x += 8
            }
        }
    }

    @inline(__always)
    private func row(
        px: Float, py: Float, dx: Float, dy: Float, scale: Float, index: Int, _ body: (Block) -> Void
    ) {
        let across = Self.offsets + px
        let along = smaller(larger((across * dx + py * dy) * scale, 0), 1)
        let (qx, qy) = (across - along * dx, py - along * dy)
        let radius = radius0 + along * (radius1 - radius0)
        let reach = radius + 0.5 * softness
        let square = qx * qx + qy * qy
        let isCovered = square .< reach * reach
        guard isAnyTrue(isCovered) else { return }
        let slope = (reach - square.squareRoot()) * (1 / softness)
        let coverage = smaller(slope, 1).replacing(with: 0, where: .!isCovered)
        let size = 1 / larger(radius, 0.3)
        body(Block(index: index, along: along, normalX: qx * size, normalY: qy * size, coverage: coverage))
    }

    /// First and last pixel of a row that can be covered.
    @inline(__always)
    private func span(py: Float, dx: Float, dy: Float, widest: Float) -> (Float, Float) {
        var (low, high): (Float, Float) = (0, 1)
        if abs(dy) > 1e-3 {
            let (a, b) = ((py - widest) / dy, (py + widest) / dy)
            low = min(1, max(0, min(a, b)))
            high = max(0, min(1, max(a, b)))
        }
        let (a, b) = (x0 + low * dx, x0 + high * dx)
        return (min(a, b) - widest, max(a, b) + widest)
    }
}
