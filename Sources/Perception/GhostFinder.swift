/// Finds what only the background shows: somebody stood there while it was learnt, and has gone since.
///
/// Along the contour of something that lies there the picture has an edge; along the contour of a ghost it is the
/// background that has one (the contour test for removed objects of Connell et al., IEEE ICME 2004). Only the contour
/// is asked: a plain bag on cobblestones hides more edges than it has. The step from well inside to well outside must say
/// the same: people who stand sway, the strip where they come and go gets into the background, and the edge along it
/// must not eat its way into them. A ghost is healed from its outline inward, because the contour moves with what was
/// healed.
final class GhostFinder {
    /// The background's contour must be so many times (in halves) as strong as the picture's.
    static let ratioInHalves = 3
    /// Still pixels that make a cell worth the question, and contour pixels that answer it.
    static let leastStill: UInt8 = 8
    static let leastContour = 6
    /// A cell must be a ghost for so long, seconds, with next to nothing moving around it (pixels of 24×24): somebody
    /// who stands still sways at the outline.
    static let proof: Float = 5
    static let mostMoving = 24
    /// Beyond the contour there must be background for so many pixels: a hole inside an object is no contour.
    static let margin = 7
    /// The step is taken between pixels so far inside and outside the contour.
    static let inside = 2, outside = 5

    private let geometry: EvidenceGeometry
    /// Since when each cell has been a ghost; negative when it is none.
    private let since: Plane<Float>

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        since = Plane(width: geometry.columns, height: geometry.rows, filledWith: -1)
    }

    func reset() { since.fill(-1) }

    /// Calls `heal` with the first pixel of every cell that has proved to be a ghost.
    func find(
        luma: Plane<UInt8>, expected: Plane<UInt8>, state: Plane<UInt8>, cells: CellPlanes, time: Double,
        heal: (Int) -> Void
    ) {
        for row in 2..<max(2, geometry.rows - 2) {
            for column in 2..<max(2, geometry.columns - 2) {
                let cell = row * geometry.columns + column
                guard cells.still.base[cell] >= Self.leastStill,
                    moving(around: cell, cells.moving) <= Self.mostMoving,
                    isGhost(row: row, column: column, luma: luma, expected: expected, state: state)
                else {
                    since.base[cell] = -1
                    continue
                }
                if since.base[cell] < 0 { since.base[cell] = Float(time) }
                if Float(time) - since.base[cell] >= Self.proof { heal(row * 8 * geometry.width + column * 8) }
            }
        }
    }

    private func moving(around cell: Int, _ moving: Plane<UInt8>) -> Int {
        var sum = 0
        for row in -1...1 {
            for column in -1...1 { sum += Int(moving.base[cell + row * geometry.columns + column]) }
        }
        return sum
    }

    private func isGhost(
        row: Int, column: Int, luma: Plane<UInt8>, expected: Plane<UInt8>, state: Plane<UInt8>
    ) -> Bool {
        let width = geometry.width
        var steps = Steps()
        var (picture, background, contour) = (0, 0, 0)
        for y in row * 8 - 4..<row * 8 + 12 {
            for x in column * 8 - 4..<column * 8 + 12 {
                let i = y &* width &+ x
                guard state.base[i] == PixelState.still else { continue }
                let isContour = steps.add(state.base + i, luma.base + i, expected.base + i, width)
                guard isContour else { continue }
                contour &+= 1
                picture &+= Self.edge(luma.base, i, width)
                background &+= Self.edge(expected.base, i, width)
            }
        }
        return contour >= Self.leastContour && 2 * background > Self.ratioInHalves * picture
            && steps.background > steps.picture
    }

    /// Steps across the contour, summed.
    private struct Steps {
        var picture = 0, background = 0

        /// Adds one pixel's steps in the directions in which it lies on the contour; answers whether there is one.
        @inline(__always)
        mutating func add(
            _ state: UnsafeMutablePointer<UInt8>, _ luma: UnsafeMutablePointer<UInt8>,
            _ expected: UnsafeMutablePointer<UInt8>, _ width: Int
        ) -> Bool {
            let left = add(state, luma, expected, step: -1), right = add(state, luma, expected, step: 1)
            let up = add(state, luma, expected, step: -width), down = add(state, luma, expected, step: width)
            return left || right || up || down
        }

        @inline(__always)
        private mutating func add(
            _ state: UnsafeMutablePointer<UInt8>, _ luma: UnsafeMutablePointer<UInt8>,
            _ expected: UnsafeMutablePointer<UInt8>, step: Int
        ) -> Bool {
            guard GhostFinder.isOpen(state, step) else { return false }
            let (first, last) = (-GhostFinder.inside &* step, GhostFinder.outside &* step)
            picture &+= abs(Int(luma[last]) &- Int(luma[first]))
            background &+= abs(Int(expected[last]) &- Int(expected[first]))
            return true
        }
    }

    /// Whether background begins beside the pixel and goes on.

    @inline(__always)
    fileprivate static func isOpen(_ state: UnsafeMutablePointer<UInt8>, _ step: Int) -> Bool {
        state[step] == 0 && state[4 &* step] == 0 && state[margin &* step] == 0
    }

    @inline(__always)
    private static func edge(_ plane: UnsafeMutablePointer<UInt8>, _ i: Int, _ width: Int) -> Int {
        abs(Int(plane[i &+ 1]) &- Int(plane[i &- 1])) &+ abs(Int(plane[i &+ width]) &- Int(plane[i &- width]))
    }
}
