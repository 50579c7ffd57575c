internal import Events
public import Perception
public import Scene

/// Counts the persons in every analysis zone.
///
/// Two features per zone (changed gradients, foreground; see ``DensityFeatures``) go through the zone's own fit when it
/// was counted (`vigie calibrate count`), else through the generic model: their mean, each being in persons already. The
/// interval is what was measured when counting, or honestly wide. What is said is the median of the last 1.2 s.
public struct DensityDetector {
    /// Seconds over which the median is taken.
    static let window = 1.2
    static let longestHistory = 32
    /// The generic model may be wrong by these factors, and by so many persons.
    static let calibratedFactor = 1.5
    static let guessedFactor = 1.9
    static let genericPersons = 1.0
    /// Seconds between renewals of the learnt scale.
    static let scaleInterval = 2.0

    private var zones: [ZoneCounter]
    private let scale: PersonScale
    private let geometry: EvidenceGeometry
    private var learner: ScaleLearner?
    private var nextScale = 0.0
    private var lastLearnt = -Double.infinity

    /// A calibration that is degenerate counts as none; ``/Scene/PersonScale`` says why it is refused.
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry) {
        let aspect = Double(geometry.pictureWidth) / Double(geometry.pictureHeight)
        let guess = PersonScale(aspect: aspect)
        let scale = (try? PersonScale(calibration: configuration.calibration, aspect: aspect)) ?? guess
        self.scale = scale
        self.geometry = geometry
        zones = configuration.zones.filter { $0.kind == .analysis }.map { zone in
            ZoneCounter(
                zone: zone, fit: configuration.density.fits.first { $0.zoneID == zone.id }, scale: scale,
                geometry: geometry)
        }
        let needsScale = !scale.isCalibrated && zones.contains { $0.fit == nil }
        learner = needsScale ? ScaleLearner(guess: scale, geometry: geometry) : nil
    }

    /// Says one observation per analysis zone, in the order of the configuration.
    public mutating func ingest(_ evidence: Evidence, into observations: inout [Observation]) {
        learnScale(evidence)
        for index in zones.indices {
            zones[index].measure(evidence, isCalibrated: scale.isCalibrated)
            observations.append(.density(zones[index].observation))
        }
    }

    /// The last frame's features of a zone, as a fit wants them: they depend on the camera file alone, never on what was
    /// learnt since. `nil` for an unknown zone or before the first frame.
    public func features(zone id: String) -> DensityFeatures? {
        zones.first { $0.zone.id == id }?.features
    }

    private mutating func learnScale(_ evidence: Evidence) {
        guard var learner, evidence.backgroundState != .starting, !evidence.isHeld else { return }
        if evidence.time - lastLearnt >= 0.4 {
            lastLearnt = evidence.time
            learner.learn(evidence)
            self.learner = learner
        }
        guard evidence.time >= nextScale else { return }
        nextScale = evidence.time + Self.scaleInterval
        let scale = learner.scale()
        for index in zones.indices { zones[index].rescale(scale, geometry: geometry) }
    }
}
