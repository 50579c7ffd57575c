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
    /// The group of each cell, from 1 on; 0 where no body is.
    private var groups: [Int]
    private var waiting: [Int] = []
    private var worth: [Double] = []
    private var seen: [Double] = []

    init(_ geometry: EvidenceGeometry) {
        (columns, rows) = (geometry.columns, geometry.rows)
        bodies = [Double](repeating: 0, count: geometry.cells)
        heads = bodies
        groups = [Int](repeating: 0, count: geometry.cells)
        waiting.reserveCapacity(geometry.cells)
        worth.reserveCapacity(geometry.cells)
        seen.reserveCapacity(geometry.cells)
    }

    /// Takes what the network has just seen.
    mutating func see(_ look: NetworkLook) {
        for cell in heads.indices { heads[cell] = 0 }
        for cell in 0..<look.view.cellCount {
            let persons = look.view.network.cells[cell] - look.things.seen[cell]
            let (column, row) = look.view.evidenceCell(ofCell: cell)
            guard persons > 0, column < columns, row < rows else { continue }
            heads[row * columns + column] += Double(persons) / DensityNetwork.unit
        }
    }

    /// - Returns: the share of a zone's bodies that is beyond what the network allows, 0…1.
    mutating func share(of zone: DensityWeights, _ upright: UprightCells) -> Double {
        zone.spread(upright, into: &bodies)
        findGroups()
        for cell in heads.indices where heads[cell] > 0 {
            if let group = group(near: cell) { seen[group - 1] += heads[cell] }
        }
        var (all, beyond) = (0.0, 0.0)
        for (worth, seen) in zip(worth, seen) {
            all += worth
            beyond += max(0, worth - Self.alone - Self.forEachSeen * seen)
        }
        return all > 0 ? beyond / all : 0
    }

    /// Cells that touch, at corners too, belong together.
    private mutating func findGroups() {
        for cell in groups.indices { groups[cell] = 0 }
        worth.removeAll(keepingCapacity: true)
        seen.removeAll(keepingCapacity: true)
        for start in bodies.indices where bodies[start] > 0 && groups[start] == 0 {
            worth.append(0)
            seen.append(0)
            groups[start] = worth.count
            waiting.append(start)
            while let cell = waiting.popLast() {
                worth[worth.count - 1] += bodies[cell]
                let (column, row) = (cell % columns, cell / columns)
                for y in max(0, row - 1)..<min(rows, row + 2) {
                    for x in max(0, column - 1)..<min(columns, column + 2) {
                        let other = y * columns + x
                        guard bodies[other] > 0, groups[other] == 0 else { continue }
                        groups[other] = worth.count
                        waiting.append(other)
                    }
                }
            }
        }
    }

    /// Of the nearest body, and of those the one below.
    private func group(near cell: Int) -> Int? {
        let (column, row) = (cell % columns, cell / columns)
        for step in Self.reach {
            let (x, y) = (column + step.across, row + step.down)
            guard (0..<columns).contains(x), (0..<rows).contains(y), groups[y * columns + x] > 0 else { continue }
            return groups[y * columns + x]
        }
        return nil
    }
}
