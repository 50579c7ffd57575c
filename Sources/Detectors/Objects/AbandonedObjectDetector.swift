internal import Events
public import Perception
public import Scene

/// Finds things that were put down and left, and follows each through its life.
///
/// Static cells of the candidate layer make regions; a region of plausible size in a watched zone becomes a candidate;
/// verification (``ObjectVerification``) tells bags from people, light and ghosts; the owner-left rule
/// (``OwnerStateMachine``) and the rule's times drive ``AbandonedObjectStateMachine``. Method: the ten steps of
/// abandoned-object detection as surveyed by E. Luna et al., "Abandoned Object Detection in Video-Surveillance:
/// Survey and Comparison" (Sensors 18, 2018), with luma only.
public struct AbandonedObjectDetector: Sendable {
    /// Radius in metres within which a person attends an object, and in person heights while nothing is calibrated.
    public static let ownerRadiusMetres = 3.0, ownerRadiusHeights = 2.5
    /// What a metre in depth measures in the picture against a metre along the row: a camera that looks down at 30°.
    static let depthShortening = 0.5
    /// Seconds within which something in the same place is the same object.
    static let reacquisition = 600.0
    /// Overlap (intersection over union) that makes two boxes the same place.
    static let samePlace = 0.3
    /// Seconds within which neighbouring cells must have come to show what they show to be one thing: what is put down
    /// comes at once.
    static let putTogether = 3.0
    /// Most objects that are followed at once.
    static let mostObjects = 64
    /// Seconds between two readings of the learnt person height.
    static let scalePeriod = 2.0
    /// Seconds between two verifications of an object.
    static let verificationPeriod = 1.0
    /// Times when no rule gives any: the product's defaults.
    static let defaultTimes = AbandonedObjectStateMachine.Times(warnAfter: 30, alertAfter: 60)

    private struct Watched: Sendable {
        var zone: Polygon
        var times: AbandonedObjectStateMachine.Times
    }

    private let geometry: EvidenceGeometry
    private var heights: PersonHeights
    /// Learns the persons' height where nothing is calibrated.
    private var scaleLearner: ScaleLearner?
    private var scaleReadAt = 0.0
    private let ownerRadius: Double
    private let watched: [Watched]
    private var memory: CellMemory
    private var regions: CellComponents
    private var trace: PersonTrace
    private var objects: [StaticObject] = []
    private var past: [(id: String, box: PixelBox, endedAt: Double)] = []
    private var lastID = 0

    /// A calibration that cannot be solved was refused when the camera file was read; here it counts as none.
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry) {
        let aspect = Double(geometry.width) / Double(geometry.height)
        let scale =
            (try? PersonScale(calibration: configuration.calibration, aspect: aspect)) ?? PersonScale(aspect: aspect)
        self.geometry = geometry
        heights = PersonHeights(scale: scale, geometry: geometry)
        scaleLearner = scale.isCalibrated ? nil : ScaleLearner(guess: scale, geometry: geometry)
        ownerRadius = scale.isCalibrated ? Self.ownerRadiusMetres / PersonScale.personMetres : Self.ownerRadiusHeights
        watched = Self.watched(configuration)
        memory = CellMemory(columns: geometry.columns, rows: geometry.rows)
        regions = CellComponents(columns: geometry.columns, rows: geometry.rows)
        trace = PersonTrace(columns: geometry.columns, rows: geometry.rows)
    }

    /// The zones of the abandoned-object rules; without any, every analysis zone at the default times.
    private static func watched(_ configuration: CameraConfiguration) -> [Watched] {
        let ruled = configuration.rules.compactMap { rule -> Watched? in
            guard case .abandonedObject(let warn, let alert) = rule.condition,
                let zone = configuration.zones.first(where: { $0.id == rule.zoneID })
            else { return nil }
            return Watched(zone: zone.polygon, times: .init(warnAfter: warn, alertAfter: alert))
        }
        guard ruled.isEmpty else { return ruled }
        return configuration.zones.filter { $0.kind == .analysis }
            .map { Watched(zone: $0.polygon, times: defaultTimes) }
    }

    /// Takes the evidence of one frame and says the changes of phase.
    public mutating func ingest(_ evidence: Evidence, into observations: inout [Observation]) {
        if evidence.backgroundState == .starting || evidence.interval > HysteresisStateMachine.longestGap {
            return forget(&observations)
        }
        guard !evidence.isHeld else { return }
        learnScale(evidence)
        memory.ingest(evidence)
        trace.ingest(evidence, heights: heights, memory: memory)
        appear(in: evidence, &observations)
        for index in objects.indices { look(index, evidence) }
        mergeFragments(&observations)
        for index in objects.indices {
            if let phase = advance(index, evidence) { observations.append(observation(objects[index], phase)) }
        }
        retire(at: evidence.time)
    }

    private mutating func learnScale(_ evidence: Evidence) {
        scaleLearner?.learn(evidence)
        guard let scaleLearner, evidence.time - scaleReadAt >= Self.scalePeriod else { return }
        scaleReadAt = evidence.time
        heights = PersonHeights(scale: scaleLearner.scale(), geometry: geometry)
    }

    /// The background starts again: what was static before cannot be told from the new background.
    private mutating func forget(_ observations: inout [Observation]) {
        for object in objects { observations.append(observation(object, .cleared)) }
        objects.removeAll()
        past.removeAll()
        trace.reset()
        memory.reset()
    }

    private func observation(_ object: StaticObject, _ phase: ObjectPhase) -> Observation {
        let left = phase == .candidate || object.owner.isAttended ? nil : object.owner.ownerLeftAt
        return .object(
            ObjectObservation(
                id: object.id, phase: phase, box: object.box.normalised(width: geometry.width, height: geometry.height),
                putAt: object.putAt, ownerLeftAt: left))
    }
}

// MARK: - Appearing and retiring

extension AbandonedObjectDetector {
    /// Gives static regions to the objects that they belong to, and makes candidates of the others.
    private mutating func appear(in evidence: Evidence, _ observations: inout [Observation]) {
        let memory = memory
        regions.label(memory.isStatic) { abs(memory.since($0) - memory.since($1)) <= Self.putTogether }
        for piece in regions.components {
            guard let box = evidence.refinedBox(piece, memory: memory) else { continue }
            let owners = objects.indices.filter { isSamePlace(objects[$0].box, box) }
            for index in owners { objects[index].match(box, evidence: evidence) }
            let isFragment = objects.contains { $0.isVerified && touch($0.box, box) }
            guard owners.isEmpty, !isFragment, objects.count < Self.mostObjects, let times = times(for: box),
                ObjectSize(box: box, heights: heights).isPlausible, isIsolated(box)
            else { continue }
            let object = makeObject(box, piece, times, evidence)
            objects.append(object)
            observations.append(observation(object, .candidate))
        }
    }

    /// Parts of one thing are one object: of two verified ones that touch, the one that is further in its life goes
    /// on, else the larger, with the earliest time.
    private mutating func mergeFragments(_ observations: inout [Observation]) {
        var first = 0
        while first < objects.count {
            let second = objects.indices.dropFirst(first + 1).first {
                objects[first].isVerified && objects[$0].isVerified && touch(objects[first].box, objects[$0].box)
            }
            guard let second else {
                first += 1
                continue
            }
            let (kept, dropped) = objects[first].rank >= objects[second].rank ? (first, second) : (second, first)
            objects[kept].putAt = min(objects[kept].putAt, objects[dropped].putAt)
            observations.append(observation(objects[dropped], .cleared))
            objects.remove(at: dropped)
        }
    }

    private func touch(_ a: PixelBox, _ b: PixelBox) -> Bool {
        let bounds = PixelBox(left: 0, top: 0, right: geometry.width, bottom: geometry.height)
        return b.shareInside(a.grown(by: Evidence.cellSize, within: bounds)) > 0
    }

    private func isSamePlace(_ a: PixelBox, _ b: PixelBox) -> Bool {
        a.overlap(b) >= Self.samePlace || a.shareInside(b) >= 0.6 || b.shareInside(a) >= 0.6
    }

    /// The times of the most impatient rule whose zone holds the region's foot; `nil` outside all zones.
    private func times(for box: PixelBox) -> AbandonedObjectStateMachine.Times? {
        let foot = box.normalised(width: geometry.width, height: geometry.height).bottomCentre
        return watched.filter { $0.zone.contains(foot) }.map(\.times).min {
            ($0.warnAfter, $0.alertAfter) < ($1.warnAfter, $1.alertAfter)
        }
    }

    private mutating func makeObject(
        _ box: PixelBox, _ piece: CellComponents.Component, _ times: AbandonedObjectStateMachine.Times,
        _ evidence: Evidence
    ) -> StaticObject {
        var object = StaticObject(
            id: identifier(for: box), putAt: firstSeen(piece), box: box, times: times,
            evidence: evidence)
        for entry in trace.entries where entry.time >= object.putAt {
            object.owner.ingest(nearness(of: entry.feet.filter(\.isLively), to: object), time: entry.time)
        }
        return object
    }

    private mutating func identifier(for box: PixelBox) -> String {
        if let known = past.firstIndex(where: { $0.box.overlap(box) >= Self.samePlace }) {
            return past.remove(at: known).id
        }
        lastID += 1
        return "o-\(lastID)"
    }

    /// When the region began: when the first tenth of its cells showed what they show, so that one cell does not decide.
    private func firstSeen(_ piece: CellComponents.Component) -> Double {
        var times: [Double] = []
        for row in piece.top..<piece.bottom {
            for column in piece.left..<piece.right where memory.isStatic[row * geometry.columns + column] {
                times.append(memory.since(row * geometry.columns + column))
            }
        }
        return times.sorted()[times.count / 10]
    }

    private mutating func retire(at time: Double) {
        past.removeAll { time - $0.endedAt > Self.reacquisition }
        for object in objects where object.machine.isFinal && past.count < 2 * Self.mostObjects {
            past.append((object.id, object.box, time))
        }
        objects.removeAll { $0.machine.isFinal }
    }
}

// MARK: - Following

extension AbandonedObjectDetector {
    private mutating func look(_ index: Int, _ evidence: Evidence) {
        objects[index].look(evidence, memory: memory)
        let own = labels(under: objects[index].box)
        let nearness = nearness(of: trace.feet.filter { $0.isLively || !own.contains($0.piece) }, to: objects[index])
        objects[index].owner.ingest(nearness, time: evidence.time)
        if nearness != .walking, !objects[index].isHidden {
            objects[index].take(isolated: isIsolated(objects[index].box), interval: evidence.interval)
        }
        verify(index, evidence)
    }

    private mutating func advance(_ index: Int, _ evidence: Evidence) -> ObjectPhase? {
        let object = objects[index]
        return objects[index].machine.ingest(
            .init(
                time: evidence.time, isGone: object.isGone || object.isReplaced, isAttended: object.owner.isAttended,
                ownerLeftAt: object.owner.ownerLeftAt, verdict: object.isHidden ? .pending : object.verdict))
    }

    private mutating func verify(_ index: Int, _ evidence: Evidence) {
        guard evidence.time - objects[index].verifiedAt >= Self.verificationPeriod - 1e-6 else { return }
        objects[index].verifiedAt = evidence.time
        let verification = ObjectVerification(evidence: evidence, heights: heights, memory: memory)
        if let answer = verification.putOrTaken(objects[index]) {
            objects[index].take(isPut: answer == .put, interval: Self.verificationPeriod)
            objects[index].isReplaced = answer == .taken && objects[index].showsAnother(memory)
        }
        objects[index].verdict = verification.verdict(objects[index])
    }

    /// Feet within the owner radius, a stretch of them at least as wide as a leg. The object's own lowest cells are
    /// nobody's feet.
    private func nearness(of feet: [PersonTrace.Foot], to object: StaticObject) -> Nearness {
        let person = heights[atPixel: object.box.bottom] / Double(Evidence.cellSize)
        let radius = ownerRadius * person
        let (x, y) = (object.box.centreX / Double(Evidence.cellSize), Double(object.cells.bottom) - 0.5)
        let own = object.cells
        var (standing, walking) = (0, 0)
        for foot in feet {
            if own.left..<own.right ~= foot.column, abs(foot.row - (own.bottom - 1)) <= 1 { continue }
            let (dx, dy) = (Double(foot.column) + 0.5 - x, (Double(foot.row) + 0.5 - y) / Self.depthShortening)
            guard dx * dx + dy * dy <= radius * radius else { continue }
            if foot.isStanding { standing += 1 } else { walking += 1 }
        }
        let leg = max(1, Int(0.12 * person))
        return standing >= leg ? .standing : standing + walking >= leg ? .walking : .nobody
    }

    /// Whether the foreground that touches a region is quiet: few restless cells of it within half a person around.
    private func isIsolated(_ box: PixelBox) -> Bool {
        let cells = box.cells
        let reach = Int(heights[atPixel: box.bottom] / 2) / Evidence.cellSize
        let window = cells.grown(
            by: max(1, reach), within: PixelBox(left: 0, top: 0, right: geometry.columns, bottom: geometry.rows))
        let labels = labels(under: box)
        let around = memory.indices(of: window).filter { labels.contains(trace.pieces.labels[$0]) }
        return 4 * around.count { memory.isRestless[$0] } < around.count
    }

    /// The pieces of foreground that a region is part of.
    private func labels(under box: PixelBox) -> Set<UInt16> {
        Set(memory.indices(of: box.cells).map { trace.pieces.labels[$0] }).subtracting([0])
    }
}

extension CellMemory {
    /// Indices of the cells of a rectangle, row by row.
    func indices(of cells: PixelBox) -> [Int] {
        (cells.top..<min(cells.bottom, rows)).flatMap { row in
            (cells.left..<min(cells.right, columns)).map { row * columns + $0 }
        }
    }
}
