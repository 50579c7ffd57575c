internal import Perception

/// Finds the box around the foreground pixels of a piece of cells. Keeps its buffers.
struct RegionRefiner: Sendable {
    private var perColumn, perRow: [Int32]

    init(geometry: EvidenceGeometry) {
        perColumn = Array(repeating: 0, count: geometry.width)
        perRow = Array(repeating: 0, count: geometry.height)
    }

    /// The box around the foreground pixels of a piece, the quiet cells next to it included. Rows and columns with a
    /// single pixel are noise and do not widen it.
    mutating func box(
        around piece: CellComponents.Component, in evidence: Evidence, memory: CellMemory
    ) -> PixelBox? {
        let cells = PixelBox(
            left: max(0, piece.left - 1), top: max(0, piece.top - 1), right: min(evidence.columns, piece.right + 1),
            bottom: min(evidence.rows, piece.bottom + 1))
        count(cells, evidence, memory)
        let size = Evidence.cellSize
        guard let columns = Self.extent(perColumn, cells.left * size..<cells.right * size),
            let rows = Self.extent(perRow, cells.top * size..<cells.bottom * size)
        else { return nil }
        return PixelBox(
            left: columns.lowerBound, top: rows.lowerBound, right: columns.upperBound, bottom: rows.upperBound)
    }

    private mutating func count(_ cells: PixelBox, _ evidence: Evidence, _ memory: CellMemory) {
        let size = Evidence.cellSize
        for x in cells.left * size..<cells.right * size { perColumn[x] = 0 }
        for y in cells.top * size..<cells.bottom * size { perRow[y] = 0 }
        for row in cells.top..<cells.bottom {
            for column in cells.left..<cells.right where !memory.isRestless[row * evidence.columns + column] {
                var sums = SIMD8<UInt8>.zero
                for y in 0..<size {
                    let foreground = evidence.foreground(column, row, y)
                    sums &+= foreground
                    perRow[row &* size &+ y] &+= Int32(foreground.wrappedSum())
                }
                for x in 0..<size { perColumn[column &* size &+ x] &+= Int32(sums[x]) }
            }
        }
    }

    private static func extent(_ counts: [Int32], _ range: Range<Int>) -> Range<Int>? {
        var (first, last) = (range.lowerBound, range.upperBound - 1)
        while first <= last, counts[first] <= 1 { first += 1 }
        while last >= first, counts[last] <= 1 { last -= 1 }
        return first <= last ? first..<last + 1 : nil
    }
}

extension Evidence {
    /// One row of a cell: 1 for each pixel that is not background.
    @inline(__always)
    fileprivate func foreground(_ column: Int, _ row: Int, _ y: Int) -> SIMD8<UInt8> {
        let states = cellLine(of: state, column, row, y)
        return SIMD8<UInt8>.zero.replacing(with: 1, where: states .!= SIMD8(repeating: PixelState.background))
    }
}
