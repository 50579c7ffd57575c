internal import Events
internal import Perception
internal import Scene

/// Measures which way the zone of one `wrong_direction` rule flows.
struct FlowMeter: Sendable {
    /// Angle in degrees from the expected direction beyond which a movement goes against it.
    static let againstAngle = 120.0
    /// Moving pixels without which nothing is said.
    static let leastPixels = 64
    /// Person heights per second from which on a movement has a direction that can be against another.
    static let leastSpeed = 0.3
    /// Length of the mean direction vector (0…1) from which on a zone has a direction of its own.
    static let leastAgreement = 0.5
    /// The same for one who is followed, who must arrive somewhere: who walks towards the camera or away is foreshortened.
    static let strayingSpeed = 0.15
    /// Vectors without which a learnt direction is not believed.
    static let leastSamples = 500.0
    /// Share of what was learnt, in a sector and its neighbours, below which nobody goes that way.
    static let rareShare = 0.05

    private let ruleID: String
    private let configured: Double?
    private let blocks: [Int]
    /// The direction that the zone's blocks have learnt together, when they agree.
    private var learnt: Double?
    private var hasLearnt = false
    private var sum = Array(repeating: UInt32(0), count: DirectionHistogram.bins)
    /// Sectors in which nobody goes: against the rule's direction, or hardly ever seen.
    private var isAgainst = Array(repeating: false, count: DirectionHistogram.bins)
    private var journey = AgainstJourney()
    /// By block of the picture: silhouettes that move, and those of them that go where nobody goes.
    private var moving: [Float], against: [Float]

    private init(ruleID: String, configured: Double?, blocks: [Int]) {
        (self.ruleID, self.configured, self.blocks) = (ruleID, configured, blocks)
        moving = Array(repeating: 0, count: (blocks.last ?? -1) + 1)
        against = moving
        guard let configured else { return }
        for sector in isAgainst.indices {
            isAgainst[sector] =
                DirectionHistogram.angle(DirectionHistogram.middle(ofSector: sector), configured) > Self.againstAngle
        }
    }

    static func meters(configuration: CameraConfiguration, geometry: EvidenceGeometry) -> [FlowMeter] {
        configuration.rules.compactMap { rule in
            guard case .wrongDirection(let expected, _) = rule.condition,
                let zone = configuration.zones.first(where: { $0.id == rule.zoneID })
            else { return nil }
            let inside = geometry.blocks(in: [zone.polygon])
            return FlowMeter(ruleID: rule.id, configured: expected, blocks: inside.indices.filter { inside[$0] })
        }
    }

    /// The next frame belongs to another recording, or comes after a gap.
    mutating func reset() { journey.reset() }

    mutating func measure(
        _ evidence: Evidence, motions: [MotionPooling.Motion?], personHeights: [Double]
    ) -> FlowObservation {
        let expected = configured ?? learnt
        var flow = Flow()
        for block in blocks {
            let (column, row) = (block % evidence.blockColumns, block / evidence.blockColumns)
            guard let motion = motions[block] else { continue }
            guard motion.speed >= Self.leastSpeed * personHeights[row] else { continue }
            flow.take(motion, weight: Int(evidence.motionWeight[column, row]), column, row, expected: expected)
        }
        follow(evidence, motions: motions, personHeights: personHeights)
        var said = FlowObservation(ruleID: ruleID, againstShare: nil, degrees: nil, expectedDegrees: expected)
        said.isLearning = configured == nil && !hasLearnt
        said.strayer = strayer(evidence, personHeights: personHeights)
        guard flow.pixels >= Self.leastPixels else { return said }
        said.againstShare = expected == nil ? nil : Double(flow.against) / Double(flow.pixels)
        said.degrees = DirectionHistogram.degrees(flow.x, flow.y)
        said.box = flow.againstBox?.normalised(width: evidence.width, height: evidence.height)
        return said
    }

    /// Reads from the model which way the zone goes, and where nobody does: not before the detector knows enough.
    mutating func update(_ model: AnomalyModel, isLearning: Bool) {
        for bin in sum.indices { sum[bin] = 0 }
        for block in blocks {
            for bin in sum.indices { sum[bin] &+= model.directions[block * DirectionHistogram.bins + bin] }
        }
        var samples = 0.0
        for count in sum { samples += Double(count) }
        learnt = nil
        hasLearnt = samples >= Self.leastSamples && !isLearning
        if configured == nil {
            for sector in isAgainst.indices {
                let share = DirectionHistogram.share(around: sector, of: sum[...])
                isAgainst[sector] = hasLearnt && share < Self.rareShare
            }
        }
        guard hasLearnt, let mean = DirectionHistogram.mean(of: sum[...]),
            mean.agreement >= Self.leastAgreement
        else { return }
        learnt = mean.degrees
    }
}

// MARK: - One who goes against

extension FlowMeter {
    /// Finds where silhouettes of about a person go the wrong way, and follows one of them.
    private mutating func follow(
        _ evidence: Evidence, motions: [MotionPooling.Motion?], personHeights: [Double]
    ) {
        guard isAgainst.contains(true) else { return journey.reset() }
        weigh(evidence, motions: motions, personHeights: personHeights)
        var (near, largest): (AgainstJourney.Spot?, AgainstJourney.Spot?) = (nil, nil)
        for block in blocks where against[block] > 0 {
            let height = personHeights[block / evidence.blockColumns]
            guard let spot = spot(block, evidence, personHeight: height) else { continue }
            if spot.persons > largest?.persons ?? 0 { largest = spot }
            if spot.persons > near?.persons ?? 0,
                journey.reaches(x: spot.x, y: spot.y, personHeight: height, time: evidence.time)
            {
                near = spot
            }
        }
        journey.ingest(near: near, largest: largest, time: evidence.time)
    }

    private mutating func weigh(
        _ evidence: Evidence, motions: [MotionPooling.Motion?], personHeights: [Double]
    ) {
        for block in blocks {
            (moving[block], against[block]) = (0, 0)
            let (column, row) = (block % evidence.blockColumns, block / evidence.blockColumns)
            let height = personHeights[row]
            guard let motion = motions[block], motion.speed >= Self.strayingSpeed * height else { continue }
            let persons = Float(evidence.motionWeight[column, row]) / Float(CrowdMeter.silhouette * height * height)
            moving[block] = persons
            if isAgainst[motion.sector] { against[block] = persons }
        }
    }

    /// What goes the wrong way within half a person height of a block, at its centre of mass; `nil` where it is too little.
    private func spot(_ block: Int, _ evidence: Evidence, personHeight: Double) -> AgainstJourney.Spot? {
        let (columns, size) = (evidence.blockColumns, Double(Evidence.blockSize))
        let reach = max(1, Int((personHeight / (2 * size)).rounded()))
        let (column, row) = (block % columns, block / columns)
        var (sum, all, x, y) = (0.0, 0.0, 0.0, 0.0)
        for near in max(0, row - reach)...min(evidence.blockRows - 1, row + reach) {
            for beside in max(0, column - reach)...min(columns - 1, column + reach) {
                let place = near * columns + beside
                guard place < moving.count else { continue }
                let persons = Double(against[place])
                all += Double(moving[place])
                sum += persons
                x += persons * (Double(beside) + 0.5) * size
                y += persons * (Double(near) + 0.5) * size
            }
        }
        guard sum >= AgainstJourney.leastPersons, sum >= AgainstJourney.leastShare * all else { return nil }
        return AgainstJourney.Spot(x: x / sum, y: y / sum, persons: sum)
    }

    /// The one who is followed, as long as the way from the first place to the last is one that nobody goes.
    private func strayer(_ evidence: Evidence, personHeights: [Double]) -> FlowObservation.Strayer? {
        guard let way = journey.travelled, let spot = journey.place else { return nil }
        let row = min(evidence.blockRows - 1, max(0, Int(spot.y) / Evidence.blockSize))
        let height = personHeights[row]
        guard isAgainst[DirectionHistogram.bin(x: way.x, y: way.y)] else { return nil }
        let half = height / 2
        let box = PixelBox(
            left: max(0, Int(spot.x - half)), top: max(0, Int(spot.y - half)),
            right: min(evidence.width, Int(spot.x + half)), bottom: min(evidence.height, Int(spot.y + half)))
        return FlowObservation.Strayer(
            heights: (way.x * way.x + way.y * way.y).squareRoot() / height, seconds: way.seconds,
            degrees: DirectionHistogram.degrees(way.x, way.y),
            box: box.normalised(width: evidence.width, height: evidence.height))
    }
}

/// Sums over the moving blocks of a zone.
private struct Flow {
    var x = 0.0, y = 0.0
    var pixels = 0, against = 0
    /// Blocks that go against the expected direction, in pixels.
    var againstBox: PixelBox?

    mutating func take(_ motion: MotionPooling.Motion, weight: Int, _ column: Int, _ row: Int, expected: Double?) {
        x += motion.x * Double(weight)
        y += motion.y * Double(weight)
        pixels += weight
        let degrees = DirectionHistogram.degrees(motion.x, motion.y)
        guard let expected, DirectionHistogram.angle(degrees, expected) > FlowMeter.againstAngle else { return }
        against += weight
        let size = Evidence.blockSize
        let block = PixelBox(left: column * size, top: row * size, right: (column + 1) * size, bottom: (row + 1) * size)
        againstBox = againstBox.map { $0.union(block) } ?? block
    }
}
