internal import Detectors
internal import Events
internal import Footage
internal import Perception
internal import Scene

/// The evidence and the detectors for pictures of one size.
struct DetectorSet {
    private let cameraID: String
    private let perceiver: Perceiver
    private var density: DensityDetector?
    private var objects: AbandonedObjectDetector?
    private var anomaly: AnomalyDetector?
    private var integrity: IntegrityDetector?
    private let calibrated: CalibrationState
    private let calibrationSHA256: String
    /// It was found to have moved before, and the calibration was not checked since: a start does not make it right.
    private let hadMoved: Bool
    /// It has moved since the start, and has not come back.
    private var hasMoved = false
    /// Whether a still is composed of every frame, and the last one: on request only.
    var composesStills = false
    private(set) var still: ObjectStill?
    /// What the next frame may be learnt from.
    var learningContext = LearningContext()

    /// - Parameters:
    ///   - learnt: what was learnt before on the same grid of blocks.
    ///   - movedCalibration: the calibration that the camera had moved away from before.
    init(
        perceiver: Perceiver, configuration: CameraConfiguration, detectors: Set<DetectorKind>,
        learnt: CameraModel?, movedCalibration: String?
    ) {
        self.perceiver = perceiver
        cameraID = configuration.cameraID
        calibrationSHA256 = configuration.calibrationSHA256
        hadMoved = movedCalibration == configuration.calibrationSHA256
        let geometry = perceiver.geometry
        calibrated = Self.calibrationState(of: configuration, geometry: geometry)
        if detectors.contains(.density) {
            density = DensityDetector(configuration: configuration, geometry: geometry)
        }
        if detectors.contains(.objects) {
            objects = AbandonedObjectDetector(
                configuration: configuration, geometry: geometry, habits: learnt?.habits)
        }
        if detectors.contains(.anomaly) {
            anomaly = AnomalyDetector(configuration: configuration, geometry: geometry, model: learnt?.anomaly)
        }
        if detectors.contains(.integrity) {
            integrity = IntegrityDetector(configuration: configuration, geometry: geometry)
        }
    }

    var geometry: EvidenceGeometry { perceiver.geometry }

    /// Whether a picture has the size that these detectors were made for.
    func fits(_ luma: LumaPicture) -> Bool {
        geometry.pictureWidth == luma.width && geometry.pictureHeight == luma.height
    }

    /// What has been learnt; `nil` without the anomaly detector.
    var learnt: CameraModel? {
        anomaly.map {
            CameraModel(cameraID: cameraID, geometry: geometry, anomaly: $0.model, habits: objects?.habits)
        }
    }

    /// The same, for the next agent to go on from.
    /// - Parameter base: the model file that this one went on from.
    func learntLive(base: String?) -> CameraModel? {
        guard let anomaly, var model = learnt else { return nil }
        (model.anomaly, model.base) = (anomaly.liveModel, base)
        model.movedCalibration = movedCalibration
        return model
    }

    /// Analyses one picture; what the detectors say is appended to `observations`.
    mutating func ingest(
        _ frame: SourceFrame, stages: inout StageTimes, into observations: inout [Observation]
    ) -> ImageQuality {
        let before = perceiver.cost
        let evidence = perceiver.perceive(
            frame.luma.view, velocities: frame.motion.map(CodedVelocities.init(_:)), time: frame.time,
            frameIndex: frame.index)
        stages.add(perceiver.cost, since: before)
        density?.looksElsewhere = hasMoved
        density?.isGroundTrusted = !hasMoved && !hadMoved
        stages.measure(.density) { density?.ingest(evidence, into: &observations) }
        stages.measure(.objects) { objects?.ingest(evidence, context: learningContext, into: &observations) }
        if composesStills { still = objects?.still(of: evidence) }
        stages.measure(.anomaly) { anomaly?.ingest(evidence, context: learningContext, into: &observations) }
        stages.measure(.integrity) { integrity?.ingest(evidence, into: &observations) }
        for case .integrity(let change) in observations { note(change.state) }
        return evidence.quality
    }

    /// Somebody has seen to an object: what is to be said of it, if it stands alone.
    mutating func acknowledge(_ object: String) -> Observation? { objects?.acknowledge(object) }

    /// A camera that moved has not come back because it is dark.
    private mutating func note(_ state: IntegrityState) {
        switch state {
        case .moved: hasMoved = true
        case .good: hasMoved = false
        case .dark, .bright, .blurred, .blocked, .frozen, .flickering, .lost: break
        }
    }

    /// The calibration that the camera has moved away from; `nil` while it stands as it was calibrated, or is not calibrated.
    var movedCalibration: String? {
        (hasMoved || hadMoved) && !calibrationSHA256.isEmpty ? calibrationSHA256 : nil
    }

    /// `invalid` when the calibration cannot be used, misses the limits of ``/Scene/GroundAccuracy`` (and was accepted all
    /// the same), or while the camera looks elsewhere, until somebody has checked it.
    var calibrationState: CalibrationState {
        calibrated == .valid && movedCalibration != nil ? .invalid : calibrated
    }

    private static func calibrationState(
        of configuration: CameraConfiguration, geometry: EvidenceGeometry
    ) -> CalibrationState {
        guard let calibration = configuration.calibration else { return .none }
        let aspect = Double(geometry.pictureWidth) / Double(geometry.pictureHeight)
        let scale = try? PersonScale(calibration: calibration, aspect: aspect, settings: configuration.ground)
        return scale?.accuracy?.isAcceptable ?? (scale != nil) ? .valid : .invalid
    }

    /// Forgets the pixels: what comes next is another picture.
    func reset() { perceiver.reset() }
}

extension LumaPicture {
    fileprivate var view: PlaneView<UInt8> { PlaneView(base: base, width: width, height: height, stride: stride) }
}

extension StageTimes {
    /// Adds what evidence has cost between two readings.
    fileprivate mutating func add(_ cost: PerceptionCost, since before: PerceptionCost) {
        self[.reduce] += cost.reduce - before.reduce
        self[.background] += cost.background - before.background
        self[.cells] += cost.cells - before.cells
        self[.motion] += cost.motion - before.motion
        self[.quality] += cost.quality - before.quality
    }
}
