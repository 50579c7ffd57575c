internal import Events
internal import Perception
internal import Scene

/// The count of one zone.
struct ZoneCounter {
    let zone: Zone
    let fit: DensityFit?
    private(set) var features: DensityFeatures?
    private(set) var observation: DensityObservation
    /// For the fit: what the camera file says.
    private let weights: DensityWeights
    /// For the generic model: what was learnt since, if anything.
    private var generic: DensityWeights
    private let squareMetres: Double?
    private var history: [(time: Double, count: Double)] = []

    init(zone: Zone, fit: DensityFit?, scale: PersonScale, geometry: EvidenceGeometry) {
        self.zone = zone
        self.fit = fit
        weights = DensityWeights(zone: zone, scale: scale, geometry: geometry)
        generic = weights
        squareMetres = Self.area(of: zone, scale: scale, geometry: geometry)
        observation = DensityObservation(zoneID: zone.id, count: 0, low: 0, high: weights.capacity)
        history.reserveCapacity(DensityDetector.longestHistory)
    }

    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        generic = DensityWeights(zone: zone, scale: scale, geometry: geometry)
    }

    /// While the background starts nothing is known; while the picture is held the last count stays, its bounds do not.
    mutating func measure(_ evidence: Evidence, isCalibrated: Bool) {
        if evidence.backgroundState == .starting {
            history.removeAll(keepingCapacity: true)
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
        guard isCalibrated, let squareMetres else { return }
        observation.personsPerSquareMetre = count / squareMetres
        observation.lowPerSquareMetre = low / squareMetres
        observation.highPerSquareMetre = high / squareMetres
    }

    private func raw(_ fixed: DensityFeatures, _ evidence: Evidence) -> Double {
        guard let fit else {
            let features = generic.features(of: evidence)
            return DensityCalibration.genericCount(features)
        }
        return fit.count(for: fixed.vector)
    }

    private func interval(_ count: Double, isCalibrated: Bool) -> (Double, Double) {
        if let fit {
            let half = fit.halfWidth + fit.relativeHalfWidth * count
            return (max(0, count - half), count + half)
        }
        let factor = isCalibrated ? DensityDetector.calibratedFactor : DensityDetector.guessedFactor
        let low = max(0, count / factor - DensityDetector.genericPersons)
        return (low, count * factor + DensityDetector.genericPersons)
    }

    private mutating func median(adding count: Double, at time: Double) -> Double {
        history.removeAll { time - $0.time >= DensityDetector.window }
        if history.count == DensityDetector.longestHistory { history.removeFirst() }
        history.append((time, count))
        let sorted = history.map(\.count).sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// Ground of the zone's cells as far as a person is 2 % of the picture tall; `nil` when it is not known.
    private static func area(of zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) -> Double? {
        guard scale.isCalibrated, let ground = scale.ground else { return nil }
        let share = 64 / Double(geometry.pixels)
        var sum = 0.0
        for cell in 0..<geometry.cells {
            let centre = geometry.centre(ofCell: cell)
            guard zone.polygon.contains(centre), scale.personHeight(atFootY: centre.y) >= 0.02 else { continue }
            sum += (ground.squareMetresPerArea(at: centre) ?? 0) * share
        }
        return sum > 0 ? sum : nil
    }
}

extension DensityFit {
    /// The linear model, never below zero.
    func count(for features: [Double]) -> Double {
        max(0, intercept + zip(weights, features).reduce(0) { $0 + $1.0 * $1.1 })
    }
}
