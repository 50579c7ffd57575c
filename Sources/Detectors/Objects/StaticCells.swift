internal import Perception

/// Which cells hold something that has looked the same for a while, and for how long.
struct StaticCells: Sendable {
    /// Seconds after which a still pixel counts.
    static let leastAge = 3.0
    /// Pixels (of 64) that make a cell static.
    static let leastPixels = 16

    private(set) var mask: [Bool]
    /// Mean age in seconds of the still pixels that count; 0 where there are too few.
    private(set) var age: [Double]
    private let columns, rows: Int

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        mask = Array(repeating: false, count: columns * rows)
        age = Array(repeating: 0, count: columns * rows)
    }

    mutating func ingest(_ evidence: Evidence) {
        for row in 0..<rows {
            for column in 0..<columns { take(evidence, column, row) }
        }
    }

    private mutating func take(_ evidence: Evidence, _ column: Int, _ row: Int) {
        let cell = row * columns + column
        (mask[cell], age[cell]) = (false, 0)
        guard evidence.cellValid[column, row] != 0, Int(evidence.cellStill[column, row]) >= Self.leastPixels
        else { return }
        var (count, sum) = (0, 0)
        for y in row * Evidence.cellSize..<(row + 1) * Evidence.cellSize {
            for x in column * Evidence.cellSize..<(column + 1) * Evidence.cellSize {
                guard evidence.isStatic(x, y) else { continue }
                count += 1
                sum += Int(evidence.candidateAge[x, y])
            }
        }
        guard count >= Self.leastPixels else { return }
        mask[cell] = true
        age[cell] = Double(sum) / Double(count) / 10
    }
}

extension Evidence {
    /// A still pixel whose candidate is old enough to be part of an object.
    func isStatic(_ x: Int, _ y: Int) -> Bool {
        state[x, y] == PixelState.still && Double(candidateAge[x, y]) >= StaticCells.leastAge * 10
    }

    /// The box around the static pixels of a piece of static cells. Rows and columns with a single static pixel are
    /// noise and do not widen it.
    func refinedBox(_ piece: CellComponents.Component) -> PixelBox? {
        let outer = PixelBox(
            left: piece.left * Self.cellSize, top: piece.top * Self.cellSize,
            right: piece.right * Self.cellSize, bottom: piece.bottom * Self.cellSize
        ).grown(by: Self.cellSize, within: PixelBox(left: 0, top: 0, right: width, bottom: height))
        var perColumn = Array(repeating: 0, count: outer.width)
        var perRow = Array(repeating: 0, count: outer.height)
        for y in outer.top..<outer.bottom {
            for x in outer.left..<outer.right where isStatic(x, y) {
                perColumn[x - outer.left] += 1
                perRow[y - outer.top] += 1
            }
        }
        guard let left = perColumn.firstIndex(where: { $0 > 1 }), let right = perColumn.lastIndex(where: { $0 > 1 }),
            let top = perRow.firstIndex(where: { $0 > 1 }), let bottom = perRow.lastIndex(where: { $0 > 1 })
        else { return nil }
        return PixelBox(
            left: outer.left + left, top: outer.top + top, right: outer.left + right + 1,
            bottom: outer.top + bottom + 1)
    }
}
