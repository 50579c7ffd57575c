internal import Events
internal import Perception
internal import Scene

/// How tall what changed stands in the picture, cell by cell: bodies do, a tape in the wind and the edge of a shadow lie.
///
/// Changed cells of one column belong together when no more than ``gap`` between them did not change: of plain cloth before a
/// ground of its own grey only pieces of the outline show, and between them is the body. What is strong almost nowhere is
/// noise, and what is one cell wide where a person is more is rain or snow. Where the background has the edges and the
/// picture has none, somebody stood while it was learnt and has gone since: a **ghost**, which is nobody (the contour
/// test of Connell et al., IEEE ICME 2004). Shadows are nobody either, see ``ShadowTone``.
struct UprightCells {
    /// Changed pixels of a cell (of 64) that belong to something, and that nothing but a thing changes.
    static let leastChange: UInt8 = 3
    static let filledCell: UInt8 = 10
    /// In heights of a person, and in cells at most.
    static let gap = 0.36
    static let mostGap = 2
    /// A person of so many cells' height is more than a cell wide, and taller than what lies.
    static let wideHeight = 4.0
    /// One in so many cells of a body is filled, at least.
    static let cellsForEachFilled = 3
    /// The background's edges must be so many times as strong as the picture's where gradients changed.
    static let ghostRatio = 2
    /// Seconds between two looks for ghosts: they do not move.
    static let ghostInterval = 1.0

    /// Pixels from top to bottom of what the cell belongs to; 0 where nothing changed, and in noise.
    private(set) var heights: [Int]
    private var ghosts: [Bool]
    /// Cells that have a height.
    private var stands: CellMask
    private let columns: Int
    private var nextLook = -Double.infinity
    private var shadow = ShadowTone()
    /// ``gap`` in cells, for each row.
    private let gaps: [Int]
    /// A person fills more than one column there.
    private let isWide: [Bool]

    init(_ geometry: EvidenceGeometry, scale: PersonScale) {
        let cells = (0..<geometry.rows).map { row in
            let y = geometry.centre(ofCell: row * geometry.columns).y
            return scale.personHeight(atBodyY: y) * Double(geometry.height) / Double(Evidence.cellSize)
        }
        gaps = cells.map { min(Self.mostGap, Int(Self.gap * $0)) }
        isWide = cells.map { $0 >= Self.wideHeight }
        heights = [Int](repeating: 0, count: geometry.cells)
        ghosts = [Bool](repeating: false, count: geometry.cells)
        columns = geometry.columns
        stands = CellMask(columns: geometry.columns, rows: geometry.rows)
    }

    /// Share of a rectangle of cells, 0…1, that belong to something.
    func filledShare(_ cells: PixelBox) -> Double { Double(stands.count(in: cells)) / Double(cells.area) }

    mutating func find(in evidence: Evidence) {
        let gradient = evidence.cellOutline
        let looks = evidence.time >= nextLook || evidence.interval == 0
        if looks { nextLook = evidence.time + Self.ghostInterval }
        stands.removeAll()
        for column in 0..<gradient.width {
            var (top, bottom, filled) = (0, -gradient.height, 0)
            for row in 0..<gradient.height {
                let cell = row * gradient.width + column
                heights[cell] = 0
                if looks { ghosts[cell] = false }
                let changed = gradient[column, row]
                guard changed >= Self.leastChange, !ghosts[cell], !shadow.isShadow(cell, evidence) else { continue }
                if row - bottom > 1 + gaps[row] {
                    fill(column, from: top, through: bottom, filled: filled, evidence, looks: looks)
                    (top, filled) = (row, 0)
                }
                bottom = row
                if changed >= Self.filledCell { filled += 1 }
            }
            fill(column, from: top, through: bottom, filled: filled, evidence, looks: looks)
        }
        for column in 0..<columns { dropLines(in: column) }
        shadow.look(at: evidence, isTall: isWide)
    }

    /// Between the two sides of plain cloth may be a column of nothing.
    private mutating func dropLines(in column: Int) {
        var row = 0
        while row < gaps.count {
            let cells = heights[row * columns + column] / Evidence.cellSize
            let around = PixelBox(left: column - 2, top: row - 1, right: column + 3, bottom: row + cells + 1)
            if cells > 0, isWide[row], stands.count(in: around) == cells {
                for line in row..<row + cells {
                    heights[line * columns + column] = 0
                    stands[column, line] = false
                }
            }
            row += max(1, cells)
        }
    }

    private mutating func fill(
        _ column: Int, from top: Int, through bottom: Int, filled: Int, _ evidence: Evidence, looks: Bool
    ) {
        guard bottom >= 0, Self.cellsForEachFilled * filled > bottom - top else { return }
        let isGhost = looks && Self.isGhost(column, top...bottom, evidence)
        for row in top...bottom {
            let cell = row * evidence.columns + column
            guard !isGhost else {
                ghosts[cell] = true
                continue
            }
            heights[cell] = (bottom - top + 1) * Evidence.cellSize
            stands[column, row] = true
        }
    }

    /// Sums the edges of every second pixel whose gradient changed.
    private static func isGhost(_ column: Int, _ rows: ClosedRange<Int>, _ evidence: Evidence) -> Bool {
        let size = Evidence.cellSize
        var (picture, background) = (0, 0)
        for y in rows.lowerBound * size..<(rows.upperBound + 1) * size {
            for x in stride(from: column * size + y % 2, to: (column + 1) * size, by: 2)
            where evidence.gradientChange[x, y] != 0 {
                picture += edge(evidence.luma, x, y)
                background += edge(evidence.expected, x, y)
            }
        }
        return background > ghostRatio * picture
    }

    /// Pixels at the border have no changed gradient.
    private static func edge(_ plane: PlaneView<UInt8>, _ x: Int, _ y: Int) -> Int {
        abs(Int(plane[x + 1, y]) - Int(plane[x - 1, y])) + abs(Int(plane[x, y + 1]) - Int(plane[x, y - 1]))
    }
}
