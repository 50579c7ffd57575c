/// The pieces of foreground that a region is part of: buffers that are allocated once.
struct OwnPieces: Sendable {
    private(set) var labels: [UInt32] = []
    private var isOwn: [Bool]

    init(cells: Int) {
        isOwn = Array(repeating: false, count: cells + 1)
        labels.reserveCapacity(cells)
    }

    func contains(_ label: UInt32) -> Bool { label != 0 && isOwn[Int(label)] }

    mutating func collect(under box: PixelBox, _ pieces: CellComponents, _ foreground: CellMask) {
        for label in labels { isOwn[Int(label)] = false }
        labels.removeAll(keepingCapacity: true)
        foreground.forEach(in: box.cells) { cell in
            let label = pieces.labels[cell]
            guard !isOwn[Int(label)] else { return }
            isOwn[Int(label)] = true
            labels.append(label)
        }
    }
}
