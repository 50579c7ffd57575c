internal import Perception
internal import PixelKernels

/// Bodies that hang together and are worth several persons, where the density network sees hardly any head: vehicles, stalls,
/// clouds' shadows.
///
/// One person it may miss; of several at once it sees a third at least: of the groups worth two persons and more in rendered
/// scenes of people alone 99 in 100 (7,400 groups), on Mall 96. What is beyond that counts for nobody.
struct UnseenBodies {
    /// Persons' worth that the network may miss altogether.
    static let alone = 1.0
    /// Persons' worth for each person that it sees.
    static let forEachSeen = 3.0
    /// Cells from a head to the body that is its own, nearest first.
    private static let reach = [0, 1, -1, 2, -2].flatMap { down in [0, -1, 1].map { (across: $0, down: down) } }

    private let columns, rows: Int
    /// What each cell of the evidence is worth, in persons, and whom the network sees there.
    private var bodies, heads: [Double]
    private var mask: CellMask
    private var groups: CellComponents
    /// What each group is worth beyond what the network allows, in persons.
    private var beyond: [Double] = []

    init(_ geometry: EvidenceGeometry) {
        (columns, rows) = (geometry.columns, geometry.rows)
        bodies = [Double](repeating: 0, count: geometry.cells)
        heads = bodies
        mask = CellMask(columns: columns, rows: rows)
        groups = CellComponents(columns: columns, rows: rows)
        beyond.reserveCapacity(geometry.cells)
    }

    /// Takes what the network has just seen.
    mutating func see(_ look: NetworkLook) {
        for cell in heads.indices { heads[cell] = 0 }
        for cell in 0..<look.view.cellCount {
            let persons = look.view.network.cells[cell] - look.things.seen[cell]
            let (column, row) = look.view.places[cell]
            guard persons > 0, column < columns, row < rows else { continue }
            heads[row * columns + column] += Double(persons) / DensityNetwork.unit
        }
    }

    /// - Returns: the share of a zone's bodies that is beyond what the network allows, 0…1.
    mutating func share(of zone: DensityWeights, _ upright: UprightCells) -> Double {
        zone.spread(upright, into: &bodies)
        mask.removeAll()
        for cell in bodies.indices where bodies[cell] > 0 { mask[cell % columns, cell / columns] = true }
        groups.label(mask)
        beyond.removeAll(keepingCapacity: true)
        for _ in groups.components { beyond.append(-Self.alone) }
        var worth = 0.0
        for cell in bodies.indices where bodies[cell] > 0 {
            worth += bodies[cell]
            beyond[Int(groups.labels[cell]) - 1] += bodies[cell]
        }
        for cell in heads.indices where heads[cell] > 0 {
            if let group = group(near: cell) { beyond[group] -= Self.forEachSeen * heads[cell] }
        }
        return worth > 0 ? beyond.reduce(0) { $0 + max(0, $1) } / worth : 0
    }

    /// Of the nearest body, and of those the one below.
    private func group(near cell: Int) -> Int? {
        let (column, row) = (cell % columns, cell / columns)
        for step in Self.reach {
            let (x, y) = (column + step.across, row + step.down)
            guard (0..<columns).contains(x), (0..<rows).contains(y), groups.labels[y * columns + x] > 0 else {
                continue
            }
            return Int(groups.labels[y * columns + x]) - 1
        }
        return nil
    }
}
