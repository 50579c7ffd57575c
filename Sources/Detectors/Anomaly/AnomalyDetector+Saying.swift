internal import Events
internal import Perception
internal import Scene

extension AnomalyDetector {
    /// Takes what this frame shows by every attribute into the window.
    mutating func remember() {
        window.advance()
        for attribute in AnomalyAttribute.all {
            let peak = scores.peaks[attribute.index]
            let measure = measure(attribute, block: peak.block)
            window.take(
                StrangenessWindow.Sighting(
                    score: peak.score, block: peak.block, value: measure.value, expected: measure.expected), attribute)
        }
    }

    /// How strange the last frames are for ``AlarmPromise`` to learn from, in units of the attributes' own bars.
    var excess: Double {
        var highest = 0.0
        for attribute in AnomalyAttribute.all {
            highest = max(highest, bar.excess(window.score(attribute), attribute))
        }
        return highest
    }

    /// The strangest thing of the last frames, in units of the bar.
    func strangest() -> AnomalyObservation {
        var best = (relative: -1.0, attribute: AnomalyAttribute.speed)
        for attribute in AnomalyAttribute.all {
            let relative = bar.relative(window.score(attribute), attribute, level: promise.bar)
            if relative > best.relative { best = (relative, attribute) }
        }
        if bar.isSilent(.speed) { best = (max(best.relative, physicalSpeed), .speed) }
        let sighting = window.strongest(best.attribute)
        let rarity = isLearning ? nil : rarity(best.attribute)
        let alarm = isAlarm(best.relative)
        var said = AnomalyObservation(
            score: best.relative, p: rarity?.p ?? 1, alarm: alarm, attribute: best.attribute,
            value: sighting.value, expected: sighting.expected, unit: unit(best.attribute),
            box: best.attribute.isOfAPlace ? box(around: sighting.block) : zone.crowd.box ?? box(around: 0),
            polygon: alarm ? polygon(best.attribute, around: sighting.block) : [], learning: isLearning,
            learningSecondsLeft: learningSecondsLeft,
            rarityDays: rarity?.days,
            learntDays: model.learntSeconds / 86_400, pause: pause)
        said.isTentative = promise.tail == nil
        return said
    }

    var nothing: AnomalyObservation {
        AnomalyObservation(
            score: 0, p: 1, alarm: false, attribute: .speed, value: 0, expected: nil, unit: speedUnit,
            box: box(around: 0), learning: isLearning, learningSecondsLeft: learningSecondsLeft,
            learntDays: model.learntSeconds / 86_400, pause: pause)
    }

    private var learningSecondsLeft: Double {
        guard isLearning else { return 0 }
        return max(0, AnomalyBar.liveMaxima - model.maxima[AnomalyAttribute.speed.index].count) * BlockMaxima.stretch
    }

    /// How strange a score is: the probability that normal footage reaches it, by whatever attribute, and once in how
    /// many days it does.
    private func rarity(_ attribute: AnomalyAttribute) -> (p: Double, days: Double) {
        let score = window.score(attribute)
        guard let tail = promise.tail else {
            let p = bar.p(score, attribute, model: model)
            return (p, 1 / (max(p, 1e-9) * BlockMaxima.stretchesPerDay))
        }
        let p = model.told.p(of: bar.excess(score, attribute), tail: tail)
        return (p, 1 / (max(p, 1e-9) * ToldStrangeness.periodsPerDay))
    }

    /// While the detector learns only what is physically out of the ordinary speaks.
    private func isAlarm(_ relative: Double) -> Bool {
        isLearning ? physicalSpeed >= 1 : relative >= 1
    }

    /// The speed in units of what no crowd on foot does, unless this place has been seen to be that fast.
    private var physicalSpeed: Double {
        let peak = scores.peaks[AnomalyAttribute.speed.index]
        guard let motion = places.motion(peak.block) else { return 0 }
        let limit = AnomalyBar.physicalSpeed * places.personHeights[peak.block / geometry.blockColumns]
        // The peak is a mean of three: a single block is not enough here either.
        let speed = min(motion.speed, peak.score * max(1, normals.speedHigh[peak.block]))
        return speed / max(limit, 1.5 * normals.speedHigh[peak.block])
    }

    private var speedUnit: String { scale.isCalibrated ? "m/s" : "px/s" }

    private func unit(_ attribute: AnomalyAttribute) -> String {
        switch attribute {
        case .speed: speedUnit
        case .direction: "degrees"
        case .presence, .area, .texture: "share"
        case .novelty: "radius"
        default: attribute.zoneUnit
        }
    }

    /// The physical quantity behind a score, with the interval that holds 98 in 100 normal ones.
    private func measure(_ attribute: AnomalyAttribute, block: Int) -> (value: Double, expected: ClosedRange<Double>?) {
        switch attribute {
        case .speed: speed(block)
        case .direction: direction(block)
        case .presence: (1, 0...max(0, min(1, normals.presence[block])))
        case .area: (places.areas[block], 0...normals.areaHigh[places.bands[block]])
        case .texture:
            (
                places.textures[block] ?? 0,
                normals.textureLow[
                    places.bands[block]]...max(
                        normals.textureLow[places.bands[block]], normals.textureHigh[places.bands[block]])
            )
        case .novelty: (zone.novelty, 0...1)
        default: zoneMeasure(attribute)
        }
    }

    private func zoneMeasure(_ attribute: AnomalyAttribute) -> (value: Double, expected: ClosedRange<Double>?) {
        for position in AnomalyModel.zoneAttributes.indices where AnomalyModel.zoneAttributes[position] == attribute {
            return (zone.values[position], 0...normals.zoneHigh[position])
        }
        return (0, nil)
    }

    private func speed(_ block: Int) -> (value: Double, expected: ClosedRange<Double>?) {
        let foot = Double(block / geometry.blockColumns + 1) * Double(Evidence.blockSize) / Double(geometry.height)
        let factor = scale.isCalibrated ? scale.metresPerPictureHeight(atFootY: foot) / Double(geometry.height) : 1
        let (low, high) = (normals.speedLow[block] * factor, normals.speedHigh[block] * factor)
        return ((places.motion(block)?.speed ?? 0) * factor, low...max(low, high))
    }

    /// Directions within 60° of the learnt one, or, where people go every way or nobody went, of the one that most go
    /// at that depth; `nil` when that is the way it goes, which is then rare in this place only.
    private func direction(_ block: Int) -> (value: Double, expected: ClosedRange<Double>?) {
        let motion = places.motion(block)
        let value = motion.map { DirectionHistogram.degrees($0.x, $0.y) } ?? 0
        let mean = DirectionHistogram.mean(of: model.directionCounts(block))
        let own = mean.flatMap { $0.agreement >= FlowMeter.leastAgreement ? $0.degrees : nil }
        guard let usual = own ?? normals.usualDegrees[places.bands[block]],
            DirectionHistogram.angle(value, usual) > 60
        else { return (value, nil) }
        return (value, usual - 60...usual + 60)
    }

    /// Outline of the blocks that are as strange as those around one; empty when they no longer are.
    private func polygon(_ attribute: AnomalyAttribute, around block: Int) -> [PicturePoint] {
        guard let values = scores.values(attribute) else { return [] }
        let corners = CellOutline.corners(values, columns: geometry.blockColumns, around: block)
        guard corners.count <= EventLimits.polygonPoints else { return [] }
        let size = Double(Evidence.blockSize)
        return corners.map {
            PicturePoint(
                x: Double($0.x) * size / Double(geometry.width), y: Double($0.y) * size / Double(geometry.height))
        }
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

extension AnomalyAttribute {
    /// Whether it is measured block by block rather than over the whole zone.
    var isOfAPlace: Bool {
        switch self {
        case .speed, .direction, .presence, .area, .texture: true
        default: false
        }
    }

    var zoneUnit: String {
        switch self {
        case .crowding, .crowdingChange: "persons"
        case .stopped: "share"
        case .divergence: "1/s"
        case .flowVariance: "heights2/s2"
        default: "1/s2"
        }
    }
}
