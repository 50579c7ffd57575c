/// Finds what only the background shows: somebody stood there while it was learnt, and has gone since.
///
/// Where something lies on the ground the picture has more edges than the background; where something has gone it is
/// the background that has more. Compared over the 3×3 cells around a still cell, at pixels whose gradient changed.
/// A ghost is released from its outline inward: the edge that the background then shows moves with it.
struct GhostFinder {
    /// The background must have so many times (in quarters) the picture's edge strength.
    static let ratioInQuarters = 5
    /// Still pixels that make a cell worth the question.
    static let leastStill: UInt8 = 8

    private let geometry: EvidenceGeometry

    init(geometry: EvidenceGeometry) { self.geometry = geometry }

    /// Clears `held` in every cell that is a ghost.
    func release(
        _ held: UnsafeMutablePointer<UInt8>, luma: Plane<UInt8>, expected: Plane<UInt8>, cellStill: Plane<UInt8>,
        gradient: Plane<UInt8>
    ) {
        for row in 1..<max(1, geometry.rows - 1) {
            for column in 1..<max(1, geometry.columns - 1)
            where cellStill.base[row * geometry.columns + column] >= Self.leastStill {
                guard isGhost(row: row, column: column, luma: luma, expected: expected, gradient: gradient) else {
                    continue
                }
                for y in row * 8..<row * 8 + 8 {
                    held.advanced(by: y * geometry.width + column * 8).update(repeating: 0, count: 8)
                }
            }
        }
    }

    private func isGhost(
        row: Int, column: Int, luma: Plane<UInt8>, expected: Plane<UInt8>, gradient: Plane<UInt8>
    ) -> Bool {
        let width = geometry.width
        var (picture, background) = (0, 0)
        for y in max(1, row * 8 - 8)..<min(geometry.height - 1, row * 8 + 16) {
            for x in max(1, column * 8 - 8)..<min(width - 1, column * 8 + 16) {
                let i = y &* width &+ x
                if gradient.base[i] == 0 { continue }
                picture &+= Self.edge(luma.base, i, width)
                background &+= Self.edge(expected.base, i, width)
            }
        }
        return background > 0 && 4 * background > Self.ratioInQuarters * picture
    }

    @inline(__always)
    private static func edge(_ plane: UnsafeMutablePointer<UInt8>, _ i: Int, _ width: Int) -> Int {
        abs(Int(plane[i &+ 1]) &- Int(plane[i &- 1])) &+ abs(Int(plane[i &+ width]) &- Int(plane[i &- width]))
    }
}
