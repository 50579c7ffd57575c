internal import Events
public import Perception
public import Scene

/// Learns what is normal in each block of a camera's picture (how fast, which way, how often something is there), and
/// says on every frame what is strangest, by which physical quantity, against which expected interval.
///
/// Scores are in units of the bar that one false alarm per camera-day sets (``BlockMaxima``), so that they can be
/// compared over time. After A. Adam et al., "Robust Real-Time Unusual Event Detection Using Multiple Fixed-Location
/// Monitors" (PAMI 2008): distributions per place, with pooling over time and neighbours.
public struct AnomalyDetector: Sendable {
    /// First stretches of a new model, whose scores still rest on guesses.
    static let immatureStretches = 2

    /// What has been learnt so far, to be written to a ``CameraModel``.
    public private(set) var model: AnomalyModel
    /// Which way the zones of the `wrong_direction` rules flow on the last frame.
    private var flows: [FlowObservation] = []

    private let geometry: EvidenceGeometry
    private let scale: PersonScale
    /// Height of a standing person in analysis pixels, by block row.
    private let personHeights: [Double]
    private let looked: [Bool]
    private let isVouchedFor: Bool
    private var flowMeters: [FlowMeter]
    private var pooling: MotionPooling
    private var scores: AnomalyScores
    private var normals: BlockNormals
    private var bar: AnomalyBar
    private var present: [Bool]
    private var stretch = Stretch()
    private var stretches: Int

    /// - Parameters:
    ///   - model: what was learnt before, from footage that somebody called normal: it arms the alarm as soon as it
    ///     has enough. Without one the detector learns live for an hour first.
    /// - Precondition: a model has the geometry's grid of blocks (``CameraModel/check(cameraID:geometry:)``).
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry, model: AnomalyModel? = nil) {
        let model = model ?? AnomalyModel(blockColumns: geometry.blockColumns, blockRows: geometry.blockRows)
        precondition(model.blockColumns == geometry.blockColumns && model.blockRows == geometry.blockRows)
        let aspect = Double(geometry.width) / Double(geometry.height)
        scale =
            (try? PersonScale(
                calibration: configuration.calibration, aspect: aspect, settings: configuration.ground))
            ?? PersonScale(aspect: aspect)
        let scale = scale
        personHeights = (0..<geometry.blockRows).map { row in
            let middle = (Double(row) + 0.5) * Double(Evidence.blockSize) / Double(geometry.height)
            return scale.personHeight(atBodyY: middle) * Double(geometry.height)
        }
        self.model = model
        self.geometry = geometry
        isVouchedFor = model.speedMaxima.count >= AnomalyBar.leastMaxima
        looked = Self.lookedBlocks(configuration, geometry)
        flowMeters = FlowMeter.meters(configuration: configuration, geometry: geometry)
        pooling = MotionPooling(columns: geometry.blockColumns, rows: geometry.blockRows)
        scores = AnomalyScores(columns: geometry.blockColumns, rows: geometry.blockRows)
        normals = BlockNormals(model: model, personHeights: personHeights)
        bar = AnomalyBar(model: model)
        present = Array(repeating: false, count: geometry.blocks)
        stretches = model.speedMaxima.count > 0 ? Self.immatureStretches : 0
    }

    /// `true` until enough is known to alarm.
    public var isLearning: Bool { !isVouchedFor && model.speedMaxima.count < AnomalyBar.liveMaxima }

    /// Takes the evidence of one frame; says the strangest thing in the picture, exactly one, and one flow for each
    /// `wrong_direction` rule.
    public mutating func ingest(_ evidence: Evidence, into observations: inout [Observation]) {
        flows.removeAll(keepingCapacity: true)
        guard !evidence.isHeld, evidence.backgroundState != .starting,
            (0...HysteresisStateMachine.longestGap).contains(evidence.interval)
        else {
            pooling.reset()
            observations.append(.anomaly(nothing))
            return
        }
        pooling.ingest(evidence)
        markPresence(evidence)
        measureFlows(evidence)
        scores.take(
            motions: pooling.motions, present: present, looked: looked, normals: normals,
            personHeights: personHeights)
        let observation = strangest()
        learn(evidence, isAlarm: observation.alarm)
        observations.append(.anomaly(observation))
        for flow in flows { observations.append(.flow(flow)) }
    }

    private mutating func measureFlows(_ evidence: Evidence) {
        for meter in flowMeters {
            flows.append(
                meter.measure(evidence, motions: pooling.motions, model: model, personHeights: personHeights))
        }
    }

    private mutating func markPresence(_ evidence: Evidence) {
        for block in present.indices {
            let (column, row) = (2 * (block % geometry.blockColumns), 2 * (block / geometry.blockColumns))
            var pixels = 0
            for y in row...row + 1 {
                for x in column...column + 1 {
                    pixels += Int(evidence.cellMoving[x, y]) + Int(evidence.cellStill[x, y])
                }
            }
            present[block] = pixels >= Evidence.blockSize * Evidence.blockSize / 4
        }
    }
}

// MARK: - Saying

extension AnomalyDetector {
    private func strangest() -> AnomalyObservation {
        var best = (relative: -1.0, attribute: AnomalyObservation.Attribute.speed, peak: AnomalyScores.Peak())
        for attribute in AnomalyObservation.Attribute.allCases {
            let peak = scores.peak(attribute)
            let relative = bar.relative(peak.score, attribute)
            if relative > best.relative { best = (relative, attribute, peak) }
        }
        let p = isLearning ? 1 : bar.p(best.peak.score, best.attribute, model: model)
        let measure = measure(best.attribute, block: best.peak.block)
        return AnomalyObservation(
            score: best.relative, p: p, alarm: !isLearning && best.relative >= 1, attribute: best.attribute,
            value: measure.value, expected: measure.expected, unit: measure.unit, box: box(around: best.peak.block),
            learning: isLearning)
    }

    private var nothing: AnomalyObservation {
        AnomalyObservation(
            score: 0, p: 1, alarm: false, attribute: .speed, value: 0, expected: nil, unit: speedUnit,
            box: box(around: 0), learning: isLearning)
    }

    private var speedUnit: String { scale.isCalibrated ? "m/s" : "px/s" }

    /// The physical quantity behind a score, with the interval that holds 98 in 100 normal ones.
    private func measure(
        _ attribute: AnomalyObservation.Attribute, block: Int
    ) -> (value: Double, expected: ClosedRange<Double>?, unit: String) {
        switch attribute {
        case .speed: speed(block)
        case .direction: direction(block)
        case .presence: (1, 0...max(0, normals.presence[block]), "share")
        }
    }

    private func speed(_ block: Int) -> (value: Double, expected: ClosedRange<Double>?, unit: String) {
        let foot = Double(block / geometry.blockColumns + 1) * Double(Evidence.blockSize) / Double(geometry.height)
        let factor = scale.isCalibrated ? scale.metresPerPictureHeight(atFootY: foot) / Double(geometry.height) : 1
        let (low, high) = (normals.speedLow[block] * factor, normals.speedHigh[block] * factor)
        return ((pooling.motions[block]?.speed ?? 0) * factor, low...max(low, high), speedUnit)
    }

    /// Directions within 60° of the learnt one; none where people go every way.
    private func direction(_ block: Int) -> (value: Double, expected: ClosedRange<Double>?, unit: String) {
        let motion = pooling.motions[block]
        let value = motion.map { DirectionHistogram.degrees($0.x, $0.y) } ?? 0
        guard let mean = DirectionHistogram.mean(of: model.directionCounts(block)),
            mean.agreement >= FlowMeter.leastAgreement
        else { return (value, nil, "degrees") }
        return (value, mean.degrees - 60...mean.degrees + 60, "degrees")
    }

    /// The 3×3 blocks around one.
    private func box(around block: Int) -> Box {
        let (column, row) = (block % geometry.blockColumns, block / geometry.blockColumns)
        let size = Evidence.blockSize
        return PixelBox(
            left: max(0, column - 1) * size, top: max(0, row - 1) * size,
            right: min(geometry.blockColumns, column + 2) * size, bottom: min(geometry.blockRows, row + 2) * size
        ).normalised(width: geometry.width, height: geometry.height)
    }
}

// MARK: - Learning

/// The stretch of ten seconds that is being learnt: its highest scores, and whether an alarm spoilt it.
private struct Stretch: Sendable {
    var seconds = 0.0
    var peaks: [AnomalyObservation.Attribute: Double] = [:]
    var hadAlarm = false
}

extension AnomalyDetector {
    /// Learns from the frame unless it is an alarm: what is strange must not become normal by itself.
    private mutating func learn(_ evidence: Evidence, isAlarm: Bool) {
        stretch.seconds += evidence.interval
        stretch.hadAlarm = stretch.hadAlarm || isAlarm
        if !isAlarm { learnBlocks() }
        for attribute in AnomalyObservation.Attribute.allCases {
            stretch.peaks[attribute] = max(stretch.peaks[attribute] ?? 0, scores.peak(attribute).score)
        }
        model.learntSeconds += isAlarm ? 0 : evidence.interval
        if stretch.seconds >= BlockMaxima.stretch { closeStretch() }
    }

    private mutating func learnBlocks() {
        for block in looked.indices where looked[block] {
            model.learn(isPresent: present[block], block: block)
            guard let motion = pooling.motions[block] else { continue }
            model.learn(speed: motion.speed, block: block)
            let least = AnomalyScores.leastDirectedSpeed * personHeights[block / geometry.blockColumns]
            if motion.speed >= least {
                model.learn(degrees: DirectionHistogram.degrees(motion.x, motion.y), block: block)
            }
        }
    }

    private mutating func closeStretch() {
        if !stretch.hadAlarm, stretches >= Self.immatureStretches {
            for (attribute, peak) in stretch.peaks { model.appendMaximum(peak, attribute) }
        }
        stretches += 1
        stretch = Stretch()
        normals = BlockNormals(model: model, personHeights: personHeights)
        bar = AnomalyBar(model: model)
    }

    /// Blocks whose centre lies in a zone of an anomaly rule; without such rules, in an analysis zone.
    private static func lookedBlocks(_ configuration: CameraConfiguration, _ geometry: EvidenceGeometry) -> [Bool] {
        let ruled = configuration.rules.compactMap { rule -> Polygon? in
            guard case .anomalyFlow = rule.condition else { return nil }
            return configuration.zones.first { $0.id == rule.zoneID }?.polygon
        }
        let zones = ruled.isEmpty ? configuration.zones.filter { $0.kind == .analysis }.map(\.polygon) : ruled
        return geometry.blocks(in: zones)
    }
}

extension EvidenceGeometry {
    /// For each block, row by row, whether its centre lies in one of the polygons.
    func blocks(in polygons: [Polygon]) -> [Bool] {
        (0..<blocks).map { block in
            let x = (Double(block % blockColumns) + 0.5) * Double(Evidence.blockSize) / Double(width)
            let y = (Double(block / blockColumns) + 0.5) * Double(Evidence.blockSize) / Double(height)
            return polygons.contains { $0.contains(PicturePoint(x: x, y: y)) }
        }
    }
}
