internal import Events
internal import Perception
internal import Scene

/// Tells for each zone whether something covers it, while the camera as a whole still sees: a sign, a branch, a spider's
/// sheet, tape over a corner of the lens.
///
/// A zone is covered when the edges that its cells had between them are gone and nothing came in their stead, and what is
/// left does not look like it. People and vehicles have edges of their own; another light keeps the likeness.
struct ZoneViews: Sendable {
    /// Seconds between two looks.
    static let period = 1.0
    /// Seconds after which what covers a zone is its view.
    static let giveUpAfter = 600.0

    private var zones: [ZoneView]
    private var lookedAt = -Double.infinity

    init(zones: [Zone], geometry: EvidenceGeometry) {
        self.zones = zones.filter { $0.kind == .analysis }.map { ZoneView($0, geometry) }
    }

    /// Whether something hides, or has just begun to hide, a zone: the usual view must not be learnt anew.
    func isHidden(at time: Double) -> Bool {
        zones.contains { $0.hiddenSince.map { time - $0 < Self.giveUpAfter } ?? false }
    }

    func isDue(at time: Double) -> Bool { time - lookedAt >= Self.period - 1e-6 }

    /// Compares each zone with its usual view.
    mutating func look(_ view: CoarseView, _ evidence: Evidence, into observations: inout [Observation]) {
        lookedAt = evidence.time
        for index in zones.indices {
            guard let change = zones[index].look(view, evidence) else { continue }
            observations.append(.zoneView(change))
        }
    }
}

/// How one zone is seen.
private struct ZoneView: Sendable {
    /// Share of its edges above which they are gone, and correlation with its usual view below which it is another.
    static let goneAbove = 0.6, unlikeBelow = 0.5
    /// Fewest edges that say anything.
    static let leastEdges = 12

    let id: String
    /// Its cells, row by row.
    private let cells: [Int]
    private var machine = IntegrityStateMachine()
    private var isMasked = false
    private(set) var hiddenSince: Double?

    init(_ zone: Zone, _ geometry: EvidenceGeometry) {
        id = zone.id
        cells = (0..<geometry.cells).filter { zone.polygon.contains(geometry.centre(ofCell: $0)) }
    }

    /// Answers what changed.
    mutating func look(_ view: CoarseView, _ evidence: Evidence) -> ZoneViewObservation? {
        let isCovered = view.isUseful && covers(view, evidence)
        hiddenSince = isCovered ? hiddenSince ?? evidence.time : nil
        let finding = isCovered ? IntegrityFinding(state: .blocked, score: 1) : .good
        let change = machine.ingest(finding, time: evidence.time)
        let wasMasked = isMasked
        // A zone that is smaller than a cell has none, and is not masked for that.
        isMasked = !cells.isEmpty && !cells.contains { evidence.cellValid.base[$0] != 0 }
        guard change != nil || isMasked != wasMasked else { return nil }
        return ZoneViewObservation(zoneID: id, state: isMasked ? .masked : machine.state == .good ? .seen : .blocked)
    }

    private func covers(_ view: CoarseView, _ evidence: Evidence) -> Bool {
        let edges = view.edges(of: cells, evidence)
        guard edges.usual >= Self.leastEdges, Double(edges.gone) > Self.goneAbove * Double(edges.usual) else {
            return false
        }
        return view.likeness(of: cells, evidence) < Self.unlikeBelow
    }
}
