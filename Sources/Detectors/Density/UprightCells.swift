internal import Perception

/// How tall what changed stands in the picture, cell by cell: bodies do, a tape in the wind and the edge of a shadow lie.
///
/// Changed cells of one column belong together when no more than ``gap`` cells between them did not change: of plain
/// cloth before a ground of its own grey only pieces of the outline show, and between them is the body. What is strong
/// almost nowhere is noise.
struct UprightCells {
    /// Changed pixels of a cell (of 64) that belong to something, and that nothing but a thing changes.
    static let leastChange: UInt8 = 3
    static let filledCell: UInt8 = 10
    static let gap = 2
    /// One in so many cells of a body is filled, at least.
    static let cellsForEachFilled = 3

    /// Pixels from top to bottom of what the cell belongs to; 0 where nothing changed, and in noise.
    private(set) var heights: [Int]

    init(_ geometry: EvidenceGeometry) {
        heights = [Int](repeating: 0, count: geometry.cells)
    }

    mutating func find(in evidence: Evidence) {
        let gradient = evidence.cellOutline
        for column in 0..<gradient.width {
            var (top, bottom, filled) = (0, -1 - Self.gap, 0)
            for row in 0..<gradient.height {
                heights[row * gradient.width + column] = 0
                let changed = gradient[column, row]
                guard changed >= Self.leastChange else { continue }
                if row - bottom > 1 + Self.gap {
                    fill(column, from: top, through: bottom, filled: filled, width: gradient.width)
                    (top, filled) = (row, 0)
                }
                bottom = row
                if changed >= Self.filledCell { filled += 1 }
            }
            fill(column, from: top, through: bottom, filled: filled, width: gradient.width)
        }
    }

    private mutating func fill(_ column: Int, from top: Int, through bottom: Int, filled: Int, width: Int) {
        guard bottom >= top, Self.cellsForEachFilled * filled > bottom - top else { return }
        for row in top...bottom { heights[row * width + column] = (bottom - top + 1) * Evidence.cellSize }
    }
}
