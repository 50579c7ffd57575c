internal import Events

/// The outline of the blocks around one that are as strange as it: what an event draws.
public enum CellOutline {
    /// Share of the strangest block's value from which on its neighbours belong to the same thing.
    static let share = 0.5

    /// Corners on the block grid, clockwise in the picture, from 0 to `columns` and `rows`: the outer edge of the blocks
    /// that are connected, side by side, with the strangest near `block`. Empty when nothing is strange there now.
    /// - Parameter values: one for each block, row by row; 0 and below is nothing.
    public static func corners(_ values: [Double], columns: Int, around block: Int) -> [(x: Int, y: Int)] {
        let rows = values.count / columns
        let (column, row) = (block % columns, block / columns)
        var seed = block
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
            for x in max(0, column - 1)...min(columns - 1, column + 1)
            where values[y * columns + x] > values[seed] { seed = y * columns + x }
        }
        guard values[seed] > 0 else { return [] }
        return trace(region(values, columns: columns, seed: seed), columns: columns)
    }

    private static func region(_ values: [Double], columns: Int, seed: Int) -> [Bool] {
        var inside = Array(repeating: false, count: values.count)
        var open = [seed]
        inside[seed] = true
        while let block = open.popLast() {
            let column = block % columns
            let neighbours = [
                column > 0 ? block - 1 : -1, column + 1 < columns ? block + 1 : -1, block - columns, block + columns,
            ]
            for next in neighbours where values.indices.contains(next) && !inside[next] {
                guard values[next] >= share * values[seed] else { continue }
                inside[next] = true
                open.append(next)
            }
        }
        return inside
    }

    /// Walks round the region with its blocks at the right hand, from the upper left corner of its first block.
    private static func trace(_ inside: [Bool], columns: Int) -> [(x: Int, y: Int)] {
        guard let first = inside.firstIndex(of: true) else { return [] }
        func isInside(_ x: Int, _ y: Int) -> Bool {
            x >= 0 && x < columns && y >= 0 && y * columns + x < inside.count && inside[y * columns + x]
        }
        let start = (x: first % columns, y: first / columns)
        var (x, y, dx, dy) = (start.x, start.y, 1, 0)
        var corners = [start]
        repeat {
            (x, y) = (x + dx, y + dy)
            // The blocks ahead of the corner, at the left and at the right hand.
            let left = isInside(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2)
            let right = isInside(x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2)
            guard !right || left else { continue }
            if (x, y) != (start.x, start.y) { corners.append((x, y)) }
            // Where blocks touch by a corner only, the walk stays with the block that it is at.
            (dx, dy) = right ? (dy, -dx) : (-dy, dx)
        } while (x, y) != (start.x, start.y)
        return corners
    }
}
