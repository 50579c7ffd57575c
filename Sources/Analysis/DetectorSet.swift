internal import Detectors
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
    /// What the next frame may be learnt from.
    var learningContext = LearningContext()

    /// - Parameter anomalyModel: what was learnt before on the same grid of blocks.
    init(
        perceiver: Perceiver, configuration: CameraConfiguration, detectors: Set<DetectorKind>,
        anomalyModel: AnomalyModel?
    ) {
        self.perceiver = perceiver
        cameraID = configuration.cameraID
        let geometry = perceiver.geometry
        if detectors.contains(.density) {
            density = DensityDetector(configuration: configuration, geometry: geometry)
        }
        if detectors.contains(.objects) {
            objects = AbandonedObjectDetector(configuration: configuration, geometry: geometry)
        }
        if detectors.contains(.anomaly) {
            anomaly = AnomalyDetector(configuration: configuration, geometry: geometry, model: anomalyModel)
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
        anomaly.map { CameraModel(cameraID: cameraID, geometry: geometry, anomaly: $0.model) }
    }

    /// Analyses one picture.
    /// - Parameter time: seconds since the stream's first frame.
    mutating func ingest(
        _ luma: LumaPicture, time: Double, index: Int, stages: inout StageTimes
    ) -> (observations: [Observation], quality: ImageQuality) {
        let picture = PlaneView(base: luma.base, width: luma.width, height: luma.height, stride: luma.stride)
        let before = perceiver.cost
        let evidence = perceiver.perceive(picture, time: time, frameIndex: index)
        stages.add(perceiver.cost, since: before)
        var observations: [Observation] = []
        stages.measure(.density) { density?.ingest(evidence, into: &observations) }
        stages.measure(.objects) { objects?.ingest(evidence, into: &observations) }
        stages.measure(.anomaly) { anomaly?.ingest(evidence, context: learningContext, into: &observations) }
        stages.measure(.integrity) { integrity?.ingest(evidence, into: &observations) }
        return (observations, evidence.quality)
    }

    /// Forgets the pixels: what comes next is another picture.
    func reset() { perceiver.reset() }
}

extension StageTimes {
    /// Adds what evidence has cost between two readings.
    fileprivate mutating func add(_ cost: PerceptionCost, since before: PerceptionCost) {
        self[.reduce] += cost.reduce - before.reduce
        self[.background] += cost.background - before.background
        self[.motion] += cost.motion - before.motion
        self[.quality] += cost.quality - before.quality
    }
}
