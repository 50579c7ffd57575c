internal import Events
internal import Perception
internal import PixelKernels
internal import Scene

/// The count of one zone.
struct ZoneCounter {
    let zone: Zone
    private(set) var fit: DensityFit?
    private(set) var features: DensityFeatures?
    private(set) var observation: DensityObservation
    /// For the fit: what the camera file says.
    private let weights: DensityWeights
    /// For the generic model: what was learnt since, if anything.
    private var generic: DensityWeights
    /// Something was: until then both say the same.
    private var isRescaled = false
    private let squareMetres: Double?
    /// Persons that its overdensity rule allows.
    private let limit: Double?
    private let motion: CrowdPressure
    private let networkZone: NetworkZone
    /// What the network found when it last ran.
    private var seen: NetworkSight?
    private var isComparable = false
    private var comparable: NetworkSight? { isComparable ? seen : nil }
    /// Evened out over ``crowdingSeconds``: who stands close does so for a while.
    private var crowding = 0.0
    static let crowdingSeconds = 5.0
    /// Evened out over ``outlineSeconds``: people change, what they wear on average does not.
    private var outline = DensityPrior.usualOutline
    static let outlineSeconds = 30.0
    /// Seconds that have said it so far; the generic model counts as the first.
    private var outlineKnown = 2.0
    /// Of fewer bodies than so many a frame says less of it.
    static let outlineBodies = 5.0
    /// From here on who stands there hides others.
    static let crowdedShare = 0.45
    var isCrowded: Bool { crowding >= Self.crowdedShare }
    /// Of the generic model's count.
    private var flicker = CountFlicker()
    /// How the two counts go together while the zone has no fit of its own.
    private let usual: CountFusion
    private var trend = CountTrend()
    private var history: [(time: Double, count: Double)] = []
    private var sorted: [Double] = []

    init(
        zone: Zone, weights: DensityWeights, fit: DensityFit?, scale: PersonScale, geometry: EvidenceGeometry,
        network: NetworkZone, usual: CountFusion, limit: (value: Double, unit: DensityUnit)?
    ) {
        self.zone = zone
        (networkZone, self.usual) = (network, usual)
        self.fit = fit
        (self.weights, generic) = (weights, weights)
        squareMetres = scale.squareMetres(of: zone.polygon, columns: geometry.columns, rows: geometry.rows)
        let area = squareMetres
        self.limit = limit.flatMap { limit in
            limit.unit == .persons ? limit.value : area.map { limit.value * $0 }
        }
        motion = CrowdPressure(zone: zone, scale: scale, geometry: geometry)
        observation = DensityObservation(zoneID: zone.id, count: 0, low: 0, high: weights.capacity)
        history.reserveCapacity(DensityDetector.longestHistory)
        sorted.reserveCapacity(DensityDetector.longestHistory)
    }

    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        generic.rescale(scale, geometry: geometry)
        isRescaled = true
    }

    /// What the network has just found: noise is evened out over ``NetworkZone/smoothing`` seconds, and over two looks at
    /// least.
    mutating func see(_ look: NetworkLook, _ upright: UprightCells, _ unseen: inout UnseenBodies) {
        isComparable = look.isComparable
        var new = networkZone.sight(in: look)
        if fit == nil, isComparable { new.unseen = unseen.share(of: generic, upright) }
        guard look.interval.isFinite, let seen else {
            self.seen = new
            return
        }
        self.seen = seen.moved(toward: new, by: min(NetworkZone.mostPace, look.interval / NetworkZone.smoothing))
    }

    /// While the background starts only a network that needs none knows anything; while the picture is held the last count
    /// stays, its bounds do not.
    mutating func measure(_ evidence: Evidence, _ upright: UprightCells, isCalibrated: Bool) {
        if evidence.backgroundState == .starting {
            history.removeAll(keepingCapacity: true)
            trend.reset()
            features = nil
            observation = DensityObservation(zoneID: zone.id, count: 0, low: 0, high: weights.capacity)
            if let usual = usual.alone, let seen {
                let count = fit?.network?.count(seen.persons) ?? seen.persons
                let half = usual.halfWidth + usual.relativeHalfWidth * count
                say(count, low: max(0, count - half), high: count + half, evidence, isCalibrated: isCalibrated)
            }
            return
        }
        if evidence.isHeld {
            observation.low = 0
            observation.high = max(observation.high, weights.capacity)
            return
        }
        var fixed = weights.features(of: evidence, upright)
        fixed.network = comparable?.persons
        features = fixed
        crowding += (fixed.crowding - crowding) * min(1, evidence.interval / Self.crowdingSeconds)
        learnOutline(fixed, interval: evidence.interval)
        let raw = raw(fixed, evidence, upright)
        let count = median(adding: raw.count, at: evidence.time)
        let (low, high) = interval(
            count, widening: raw.widening, most: raw.most, faintness: evidence.faintness, isCalibrated: isCalibrated)
        trend.ingest(count, time: evidence.time)
        say(count, low: low, high: high, evidence, isCalibrated: isCalibrated)
    }

    /// The mean of what was seen, later of the last ``outlineSeconds``.
    private mutating func learnOutline(_ features: DensityFeatures, interval: Double) {
        guard let seen = features.outline else { return }
        let bodies = features.bodies.sum()
        let said = min(1, interval) * bodies / (bodies + Self.outlineBodies)
        outlineKnown = min(Self.outlineSeconds, outlineKnown + said)
        outline += (seen - outline) * said / outlineKnown
    }

    private mutating func say(
        _ count: Double, low: Double, high: Double, _ evidence: Evidence, isCalibrated: Bool
    ) {
        observation = DensityObservation(zoneID: zone.id, count: count, low: low, high: high)
        observation.rate = trend.rate
        observation.fullIn = limit.flatMap { trend.rate?.seconds(from: count, to: $0) }
        guard isCalibrated, let squareMetres else { return }
        observation.personsPerSquareMetre = count / squareMetres
        observation.lowPerSquareMetre = low / squareMetres
        observation.highPerSquareMetre = high / squareMetres
        observation.levelOfService = LevelOfService(personsPerSquareMetre: count / squareMetres)
        observation.pressure = motion.velocityVariance(of: evidence).map { $0 * count / squareMetres }
    }

    mutating func take(spotCount count: Double) -> DensityFit? {
        guard let features else { return nil }
        fit = SpotCount.adapt(fit, zoneID: zone.id, features: features, count: count)
        history.removeAll(keepingCapacity: true)
        return fit
    }

    /// - Returns: the frame's count, how many times as wide as usual its interval is, and up to where it reaches in any case.
    private mutating func raw(
        _ fixed: DensityFeatures, _ evidence: Evidence, _ upright: UprightCells
    ) -> (count: Double, widening: Double, most: Double) {
        guard let fit else {
            let bodies = isRescaled ? generic.features(of: evidence, upright) : fixed
            let count = DensityPrior.share(outline: outline) * DensityCalibration.genericCount(bodies)
            flicker.ingest(count, interval: evidence.interval)
            guard let seen = comparable else { return (count, 1, 0) }
            let (fused, widening) = usual.fuse(
                features: (1 - seen.unseen) * count + seen.stood, network: seen.everybody, things: seen.things,
                flicker: flicker.variance, crowding: crowding)
            return (fused, widening, max(count + seen.stood, seen.everybody))
        }
        guard let trained = fit.network, let network = fixed.network else { return (fit.featureCount(fixed), 1, 0) }
        let (fused, widening) = CountFusion(trained, of: fit).fuse(
            features: fit.featureCount(fixed), network: trained.count(network), crowding: crowding)
        return (fused, widening, 0)
    }

    /// In a zone that nobody counted it reaches up to what the network sees, for who stands behind others, or in little contrast,
    /// may be missing from what differs; and to all bodies, for a group may be of people whom the network does not know. Where
    /// things are faint it reaches up as far as their contrast falls short.
    private func interval(
        _ count: Double, widening: Double, most: Double, faintness: Double, isCalibrated: Bool
    ) -> (Double, Double) {
        if let fit {
            let half = widening * (fit.halfWidth + fit.relativeHalfWidth * count)
            return (max(0, count - half), faintness * count + half)
        }
        // Without a calibration the size of a person is a guess too: twice as wide.
        let factor = 1 + (isCalibrated ? 1 : 2) * widening * DensityPrior.relativeHalfWidth
        let half = widening * DensityPrior.halfWidth
        return (max(0, count / factor - half), max(faintness * count * factor + half, most))
    }

    private mutating func median(adding count: Double, at time: Double) -> Double {
        history.removeAll { time - $0.time >= DensityDetector.window }
        if history.count == DensityDetector.longestHistory { history.removeFirst() }
        history.append((time, count))
        sorted.removeAll(keepingCapacity: true)
        for entry in history { sorted.append(entry.count) }
        sorted.sortInPlace()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
