internal import Glibc
internal import Perception

/// What is measured over the whole zone on one frame: the crowd as one body, its change within ten seconds, and how far
/// each perspective band is from everything seen before.
struct ZoneMeasures: Sendable {
    /// Seconds over which a change of the crowd is looked for, and of the mean that steadies it.
    static let changeSeconds = 10.0, steadySeconds = 1.0

    private(set) var crowd = CrowdState()
    /// By position in ``AnomalyModel/zoneAttributes``.
    private(set) var values = Array(repeating: 0.0, count: AnomalyModel.zoneAttributes.count)
    private(set) var novelty = 0.0
    /// One vector by band; those of empty bands are not used.
    private(set) var vectors = Array(repeating: SIMD8<Float>.zero, count: BlockNormals.bands)
    private(set) var occupied = Array(repeating: false, count: BlockNormals.bands)

    private let meter: CrowdMeter
    /// The steadied number of persons, once a second.
    private var history = Array(repeating: 0.0, count: Int(changeSeconds))
    private var filled = 0, next = 0
    private var steady: Double?
    private var sinceLast = 0.0
    private var weights = Array(repeating: 0.0, count: BlockNormals.bands)

    init(blocks: [Int], personHeights: [Double]) {
        meter = CrowdMeter(blocks: blocks, personHeights: personHeights)
    }

    mutating func reset() { (filled, next, steady, sinceLast) = (0, 0, nil, 0) }

    mutating func ingest(_ evidence: Evidence, places: PlaceMeasures, exemplars: ExemplarStore) {
        guard evidence.backgroundState != .starting else {
            for position in values.indices { values[position] = 0 }
            novelty = 0
            return
        }
        crowd = meter.measure(evidence, places: places)
        let change = change(interval: evidence.interval)
        let isCrowd = crowd.persons >= AnomalyScores.leastCrowd
        values[0] = crowd.persons
        values[1] = abs(change)
        values[2] = isCrowd ? crowd.stoppedShare : 0
        values[3] = isCrowd ? abs(crowd.divergence) : 0
        values[4] = isCrowd ? crowd.flowVariance : 0
        values[5] = isCrowd ? crowd.pressure : 0
        measureBands(places)
        novelty = 0
        for band in 0..<BlockNormals.bands where occupied[band] {
            novelty = max(novelty, exemplars.distance(vectors[band], band: band) ?? 0)
        }
    }

    /// How many persons more or fewer there are than ten seconds ago; 0 until ten seconds were seen.
    private mutating func change(interval: Double) -> Double {
        let before = steady ?? crowd.persons
        let now = before + (crowd.persons - before) * min(1, interval / Self.steadySeconds)
        steady = now
        sinceLast += interval
        let change = filled == history.count ? now - history[next] : 0
        guard sinceLast >= 1 else { return change }
        sinceLast = 0
        history[next] = now
        next = (next + 1) % history.count
        filled = min(filled + 1, history.count)
        return change
    }

    private mutating func measureBands(_ places: PlaceMeasures) {
        for band in vectors.indices { (vectors[band], weights[band], occupied[band]) = (.zero, 0, false) }
        for block in places.present.indices where places.present[block] && places.looked[block] {
            let band = places.bands[block]
            occupied[band] = true
            vectors[band][0] += 0.1
            vectors[band][1] = max(vectors[band][1], Float(places.areas[block]))
            guard let motion = places.motion(block) else { continue }
            let height = places.personHeights[block / max(1, places.present.count / places.personHeights.count)]
            weights[band] += 1
            vectors[band][2] += Float(motion.x / height)
            vectors[band][3] += Float(motion.y / height)
            vectors[band][4] += Float(motion.speed / height)
        }
        for band in vectors.indices {
            vectors[band][0] = log1pf(vectors[band][0])
            guard weights[band] > 0 else { continue }
            for lane in 2...4 { vectors[band][lane] /= Float(weights[band]) }
        }
    }
}
