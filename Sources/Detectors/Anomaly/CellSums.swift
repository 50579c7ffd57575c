internal import Perception

/// Sums of what the cells of a frame show over any rectangle of them, each by four look-ups in a summed-area table.
struct CellSums: Sendable {
    /// Correlation with the background, of 127, from which on a cell shows the same under another light.
    private static let lit: Int8 = 89

    /// Pixels, at most 2³¹: foreground; foreground that is no light or shadow; with another gradient than the background.
    struct Pixels {
        fileprivate var lanes: SIMD4<Int32>

        var foreground: Int { Int(lanes[0]) }
        var unlit: Int { Int(lanes[1]) }
        var outlined: Int { Int(lanes[2]) }
    }

    private let columns, rows: Int
    /// Over all cells above and to the left, with a row and a column of nothing before the first.
    private var table: [SIMD4<Int32>]

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        table = Array(repeating: .zero, count: (columns + 1) * (rows + 1))
    }

    mutating func take(_ evidence: Evidence) {
        let stride = columns + 1
        for y in 0..<rows {
            var line = SIMD4<Int32>.zero
            for x in 0..<columns {
                let foreground = Int32(evidence.cellForeground(x, y))
                let isLight = evidence.cellStructure[x, y] >= Self.lit
                line &+= SIMD4(foreground, isLight ? 0 : foreground, Int32(evidence.cellGradient[x, y]), 0)
                table[(y + 1) * stride + x + 1] = table[y * stride + x + 1] &+ line
            }
        }
    }

    /// The sums over the columns `left..<right` and the rows `top..<bottom`, as far as there are such cells.
    func pixels(left: Int, top: Int, right: Int, bottom: Int) -> Pixels {
        let (left, right) = (max(0, left), min(columns, right))
        let (top, bottom) = (max(0, top) * (columns + 1), min(rows, bottom) * (columns + 1))
        return Pixels(
            lanes: table[bottom + right] &- table[top + right] &- table[bottom + left] &+ table[top + left])
    }
}
