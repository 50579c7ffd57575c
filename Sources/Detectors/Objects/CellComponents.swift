/// Connected components (8 neighbours) of a mask over the cell grid, kept apart where `links` says so. Its buffers
/// are allocated once.
struct CellComponents: Sendable {
    /// A rectangle of cells, upper bounds excluded, and how many of its cells belong.
    struct Component: Sendable, Hashable {
        var left, top, right, bottom: Int
        var cells: Int
    }

    let columns, rows: Int
    /// 0 where the mask is empty, else 1 + the component's index.
    private(set) var labels: [UInt32]
    private(set) var components: [Component] = []
    private var runs: CellRuns
    private var stack: [Int32] = []

    /// A cell of the mask that no component has yet.
    private static let unseen = UInt32.max

    init(columns: Int, rows: Int) {
        precondition(columns > 0 && rows > 0 && columns * rows < Int(Self.unseen))
        (self.columns, self.rows) = (columns, rows)
        labels = Array(repeating: 0, count: columns * rows)
        runs = CellRuns(columns: columns, rows: rows)
        components.reserveCapacity(columns * rows)
        stack.reserveCapacity(columns * rows)
    }

    /// Labels the cells of a mask.
    mutating func label(_ mask: CellMask) {
        components.removeAll(keepingCapacity: true)
        let columns = columns
        labels.withUnsafeMutableBufferPointer { labels in
            labels.update(repeating: 0)
            runs.forEach(of: mask) { run in
                let piece = Int(run.piece)
                if piece == components.count { components.append(.empty) }
                components[piece].take(row: Int(run.row), first: Int(run.first), end: Int(run.end))
                let (row, label) = (Int(run.row) * columns, UInt32(truncatingIfNeeded: piece + 1))
                for cell in row + Int(run.first)..<row + Int(run.end) { labels[cell] = label }
            }
        }
    }

    /// Labels the cells of a mask, neighbours kept apart where `links` does not join them.
    mutating func label(_ mask: CellMask, links: (Int, Int) -> Bool) {
        components.removeAll(keepingCapacity: true)
        let (columns, rows) = (columns, rows)
        labels.withUnsafeMutableBufferPointer { labels in
            labels.update(repeating: 0)
            mask.forEach { labels[$0] = Self.unseen }
            mask.forEach { seed in
                guard labels[seed] == Self.unseen else { return }
                components.append(
                    Self.grow(
                        from: seed, UInt32(components.count + 1), labels, columns: columns, rows: rows, &stack, links))
            }
        }
    }

    private static func grow(
        from seed: Int, _ label: UInt32, _ labels: UnsafeMutableBufferPointer<UInt32>, columns: Int, rows: Int,
        _ stack: inout [Int32], _ links: (Int, Int) -> Bool
    ) -> Component {
        var component = Component.empty
        labels[seed] = label
        stack.append(Int32(seed))
        while let popped = stack.popLast() {
            let cell = Int(popped)
            let y = Int(UInt32(truncatingIfNeeded: cell) / UInt32(truncatingIfNeeded: columns))
            let x = cell &- y &* columns
            component.take(row: y, first: x, end: x &+ 1)
            let (first, last) = (max(0, x &- 1), min(columns &- 1, x &+ 1))
            for row in max(0, y &- 1)...min(rows &- 1, y &+ 1) {
                for neighbour in row &* columns &+ first...row &* columns &+ last
                where labels[neighbour] == unseen && links(cell, neighbour) {
                    labels[neighbour] = label
                    stack.append(Int32(truncatingIfNeeded: neighbour))
                }
            }
        }
        return component
    }
}

extension CellComponents.Component {
    fileprivate static let empty = Self(left: .max, top: .max, right: 0, bottom: 0, cells: 0)

    fileprivate mutating func take(row: Int, first: Int, end: Int) {
        left = min(left, first)
        top = min(top, row)
        right = max(right, end)
        bottom = max(bottom, row + 1)
        cells += end - first
    }
}

extension CellComponents.Component {
    func union(_ other: CellComponents.Component) -> CellComponents.Component {
        CellComponents.Component(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom), cells: cells + other.cells)
    }
}
