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
    /// Vectors without which a learnt direction is not believed.
    static let leastSamples = 500.0

    private let ruleID: String
    private let configured: Double?
    private let blocks: [Int]
    /// The direction that the zone's blocks have learnt together, when they agree.
    private var learnt: Double?
    private var sum = Array(repeating: UInt32(0), count: DirectionHistogram.bins)

    private init(ruleID: String, configured: Double?, blocks: [Int]) {
        (self.ruleID, self.configured, self.blocks) = (ruleID, configured, blocks)
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

    func measure(
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
        guard flow.pixels >= Self.leastPixels else {
            return FlowObservation(ruleID: ruleID, againstShare: nil, degrees: nil, expectedDegrees: expected)
        }
        return FlowObservation(
            ruleID: ruleID, againstShare: expected == nil ? nil : Double(flow.against) / Double(flow.pixels),
            degrees: DirectionHistogram.degrees(flow.x, flow.y), expectedDegrees: expected,
            box: flow.againstBox?.normalised(width: evidence.width, height: evidence.height))
    }

    /// Reads from the model which way the zone goes.
    mutating func update(_ model: AnomalyModel) {
        for bin in sum.indices { sum[bin] = 0 }
        for block in blocks {
            for bin in sum.indices { sum[bin] &+= model.directions[block * DirectionHistogram.bins + bin] }
        }
        var samples = 0.0
        for count in sum { samples += Double(count) }
        learnt = nil
        guard samples >= Self.leastSamples, let mean = DirectionHistogram.mean(of: sum[...]),
            mean.agreement >= Self.leastAgreement
        else { return }
        learnt = mean.degrees
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
