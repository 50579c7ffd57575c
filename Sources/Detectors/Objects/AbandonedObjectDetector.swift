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
    /// Most objects that are followed at once.
    static let mostObjects = 64
    /// Seconds between two verifications of an object.
    static let verificationPeriod = 1.0
    /// Times when no rule gives any: the product's defaults.
    static let defaultTimes = AbandonedObjectStateMachine.Times(warnAfter: 30, alertAfter: 60)

    private struct Watched: Sendable {
        var zone: Polygon
        var times: AbandonedObjectStateMachine.Times
    }

    private let geometry: EvidenceGeometry
    private let heights: PersonHeights
    private let ownerRadius: Double
    private let watched: [Watched]
    private var statics: StaticCells
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
        ownerRadius = scale.isCalibrated ? Self.ownerRadiusMetres / PersonScale.personMetres : Self.ownerRadiusHeights
        watched = Self.watched(configuration)
        statics = StaticCells(columns: geometry.columns, rows: geometry.rows)
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

    /// Takes the evidence of one frame and answers the changes of phase.
    public mutating func ingest(_ evidence: Evidence) -> [ObjectObservation] {
        if evidence.backgroundState == .starting || evidence.interval > HysteresisStateMachine.longestGap {
            return forget()
        }
        guard !evidence.isHeld else { return [] }
        statics.ingest(evidence)
        trace.ingest(evidence, heights: heights, ages: statics)
        var changes = appear(in: evidence)
        for index in objects.indices {
            if let phase = follow(index, evidence) { changes.append(observation(objects[index], phase)) }
        }
        retire(at: evidence.time)
        return changes
    }

    /// The background starts again: what was static before cannot be told from the new background.
    private mutating func forget() -> [ObjectObservation] {
        defer {
            objects.removeAll()
            past.removeAll()
            trace.reset()
        }
        return objects.map { observation($0, .cleared) }
    }

    private func observation(_ object: StaticObject, _ phase: ObjectPhase) -> ObjectObservation {
        let left = phase == .candidate || object.owner.isAttended ? nil : object.owner.ownerLeftAt
        return ObjectObservation(
            id: object.id, phase: phase, box: object.box.normalised(width: geometry.width, height: geometry.height),
            putAt: object.putAt, ownerLeftAt: left)
    }
}

// MARK: - Appearing and retiring

extension AbandonedObjectDetector {
    /// Gives static regions to the objects that they belong to, and makes candidates of the others.
    private mutating func appear(in evidence: Evidence) -> [ObjectObservation] {
        regions.label(statics.mask)
        var appeared: [ObjectObservation] = []
        for piece in regions.components {
            guard let box = evidence.refinedBox(piece) else { continue }
            let owners = objects.indices.filter { isSamePlace(objects[$0].box, box) }
            for index in owners { objects[index].match(box, evidence: evidence) }
            guard owners.isEmpty, objects.count < Self.mostObjects, let times = times(for: box),
                ObjectSize(box: box, heights: heights).isPlausible
            else { continue }
            let object = makeObject(box, piece, times, evidence)
            objects.append(object)
            appeared.append(observation(object, .candidate))
        }
        return appeared
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
            id: identifier(for: box), putAt: evidence.time - oldestAge(in: piece), box: box, times: times,
            evidence: evidence)
        for entry in trace.entries where entry.time >= object.putAt {
            object.owner.ingest(nearness(of: entry.feet, to: object), time: entry.time)
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

    /// Age in seconds of the oldest cell: its mean age, so that a single pixel does not decide.
    private func oldestAge(in piece: CellComponents.Component) -> Double {
        var oldest = 0.0
        for row in piece.top..<piece.bottom {
            for column in piece.left..<piece.right {
                oldest = max(oldest, statics.age[row * geometry.columns + column])
            }
        }
        return oldest
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
    private mutating func follow(_ index: Int, _ evidence: Evidence) -> ObjectPhase? {
        objects[index].look(evidence)
        let nearness = nearness(of: trace.feet, to: objects[index])
        objects[index].owner.ingest(nearness, time: evidence.time)
        if nearness != .walking, !objects[index].isHidden {
            objects[index].take(isolated: isIsolated(objects[index], evidence), interval: evidence.interval)
        }
        if evidence.time - objects[index].verifiedAt >= Self.verificationPeriod {
            objects[index].verifiedAt = evidence.time
            objects[index].verdict = ObjectVerification(evidence: evidence, heights: heights).verdict(objects[index])
        }
        let object = objects[index]
        return objects[index].machine.ingest(
            .init(
                time: evidence.time, isGone: object.isGone, isAttended: object.owner.isAttended,
                ownerLeftAt: object.owner.ownerLeftAt, verdict: object.isHidden ? .pending : object.verdict))
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

    /// Whether the foreground that touches the object is static: few moving pixels within half a person around it.
    private func isIsolated(_ object: StaticObject, _ evidence: Evidence) -> Bool {
        let reach = Int(heights[atPixel: object.box.bottom] / 2) / Evidence.cellSize
        let window = object.cells.grown(
            by: max(1, reach),
            within: PixelBox(left: 0, top: 0, right: geometry.columns, bottom: geometry.rows))
        let labels = labels(under: object)
        var (moving, still) = (0, 0)
        for row in window.top..<window.bottom {
            for column in window.left..<window.right
            where labels.contains(trace.pieces.labels[row * geometry.columns + column]) {
                moving += Int(evidence.cellMoving[column, row])
                still += Int(evidence.cellStill[column, row])
            }
        }
        return 4 * moving < moving + still
    }

    private func labels(under object: StaticObject) -> Set<UInt16> {
        var labels: Set<UInt16> = []
        let cells = object.cells
        for row in cells.top..<min(cells.bottom, geometry.rows) {
            for column in cells.left..<min(cells.right, geometry.columns) {
                labels.insert(trace.pieces.labels[row * geometry.columns + column])
            }
        }
        labels.remove(0)
        return labels
    }
}
