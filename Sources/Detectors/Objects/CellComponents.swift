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
    private(set) var labels: [UInt16]
    private(set) var components: [Component] = []
    private var stack: [Int32] = []

    /// A cell of the mask that no component has yet.
    private static let unseen = UInt16.max

    init(columns: Int, rows: Int) {
        precondition(columns > 0 && rows > 0 && columns * rows < Int(Self.unseen))
        (self.columns, self.rows) = (columns, rows)
        labels = Array(repeating: 0, count: columns * rows)
        components.reserveCapacity(columns * rows)
        stack.reserveCapacity(columns * rows)
    }

    /// Labels the cells for which `mask` (row by row) is `true`.
    ///
    /// - Parameter links: whether two neighbouring cells of the mask may belong together.
    mutating func label(_ mask: [Bool], links: (Int, Int) -> Bool = { _, _ in true }) {
        precondition(mask.count == labels.count)
        components.removeAll(keepingCapacity: true)
        let (columns, rows) = (columns, rows)
        labels.withUnsafeMutableBufferPointer { labels in
            for cell in mask.indices { labels[cell] = mask[cell] ? Self.unseen : 0 }
            for seed in mask.indices where labels[seed] == Self.unseen {
                components.append(
                    Self.grow(
                        from: seed, UInt16(components.count + 1), labels, columns: columns, rows: rows, &stack, links))
            }
        }
    }

    private static func grow(
        from seed: Int, _ label: UInt16, _ labels: UnsafeMutableBufferPointer<UInt16>, columns: Int, rows: Int,
        _ stack: inout [Int32], _ links: (Int, Int) -> Bool
    ) -> Component {
        var component = Component(left: columns, top: rows, right: 0, bottom: 0, cells: 0)
        labels[seed] = label
        stack.append(Int32(seed))
        while let popped = stack.popLast() {
            let cell = Int(popped)
            let y = Int(UInt32(truncatingIfNeeded: cell) / UInt32(truncatingIfNeeded: columns))
            let x = cell &- y &* columns
            component.take(x, y)
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
    fileprivate mutating func take(_ x: Int, _ y: Int) {
        left = min(left, x)
        top = min(top, y)
        right = max(right, x + 1)
        bottom = max(bottom, y + 1)
        cells += 1
    }
}

extension CellComponents.Component {
    func union(_ other: CellComponents.Component) -> CellComponents.Component {
        CellComponents.Component(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom), cells: cells + other.cells)
    }
}
