public import Detectors
internal import Events

/// The JSON Lines form of what detectors say, as `vigie analyse` prints it.
public enum ObservationLine {
    /// One JSON object without its line break; `nil` for what is said to the rules only.
    /// - Parameters:
    ///   - time: seconds since the first frame.
    ///   - frame: 0-based source index.
    public static func text(_ observation: Observation, time: Double, frame: Int) -> String? {
        switch observation {
        case .density(let density): line("density", time, frame) { $0.add(density) }
        case .line(let flow): line("line", time, frame) { $0.add(flow) }
        case .object(let object): line("object", time, frame) { $0.add(object) }
        case .anomaly(let anomaly): line("anomaly", time, frame) { $0.add(anomaly) }
        case .integrity(let integrity): line("integrity", time, frame) { $0.add(integrity) }
        case .zoneView(let view): line("zone", time, frame) { $0.add(view) }
        case .flow, .crowd: nil
        }
    }

    private static func line(
        _ kind: String, _ time: Double, _ frame: Int, _ members: (inout LineJSON) -> Void
    ) -> String {
        var json = LineJSON(kind: kind)
        json.add("t", rounded: time)
        json.add("frame", .integer(Int64(frame)))
        members(&json)
        return json.finished
    }
}

extension LineJSON {
    fileprivate mutating func add(_ density: DensityObservation) {
        add("zone", .string(density.zoneID))
        add("count", rounded: density.count)
        add("low", rounded: density.low)
        add("high", rounded: density.high)
        add("per_m2", rounded: density.personsPerSquareMetre)
        if let level = density.levelOfService {
            add("los", .string(level.rawValue))
            add("los_standard", .string(LevelOfService.standard))
        }
        if let pressure = density.pressure { add("pressure", rounded: pressure) }
        if let rate = density.rate {
            add("per_min", rounded: rate.perMinute)
            add("per_min_90", .array([rate.low, rate.high].map { Self.rounded($0) }))
        }
        if let full = density.fullIn {
            add("full_in_s", rounded: full.expected)
            add("full_in_s_90", .array([Self.rounded(full.soonest), full.latest.map { Self.rounded($0) } ?? .null]))
        }
    }

    fileprivate mutating func add(_ flow: LineObservation) {
        add("line", .string(flow.lineID))
        add("in", rounded: flow.countIn)
        add("out", rounded: flow.countOut)
        add("net", rounded: flow.countIn - flow.countOut)
    }

    fileprivate mutating func add(_ object: ObjectObservation) {
        add("id", .string(object.id))
        add("phase", .string(object.phase.rawValue))
        add("bbox", box: object.box)
        add("put_at", rounded: object.putAt)
        add("owner_left_at", rounded: object.ownerLeftAt)
    }

    fileprivate mutating func add(_ anomaly: AnomalyObservation) {
        // A score and a p-value may be small on purpose: they keep all their digits.
        add("score", .number(anomaly.score))
        add("p", .number(anomaly.p))
        add("alarm", .bool(anomaly.alarm))
        add("attribute", .string(anomaly.attribute.rawValue))
        add("value", rounded: anomaly.value)
        let expected = anomaly.expected.map { [$0.lowerBound, $0.upperBound].map { Self.rounded($0) } }
        add("expected", expected.map { .array($0) } ?? .null)
        add("unit", .string(anomaly.unit))
        add("bbox", box: anomaly.box)
        add("learning", .bool(anomaly.learning))
        add("learning_seconds_left", rounded: anomaly.learningSecondsLeft)
        add("rarity_days", rounded: anomaly.rarityDays)
        add("learnt_days", rounded: anomaly.learntDays)
        if let pause = anomaly.pause { add("not_learning", .string(pause.rawValue)) }
    }

    fileprivate mutating func add(_ integrity: IntegrityObservation) {
        add("state", .string(integrity.state.rawValue))
        add("score", rounded: integrity.score)
    }

    fileprivate mutating func add(_ view: ZoneViewObservation) {
        add("zone", .string(view.zoneID))
        add("coverage", .string((view.reason == nil ? Coverage.seeing : .blind).rawValue))
        if let reason = view.reason { add("reason", .string(reason.rawValue)) }
    }
}

extension ZoneViewObservation {
    /// Why the zone is not seen; `nil` when it is.
    var reason: CoverageReason? {
        switch state {
        case .seen: nil
        case .blocked: .blocked
        case .masked: .masked
        }
    }
}
