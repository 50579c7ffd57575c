public import Events
internal import Glibc
public import Perception
public import Scene

/// What a detector must know of a frame beside its pixels to learn from it.
public struct LearningContext: Sendable, Hashable {
    /// Wall clock, milliseconds since 1970; `nil` for footage of an unknown day.
    public var wallMilliseconds: Int64?
    /// The hour of the week, by the camera's calendar; `nil` when unknown.
    public var hour: HourSlot?
    /// `false` while integrity says that the camera cannot be relied on.
    public var isReliable: Bool
    /// `true` while an event goes on that nobody has judged yet, or that was confirmed: what is seen is not normal.
    public var isEventful: Bool

    public init(
        wallMilliseconds: Int64? = nil, hour: HourSlot? = nil, isReliable: Bool = true, isEventful: Bool = false
    ) {
        self.wallMilliseconds = wallMilliseconds
        self.hour = hour
        self.isReliable = isReliable
        self.isEventful = isEventful
    }
}

/// Learns what is normal in each block of a camera's picture (how fast, which way, how large, how often and when
/// something is there) and of the whole zone (how many, how they move as a crowd), and says on every frame what is
/// strangest, by which physical quantity, against which expected interval.
///
/// Scores are in units of the bar that the budget of false alarms per camera-day sets (``BlockMaxima``), so that they
/// can be compared over time. After A. Adam et al., "Robust Real-Time Unusual Event Detection Using Multiple
/// Fixed-Location Monitors" (PAMI 2008): distributions per place, with pooling over time and neighbours.
public struct AnomalyDetector: Sendable {
    /// Days to learn from until it is known how often something is how strange: one to know the place, one for the bars,
    /// one for what all of them reach.
    public static let daysToTell = 3.0
    /// First stretches of a new model, whose scores still rest on guesses.
    static let immatureStretches = 2

    /// What has been learnt so far, to be written to a ``CameraModel``.
    public private(set) var model: AnomalyModel

    let geometry: EvidenceGeometry
    let scale: PersonScale
    private(set) var places: PlaceMeasures
    private(set) var zone: ZoneMeasures
    private(set) var scores: AnomalyScores
    var window = StrangenessWindow()
    private(set) var normals: BlockNormals
    private(set) var bar: AnomalyBar
    private(set) var pause: LearningPause?
    private var flowMeters: [FlowMeter]
    private var crowdMeters: [(ruleID: String, meter: CrowdMeter)]
    /// −log₁₀ of how much more usual somebody is at the current hour than at any, by region.
    private var hourRarity = Array(repeating: 0.0, count: HourlyPresence.regions)
    private var regionSeen = Array(repeating: false, count: HourlyPresence.regions)
    private let isVouchedFor: Bool
    private var watch = LearningWatch()
    private var stretch = LearningStretch()
    private var told = ToldStrangeness()
    private var stretches: Int
    private(set) var promise: AlarmPromise

    /// - Parameters:
    ///   - model: what was learnt before. From footage that somebody called normal it arms the alarm as soon as it has
    ///     enough; without one, or from what was all learnt live, the detector learns a day first.
    /// - Precondition: a model has the geometry's grid of blocks (``CameraModel/check(cameraID:geometry:)``).
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry, model: AnomalyModel? = nil) {
        let model = model ?? AnomalyModel(blockColumns: geometry.blockColumns, blockRows: geometry.blockRows)
        precondition(model.blockColumns == geometry.blockColumns && model.blockRows == geometry.blockRows)
        let aspect = Double(geometry.width) / Double(geometry.height)
        let scale =
            (try? PersonScale(
                calibration: configuration.calibration, aspect: aspect, settings: configuration.ground))
            ?? PersonScale(aspect: aspect)
        let heights = (0..<geometry.blockRows).map { row in
            let middle = (Double(row) + 0.5) * Double(Evidence.blockSize) / Double(geometry.height)
            return scale.personHeight(atBodyY: middle) * Double(geometry.height)
        }
        self.scale = scale
        self.model = model
        self.geometry = geometry
        isVouchedFor =
            model.isLive != true && model.maxima[AnomalyAttribute.speed.index].count >= AnomalyBar.leastMaxima
        let looked = Self.lookedBlocks(configuration, geometry)
        places = PlaceMeasures(geometry: geometry, looked: looked, personHeights: heights)
        zone = ZoneMeasures(blocks: looked.indices.filter { looked[$0] }, personHeights: heights)
        scores = AnomalyScores(columns: geometry.blockColumns, rows: geometry.blockRows)
        normals = BlockNormals(model: model, personHeights: heights)
        promise = AlarmPromise(budget: configuration.anomalyBudget, scale: model.barScale, told: model.told)
        bar = AnomalyBar(model: model, budget: promise.budget)
        flowMeters = FlowMeter.meters(configuration: configuration, geometry: geometry)
        crowdMeters = Self.crowdMeters(configuration, geometry, heights)
        stretches = model.maxima[AnomalyAttribute.speed.index].count > 0 ? Self.immatureStretches : 0
        for meter in flowMeters.indices { flowMeters[meter].update(model, isLearning: isLearning) }
    }

    /// `true` until enough is known to alarm.
    public var isLearning: Bool {
        !isVouchedFor && model.maxima[AnomalyAttribute.speed.index].count < AnomalyBar.liveMaxima
    }

    /// What has been learnt so far, to be gone on from: it says whether somebody called what it began with normal.
    public var liveModel: AnomalyModel {
        var model = model
        model.isLive = isVouchedFor ? nil : true
        return model
    }

    /// Takes the evidence of one frame; says the strangest thing in the picture, exactly one, one flow for each
    /// `wrong_direction` rule and one crowd for each rule about crowds.
    public mutating func ingest(
        _ evidence: Evidence, context: LearningContext = LearningContext(), into observations: inout [Observation]
    ) {
        guard !evidence.isHeld, (0...HysteresisStateMachine.longestGap).contains(evidence.interval) else {
            places.reset()
            zone.reset()
            window.reset()
            for index in flowMeters.indices { flowMeters[index].reset() }
            observations.append(.anomaly(nothing))
            return
        }
        pause = watch.pause(evidence, context)
        places.ingest(evidence)
        zone.ingest(evidence, places: places, exemplars: model.exemplars)
        scores.take(places, zone: zone, normals: normals, hourRarity: hourRarity)
        remember()
        let observation = strangest()
        if pause == nil { learn(evidence, context, isAlarm: observation.alarm) }
        observations.append(.anomaly(observation))
        for index in flowMeters.indices {
            let flow = flowMeters[index].measure(
                evidence, motions: places.motions, personHeights: places.personHeights)
            observations.append(.flow(flow))
        }
        guard evidence.backgroundState != .starting else { return }
        for (ruleID, meter) in crowdMeters {
            let crowd = meter.measure(evidence, places: places)
            observations.append(.crowd(CrowdObservation(ruleID: ruleID, crowd: crowd)))
        }
    }

    /// An operator said that what an event showed is normal here.
    public mutating func accept(_ attribute: AnomalyAttribute, value: Double, box: Box) {
        model.accept(attribute, value: value, box: box)
        refresh(nil)
    }
}

// MARK: - Learning

extension AnomalyDetector {
    /// Learns from the frame unless it is an alarm or an event goes on: what is strange must not become normal by itself.
    private mutating func learn(_ evidence: Evidence, _ context: LearningContext, isAlarm: Bool) {
        stretch.take(isAlarm: isAlarm, isEventful: context.isEventful, interval: evidence.interval)
        if model.secondDay == nil, let highest = told.take(excess, interval: evidence.interval) {
            // An alarm counts as one, however far beyond the bar it was.
            model.told.append(min(highest, promise.bar))
        }
        if !isAlarm, !context.isEventful {
            learnPlaces(context.hour, hasBackground: evidence.backgroundState != .starting)
            if evidence.backgroundState != .starting { learnZone() }
            model.pass(seconds: evidence.interval)
            if let wall = context.wallMilliseconds { model.learntAt = wall }
        }
        for attribute in AnomalyAttribute.all {
            stretch.peaks[attribute.index] = max(stretch.peaks[attribute.index], window.score(attribute))
        }
        if stretch.seconds >= BlockMaxima.stretch { closeStretch(context.hour) }
    }

    private mutating func learnPlaces(_ hour: HourSlot?, hasBackground: Bool) {
        for index in regionSeen.indices { regionSeen[index] = false }
        for block in places.looked.indices where places.looked[block] {
            if hasBackground {
                model.learn(isPresent: places.present[block], block: block)
                if places.present[block] {
                    model.learn(area: places.areas[block], band: places.bands[block])
                    regionSeen[places.regions[block]] = true
                }
                if let texture = places.textures[block] { model.learn(texture: texture, band: places.bands[block]) }
            }
            guard let motion = places.motion(block) else { continue }
            model.learn(speed: motion.speed, block: block)
            if places.isDirected(block) {
                model.learn(sector: motion.sector, block: block)
            }
        }
        if let hour, hasBackground { model.hours.learn(slot: hour, seen: regionSeen) }
    }

    private mutating func learnZone() {
        for position in zone.values.indices { model.learn(zone: zone.values[position], position: position) }
        for band in zone.occupied.indices where zone.occupied[band] {
            model.exemplars.learn(zone.vectors[band], band: band)
        }
    }

    private mutating func closeStretch(_ hour: HourSlot?) {
        if !stretch.hadAlarm, stretches >= Self.immatureStretches {
            model.learn(peaks: stretch.peaks)
        }
        if model.maxima[AnomalyAttribute.speed.index].count >= AnomalyBar.tailMaxima, !isLearning {
            promise.close(hadAlarm: stretch.wasTold)
            promise.learn(model.told)
            model.barScale = promise.scale
        }
        stretches += 1
        stretch.restart()
        refresh(hour)
    }

    private mutating func refresh(_ hour: HourSlot?) {
        normals.update(model)
        bar.update(model)
        for meter in flowMeters.indices { flowMeters[meter].update(model, isLearning: isLearning) }
        guard let hour else { return }
        for region in hourRarity.indices {
            hourRarity[region] = -log10(model.hours.factor(slot: hour, region: region))
        }
    }
}

// MARK: - Where to look

extension AnomalyDetector {
    /// Blocks whose centre lies in a zone of an anomaly rule; without such rules, in an analysis zone.
    private static func lookedBlocks(_ configuration: CameraConfiguration, _ geometry: EvidenceGeometry) -> [Bool] {
        let ruled = configuration.rules.compactMap { rule -> Polygon? in
            guard case .anomalyFlow = rule.condition else { return nil }
            return configuration.zones.first { $0.id == rule.zoneID }?.polygon
        }
        let zones = ruled.isEmpty ? configuration.zones.filter { $0.kind == .analysis }.map(\.polygon) : ruled
        return geometry.blocks(in: zones)
    }

    private static func crowdMeters(
        _ configuration: CameraConfiguration, _ geometry: EvidenceGeometry, _ heights: [Double]
    ) -> [(ruleID: String, meter: CrowdMeter)] {
        configuration.rules.compactMap { rule in
            guard rule.useCase == .crowdMovement || rule.useCase == .forbiddenZone,
                let zone = configuration.zones.first(where: { $0.id == rule.zoneID })
            else { return nil }
            let inside = geometry.blocks(in: [zone.polygon])
            return (rule.id, CrowdMeter(blocks: inside.indices.filter { inside[$0] }, personHeights: heights))
        }
    }
}

extension CameraConfiguration {
    /// The strictest budget of the anomaly rules: the detector has one bar.
    var anomalyBudget: Double {
        var budget = Double.infinity
        for rule in rules {
            if case .anomalyFlow(_, let perDay) = rule.condition { budget = min(budget, perDay) }
        }
        return budget.isFinite ? budget : AnomalyBar.usualBudget
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
