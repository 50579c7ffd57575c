/// The pieces of foreground that a region is part of: buffers that are allocated once.
struct OwnPieces: Sendable {
    private(set) var labels: [UInt16] = []
    private var isOwn: [Bool]

    init(cells: Int) {
        isOwn = Array(repeating: false, count: cells + 1)
        labels.reserveCapacity(cells)
    }

    func contains(_ label: UInt16) -> Bool { label != 0 && isOwn[Int(label)] }

    mutating func collect(under box: PixelBox, _ pieces: CellComponents) {
        for label in labels { isOwn[Int(label)] = false }
        labels.removeAll(keepingCapacity: true)
        let cells = box.cells
        for row in cells.top..<min(cells.bottom, pieces.rows) {
            for column in cells.left..<min(cells.right, pieces.columns) {
                let label = pieces.labels[row * pieces.columns + column]
                guard label != 0, !isOwn[Int(label)] else { continue }
                isOwn[Int(label)] = true
                labels.append(label)
            }
        }
    }
}
