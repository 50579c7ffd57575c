internal import Perception

/// How tall what changed stands in the picture, cell by cell: bodies do, a tape in the wind and the edge of a shadow lie.
///
/// Changed cells of one column belong together when no more than ``gap`` cells between them did not change.
struct UprightCells {
    /// Changed pixels of a cell (of 64) that belong to something.
    static let leastChange: UInt8 = 4
    static let gap = 1

    /// Pixels from top to bottom of what the cell belongs to; 0 where nothing changed.
    private(set) var heights: [Int]

    init(_ geometry: EvidenceGeometry) {
        heights = [Int](repeating: 0, count: geometry.cells)
    }

    mutating func find(in evidence: Evidence) {
        let gradient = evidence.cellGradient
        for column in 0..<gradient.width {
            var (top, bottom) = (0, -1 - Self.gap)
            for row in 0..<gradient.height {
                heights[row * gradient.width + column] = 0
                guard gradient[column, row] >= Self.leastChange else { continue }
                if row - bottom > 1 + Self.gap {
                    fill(column, from: top, through: bottom, width: gradient.width)
                    top = row
                }
                bottom = row
            }
            fill(column, from: top, through: bottom, width: gradient.width)
        }
    }

    private mutating func fill(_ column: Int, from top: Int, through bottom: Int, width: Int) {
        guard bottom >= top else { return }
        for row in top...bottom { heights[row * width + column] = (bottom - top + 1) * Evidence.cellSize }
    }
}
