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
        var marks: UInt64 = 0
        for y in 0..<Evidence.cellSize {
            var count = 0
            for column in cells.left..<cells.right where counts(column, row) {
                count += evidence.foreground(column, row, y).nonzeroBitCount
            }
            if count > 1 { marks |= 1 << UInt64(8 * y) }
        }
        return marks
    }

    private func fullColumns(_ column: Int) -> UInt64 {
        var (once, twice): (UInt64, UInt64) = (0, 0)
        for row in cells.top..<cells.bottom where counts(column, row) {
            for y in 0..<Evidence.cellSize {
                let foreground = evidence.foreground(column, row, y)
                twice |= once & foreground
                once |= foreground
            }
        }
        return twice
    }

    /// Whether a cell is quiet and has foreground.
    private func counts(_ column: Int, _ row: Int) -> Bool {
        evidence.cellForeground(column, row) > 0 && !memory.isRestless[row * evidence.columns + column]
    }
}

extension Evidence {
    /// One line of a cell: a byte for each pixel, the first the lowest, 1 where it is not background. States are 0, 1 and 2.
    @inline(__always)
    fileprivate func foreground(_ column: Int, _ row: Int, _ y: Int) -> UInt64 {
        let start = state.base + (row * Self.cellSize + y) * state.stride + column * Self.cellSize
        let states = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
        return (states | states >> 1) & 0x0101_0101_0101_0101
    }
}
