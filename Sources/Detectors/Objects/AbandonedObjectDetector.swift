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
    /// Person heights within which somebody who stands is right beside an object: one metre.
    static let besideHeights = 0.6
    /// Seconds within which something in the same place is the same object.
    static let reacquisition = 600.0
    /// Overlap (intersection over union) that makes two boxes the same place.
    static let samePlace = 0.3
    /// Seconds within which neighbouring cells must have come to show what they show to be one thing: what is put down
    /// comes at once.
    static let putTogether = 3.0
    /// Share of the view's edges below which another place is seen, or none: what differs then is no object.
    static let leastEdgesKept: Float = 0.25
    /// Most objects that are followed at once.
    static let mostObjects = 64
    /// Seconds between two readings of the learnt person height.
    static let scalePeriod = 2.0
    /// Seconds between two searches for static regions (and upright blobs), and between two verifications of an object.
    static let searchPeriod = 0.5, verificationPeriod = 1.0
    /// Times when no rule gives any: the product's defaults.
    static let defaultTimes = AbandonedObjectStateMachine.Times(warnAfter: 30, alertAfter: 60)

    struct Watched: Sendable {
        var zone: Polygon
        var times: AbandonedObjectStateMachine.Times
    }

    let geometry: EvidenceGeometry
    var heights: PersonHeights
    /// Learns the persons' height where nothing is calibrated.
    private var scaleLearner: ScaleLearner?
    private var scaleReadAt = 0.0
    let ownerRadius: Double
    let watched: [Watched]
    var memory: CellMemory
    var regions: CellComponents
    var larger = LargerThings()
    var trace: PersonTrace
    var own: OwnPieces
    var ages: ScratchNumbers
    var objects: [StaticObject] = []
    private var searchedAt = -Double.infinity
    /// Of the objects, the one that was measured last.
    var lastVerified = 0
    /// What was followed lately.
    var past: [(id: String, box: PixelBox, doubt: Double, endedAt: Double)] = []
    var lastID = 0
    /// Where something is still by habit; learnt, to be kept with the camera's model.
    public internal(set) var habits: HabitMap
    var habitsLearntAt = -Double.infinity
    var hour: HourSlot?

    /// A calibration that cannot be solved was refused when the camera file was read; here it counts as none.
    ///
    /// - Parameter habits: what was learnt before on the same grid of blocks.
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry, habits: HabitMap? = nil) {
        let aspect = Double(geometry.width) / Double(geometry.height)
        let scale =
            (try? PersonScale(
                calibration: configuration.calibration, aspect: aspect, settings: configuration.ground))
            ?? PersonScale(aspect: aspect)
        self.geometry = geometry
        self.habits = habits ?? HabitMap(blockColumns: geometry.blockColumns, blockRows: geometry.blockRows)
        heights = PersonHeights(scale: scale, geometry: geometry)
        scaleLearner = scale.isCalibrated ? nil : ScaleLearner(guess: scale, geometry: geometry)
        ownerRadius = scale.isCalibrated ? Self.ownerRadiusMetres / PersonScale.personMetres : Self.ownerRadiusHeights
        watched = Self.watched(configuration)
        memory = CellMemory(columns: geometry.columns, rows: geometry.rows)
        regions = CellComponents(columns: geometry.columns, rows: geometry.rows)
        trace = PersonTrace(columns: geometry.columns, rows: geometry.rows)
        own = OwnPieces(cells: geometry.cells)
        ages = ScratchNumbers(capacity: geometry.cells)
        objects.reserveCapacity(Self.mostObjects)
        past.reserveCapacity(2 * Self.mostObjects)
    }

    /// The zones of the rules about objects; without any, every analysis zone at the default times.
    private static func watched(_ configuration: CameraConfiguration) -> [Watched] {
        let ruled = configuration.rules.compactMap { rule -> Watched? in
            guard let zone = configuration.zones.first(where: { $0.id == rule.zoneID }) else { return nil }
            switch rule.condition {
            case .abandonedObject(let warn, let alert):
                return Watched(zone: zone.polygon, times: .init(warnAfter: warn, alertAfter: alert))
            case .removedObject: return Watched(zone: zone.polygon, times: defaultTimes)
            default: return nil
            }
        }
        guard ruled.isEmpty else { return ruled }
        return configuration.zones.filter { $0.kind == .analysis }
            .map { Watched(zone: $0.polygon, times: defaultTimes) }
    }

    /// Takes the evidence of one frame and says the changes of phase.
    ///
    /// - Parameter context: the hour, and whether the camera may be learnt from.
    public mutating func ingest(
        _ evidence: Evidence, context: LearningContext = LearningContext(), into observations: inout [Observation]
    ) {
        hour = context.hour
        if evidence.backgroundState == .starting || evidence.interval > HysteresisStateMachine.longestGap {
            return forget(&observations)
        }
        guard !evidence.isHeld, evidence.quality.edgesKept >= Self.leastEdgesKept else { return }
        let isSearchDue = evidence.time - searchedAt >= Self.searchPeriod - 1e-6
        if isSearchDue {
            searchedAt = evidence.time
            learnScale(evidence)
        }
        memory.ingest(evidence)
        trace.ingest(evidence, heights: heights, memory: memory)
        learnHabits(evidence, context)
        if isSearchDue { appear(in: evidence, &observations) }
        for index in objects.indices { look(index, evidence) }
        verify(evidence)
        mergeFragments(&observations)
        for index in objects.indices {
            guard let phase = objects[index].advance(to: evidence.time) else { continue }
            observations.append(observation(objects[index], phase))
        }
        retire(at: evidence.time)
    }

    /// Somebody has seen to an object: it is followed until it goes. Answers what is to be said of it, if it stands alone.
    public mutating func acknowledge(_ id: String) -> Observation? {
        guard let index = objects.firstIndex(where: { $0.id == id }),
            let phase = objects[index].machine.acknowledge()
        else { return nil }
        return observation(objects[index], phase)
    }

    private mutating func learnScale(_ evidence: Evidence) {
        scaleLearner?.learn(evidence)
        guard evidence.time - scaleReadAt >= Self.scalePeriod, let scale = scaleLearner?.scale() else { return }
        scaleReadAt = evidence.time
        heights.rescale(scale, geometry: geometry)
    }

    /// The background starts again: what was static before cannot be told from the new background.
    private mutating func forget(_ observations: inout [Observation]) {
        for object in objects { observations.append(observation(object, .cleared)) }
        objects.removeAll(keepingCapacity: true)
        past.removeAll(keepingCapacity: true)
        trace.reset()
        memory.reset()
        larger.reset()
    }

    func observation(_ object: StaticObject, _ phase: ObjectPhase) -> Observation {
        let left = phase == .candidate || object.owner.isAttended ? nil : object.owner.ownerLeftAt
        return .object(
            ObjectObservation(
                id: object.id, phase: phase, box: object.box.normalised(width: geometry.width, height: geometry.height),
                putAt: object.putAt, ownerLeftAt: left, reasons: object.measures?.reasons ?? []))
    }
}
