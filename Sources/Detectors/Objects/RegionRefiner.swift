internal import Perception

/// Finds the box around the foreground pixels of a piece of cells, the quiet cells next to it included. Rows and columns
/// with a single pixel are noise and do not widen it.
///
/// It looks from each side inwards until it meets the piece: in a crowd that stands pieces are large, and their insides
/// need not be counted.
struct RegionRefiner {
    private let evidence: Evidence
    private let memory: CellMemory
    private let cells: PixelBox

    init(around piece: CellComponents.Component, in evidence: Evidence, memory: CellMemory) {
        (self.evidence, self.memory) = (evidence, memory)
        cells = PixelBox(
            left: max(0, piece.left - 1), top: max(0, piece.top - 1), right: min(evidence.columns, piece.right + 1),
            bottom: min(evidence.rows, piece.bottom + 1))
    }

    /// `nil` when all of it is noise.
    func box() -> PixelBox? {
        let (rows, columns) = (cells.top..<cells.bottom, cells.left..<cells.right)
        guard let top = first(of: rows, fullLines), let bottom = last(of: rows, fullLines),
            let left = first(of: columns, fullColumns), let right = last(of: columns, fullColumns)
        else { return nil }
        return PixelBox(left: left, top: top, right: right + 1, bottom: bottom + 1)
    }

    /// The first pixel line, or column, with more than one pixel; `full` marks those of a row, or column, of cells, a byte
    /// each.
    private func first(of range: Range<Int>, _ full: (Int) -> UInt64) -> Int? {
        for cell in range {
            let marks = full(cell)
            if marks != 0 { return cell * Evidence.cellSize + marks.trailingZeroBitCount / 8 }
        }
        return nil
    }

    private func last(of range: Range<Int>, _ full: (Int) -> UInt64) -> Int? {
        for cell in range.reversed() {
            let marks = full(cell)
            if marks != 0 { return cell * Evidence.cellSize + 7 - marks.leadingZeroBitCount / 8 }
        }
        return nil
    }

    private func fullLines(_ row: Int) -> UInt64 {
        // Of each of the eight lines: which pixels of a cell were seen in any, and in more than one.
        var (once, twice) = (SIMD8<UInt64>.zero, SIMD8<UInt64>.zero)
        for column in cells.left..<cells.right where counts(column, row) {
            let lines = evidence.cellForegroundLines(column, row)
            twice |= once & lines
            once |= lines
        }
        let more = twice | (once & (once &- 1))
        var marks: UInt64 = 0
        for y in 0..<Evidence.cellSize where more[y] != 0 { marks |= 1 << UInt64(8 * y) }
        return marks
    }

    private func fullColumns(_ column: Int) -> UInt64 {
        var (once, twice): (UInt64, UInt64) = (0, 0)
        for row in cells.top..<cells.bottom where counts(column, row) {
            let lines = evidence.cellForegroundLines(column, row)
            for y in 0..<Evidence.cellSize {
                twice |= once & lines[y]
                once |= lines[y]
            }
        }
        return twice
    }

    /// Whether a cell is quiet and has foreground.
    private func counts(_ column: Int, _ row: Int) -> Bool {
        evidence.cellForeground(column, row) > 0 && !memory.isRestless[column, row]
    }
}
