internal import Events
public import Perception
internal import PixelKernels
public import Scene

/// Counts the persons in every analysis zone.
///
/// Bodies before the background of each zone (see ``DensityFeatures``) go through the zone's own fit when it was
/// counted (`vigie calibrate count`), else through the generic model (``DensityPrior``). Every so often
/// the density network looks at the picture itself; ``CountFusion`` makes one count of both. The interval is what was measured
/// when counting, or honestly wide. What is said is the median of the last half second.
public struct DensityDetector {
    /// Seconds over which the median is taken.
    static let window = 0.45
    static let longestHistory = 32
    /// Seconds between renewals of the learnt scale.
    static let scaleInterval = 2.0

    /// Seconds between two runs of the density network: where a zone's counts were fitted to it, where people stand close,
    /// and where what differs from the background says as much by itself.
    static let countedInterval = 0.5, crowdedInterval = 1.0, calmInterval = 2.0

    /// `false` once the camera has moved away from its calibration: no square metres then.
    public var isGroundTrusted = true
    /// The camera looks elsewhere than before: what stands there is not known.
    public var looksElsewhere = false
    private var zones: [ZoneCounter]
    private let scale: PersonScale
    private let geometry: EvidenceGeometry
    private var lines: [LineFlow]
    private var learner: ScaleLearner?
    private var nextScale = 0.0
    private var lastLearnt = -Double.infinity
    private var upright: UprightCells
    private var unseen: UnseenBodies
    private let view: NetworkView
    private var (lastNetwork, nextNetwork) = (-Double.infinity, -Double.infinity)
    private var things: NetworkThings
    private let subtractsBackground: Bool
    private let isCounted: Bool

    /// A calibration that is degenerate counts as none; ``/Scene/PersonScale`` says why it is refused.
    /// - Parameter isForCounting: the features are wanted for a fit, as they will be once there is one.
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry, isForCounting: Bool = false) {
        let aspect = Double(geometry.pictureWidth) / Double(geometry.pictureHeight)
        let guess = PersonScale(aspect: aspect)
        let scale =
            (try? PersonScale(
                calibration: configuration.calibration, aspect: aspect, settings: configuration.ground)) ?? guess
        self.scale = scale
        self.geometry = geometry
        let file = configuration.density.network?.file ?? .builtIn
        let analysed = configuration.zones.filter { $0.kind == .analysis }
        let weights = analysed.map { DensityWeights(zone: $0, scale: scale, geometry: geometry) }
        let view = NetworkView(
            file: file, geometry: geometry, height: scale.isCalibrated ? Self.middleHeight(weights) : nil)
        self.view = view
        things = NetworkThings(view)
        upright = UprightCells(geometry, scale: scale)
        unseen = UnseenBodies(geometry)
        subtractsBackground = file.subtractsBackground
        isCounted = isForCounting || configuration.density.fits.contains { $0.network != nil }
        zones = zip(analysed, weights).map { zone, weights in
            ZoneCounter(
                zone: zone, weights: weights, fit: configuration.density.fits.first { $0.zoneID == zone.id },
                scale: scale, geometry: geometry,
                network: NetworkZone(zone: zone, scale: scale, geometry: geometry, view: view),
                usual: CountFusion(network: file), limit: configuration.rules.limit(ofZone: zone.id))
        }
        lines = configuration.lines.map { LineFlow($0, scale: scale, geometry: geometry) }
        let needsScale = !scale.isCalibrated && zones.contains { $0.fit == nil }
        learner = needsScale ? ScaleLearner(guess: scale, geometry: geometry) : nil
    }

    /// Says one observation per analysis zone, in the order of the configuration.
    public mutating func ingest(_ evidence: Evidence, into observations: inout [Observation]) {
        learnScale(evidence)
        upright.find(in: evidence)
        look(evidence)
        for index in zones.indices {
            zones[index].measure(
                evidence, upright, isCalibrated: scale.isCalibrated && isGroundTrusted)
            observations.append(.density(zones[index].observation))
        }
        for index in lines.indices {
            lines[index].ingest(evidence)
            observations.append(.line(lines[index].observation))
        }
    }

    /// The last frame's features of a zone, as a fit wants them: they depend on the camera file alone, never on what was
    /// learnt since. `nil` for an unknown zone or before the first frame.
    public func features(zone id: String) -> DensityFeatures? {
        zones.first { $0.zone.id == id }?.features
    }

    /// Takes an operator's count of the last frame: the zone's offset and interval follow, see ``SpotCount``.
    /// - Returns: the fit to be kept; `nil` for an unknown zone or before the first frame.
    public mutating func take(spotCount count: Double, zone id: String) -> DensityFit? {
        guard let index = zones.firstIndex(where: { $0.zone.id == id }) else { return nil }
        return zones[index].take(spotCount: count)
    }

    private mutating func look(_ evidence: Evidence) {
        guard evidence.time >= nextNetwork - 0.001 || evidence.interval == 0 else { return }
        let interval = evidence.interval == 0 ? .infinity : evidence.time - lastNetwork
        let uncounted = zones.contains(where: \.isCrowded) ? Self.crowdedInterval : Self.calmInterval
        let pause = isCounted ? Self.countedInterval : uncounted
        (lastNetwork, nextNetwork) = (evidence.time, evidence.time + pause)
        if looksElsewhere { things.forget() }
        if subtractsBackground, things.isDue(evidence) {
            view.run(evidence.background)
            things.take(view.network, evidence)
        }
        things.look(at: evidence, interval: interval)
        view.run(evidence.luma)
        let look = NetworkLook(
            view: view, things: things, valid: evidence.cellValid, interval: interval,
            isComparable: !subtractsBackground || things.isKnown)
        unseen.see(look)
        for index in zones.indices { zones[index].see(look, upright, &unseen) }
    }

    /// Of a person in the zones, in analysis pixels: the median over their cells.
    private static func middleHeight(_ zones: [DensityWeights]) -> Double? {
        let heights = zones.flatMap(\.heights).sorted()
        return heights.isEmpty ? nil : heights[heights.count / 2]
    }

    private mutating func learnScale(_ evidence: Evidence) {
        guard learner != nil, evidence.backgroundState != .starting, !evidence.isHeld else { return }
        if evidence.time - lastLearnt >= 0.4 {
            lastLearnt = evidence.time
            learner?.learn(evidence)
        }
        guard evidence.time >= nextScale, let scale = learner?.scale() else { return }
        nextScale = evidence.time + Self.scaleInterval
        for index in zones.indices { zones[index].rescale(scale, geometry: geometry) }
    }
}

extension [Rule] {
    /// The lowest threshold of a zone's overdensity rules.
    fileprivate func limit(ofZone id: String) -> (value: Double, unit: DensityUnit)? {
        let limits = filter { $0.zoneID == id }.compactMap { rule -> (value: Double, unit: DensityUnit)? in
            guard case .overdensity(let threshold, let unit, _, _, _) = rule.condition else { return nil }
            return (threshold, unit)
        }
        return limits.min { $0.value < $1.value }
    }
}
