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
    private var stack: [Int] = []

    init(columns: Int, rows: Int) {
        precondition(columns > 0 && rows > 0 && columns * rows < Int(UInt16.max))
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
        for index in labels.indices { labels[index] = 0 }
        for seed in mask.indices where mask[seed] && labels[seed] == 0 { grow(from: seed, in: mask, links) }
    }

    private mutating func grow(from seed: Int, in mask: [Bool], _ links: (Int, Int) -> Bool) {
        let label = UInt16(components.count + 1)
        var component = Component(left: columns, top: rows, right: 0, bottom: 0, cells: 0)
        labels[seed] = label
        stack.append(seed)
        while let cell = stack.popLast() {
            let (x, y) = (cell % columns, cell / columns)
            component.take(x, y)
            for ny in max(0, y - 1)...min(rows - 1, y + 1) {
                for nx in max(0, x - 1)...min(columns - 1, x + 1) {
                    let neighbour = ny * columns + nx
                    guard mask[neighbour], labels[neighbour] == 0, links(cell, neighbour) else { continue }
                    labels[neighbour] = label
                    stack.append(neighbour)
                }
            }
        }
        components.append(component)
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
