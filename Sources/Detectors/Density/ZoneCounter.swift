internal import Events
internal import Perception
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
    private let squareMetres: Double?
    private let motion: CrowdPressure
    private var trend = CountTrend()
    private var history: [(time: Double, count: Double)] = []
    private var sorted: [Double] = []

    init(zone: Zone, fit: DensityFit?, scale: PersonScale, geometry: EvidenceGeometry) {
        self.zone = zone
        self.fit = fit
        weights = DensityWeights(zone: zone, scale: scale, geometry: geometry)
        generic = weights
        squareMetres = scale.squareMetres(of: zone.polygon, columns: geometry.columns, rows: geometry.rows)
        motion = CrowdPressure(zone: zone, scale: scale, geometry: geometry)
        observation = DensityObservation(zoneID: zone.id, count: 0, low: 0, high: weights.capacity)
        history.reserveCapacity(DensityDetector.longestHistory)
        sorted.reserveCapacity(DensityDetector.longestHistory)
    }

    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        generic.rescale(scale, geometry: geometry)
    }

    /// While the background starts nothing is known; while the picture is held the last count stays, its bounds do not.
    mutating func measure(_ evidence: Evidence, isCalibrated: Bool) {
        if evidence.backgroundState == .starting {
            history.removeAll(keepingCapacity: true)
            trend.reset()
            features = nil
            observation = DensityObservation(zoneID: zone.id, count: 0, low: 0, high: weights.capacity)
            return
        }
        if evidence.isHeld {
            observation.low = 0
            observation.high = max(observation.high, weights.capacity)
            return
        }
        let fixed = weights.features(of: evidence)
        features = fixed
        let count = median(adding: raw(fixed, evidence), at: evidence.time)
        let (low, high) = interval(count, isCalibrated: isCalibrated)
        observation = DensityObservation(zoneID: zone.id, count: count, low: low, high: high)
        trend.ingest(count, time: evidence.time)
        observation.rate = trend.rate
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

    private func raw(_ fixed: DensityFeatures, _ evidence: Evidence) -> Double {
        guard let fit else {
            let features = generic.features(of: evidence)
            return DensityCalibration.genericCount(features)
        }
        return fit.count(for: fixed)
    }

    private func interval(_ count: Double, isCalibrated: Bool) -> (Double, Double) {
        if let fit {
            let half = fit.halfWidth + fit.relativeHalfWidth * count
            return (max(0, count - half), count + half)
        }
        // Without a calibration the size of a person is a guess too: twice as wide.
        let factor = 1 + (isCalibrated ? 1 : 2) * DensityPrior.relativeHalfWidth
        return (max(0, count / factor - DensityPrior.halfWidth), count * factor + DensityPrior.halfWidth)
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
