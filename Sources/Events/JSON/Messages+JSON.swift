extension Sample {
    var jsonFields: [String: JSONValue?] {
        [
            "zone_id": .string(zoneID),
            "count": .number(count),
            "count_low": .number(countLow),
            "count_high": .number(countHigh),
            "persons_per_m2": personsPerSquareMetre.map(JSONValue.number),
            "full_in_s": fullIn.map { .number($0.expected) },
            "full_in_soonest_s": fullIn.map { .number($0.soonest) },
            "full_in_latest_s": fullIn?.latest.map(JSONValue.number),
            "flow_in": flowIn.map { .integer(Int64($0)) },
            "flow_out": flowOut.map { .integer(Int64($0)) },
            "seen_ratio": .number(seenRatio),
            "coverage": .string(coverage.rawValue),
            "coverage_reason": .choice(coverageReason),
        ]
    }

    init(reading fields: inout JSONFields) throws(EventCodingError) {
        self.init(
            zoneID: try fields.string("zone_id"), count: try fields.number("count"),
            countLow: try fields.number("count_low"), countHigh: try fields.number("count_high"),
            personsPerSquareMetre: try fields.optionalNumber("persons_per_m2"),
            fullIn: try TimeToFull(reading: &fields),
            flowIn: try fields.optionalInteger("flow_in"), flowOut: try fields.optionalInteger("flow_out"),
            seenRatio: try fields.number("seen_ratio"), coverage: try fields.choice("coverage"),
            coverageReason: try fields.optionalChoice("coverage_reason"))
    }
}

extension TimeToFull {
    /// `nil` without `full_in_s`; then the bounds must be absent too.
    fileprivate init?(reading fields: inout JSONFields) throws(EventCodingError) {
        guard let expected = try fields.optionalNumber("full_in_s") else { return nil }
        self.init(
            expected: expected, soonest: try fields.number("full_in_soonest_s"),
            latest: try fields.optionalNumber("full_in_latest_s"))
    }
}

extension ZoneState {
    var jsonFields: [String: JSONValue?] {
        [
            "zone_id": .string(zoneID),
            "rule_id": .string(ruleID),
            "use_case": .string(useCase.rawValue),
            "active": .bool(active),
            "event_uid": eventUID.map(JSONValue.string),
            "coverage": .string(coverage.rawValue),
            "value": value.map(JSONValue.number),
            "unit": unit.map(JSONValue.string),
            "learning": .bool(learning),
            "coverage_reason": .choice(coverageReason),
        ]
    }

    init(reading fields: inout JSONFields) throws(EventCodingError) {
        self.init(
            zoneID: try fields.string("zone_id"), ruleID: try fields.string("rule_id"),
            useCase: try fields.choice("use_case"), active: try fields.bool("active"),
            eventUID: try fields.optionalString("event_uid"), coverage: try fields.choice("coverage"),
            value: try fields.optionalNumber("value"), unit: try fields.optionalString("unit"),
            learning: try fields.bool("learning"),
            coverageReason: try fields.optionalChoice("coverage_reason"))
    }
}

extension Heartbeat {
    var jsonFields: [String: JSONValue?] {
        ["frames_analysed": .integer(framesAnalysed)]
    }

    init(reading fields: inout JSONFields) throws(EventCodingError) {
        self.init(framesAnalysed: try fields.int64("frames_analysed"))
    }
}

extension Health {
    var jsonFields: [String: JSONValue?] {
        [
            "stream": .string(stream.rawValue),
            "error_code": .string(errorCode),
            "coverage": .string(coverage.rawValue),
            "decode_fps": .number(decodeFPS),
            "analysed_fps": .number(analysedFPS),
            "latency_ms": .number(latencyMilliseconds),
            "cpu_share": .number(cpuShare),
            "resident_bytes": .integer(residentBytes),
            "frames_decoded": .integer(framesDecoded),
            "frames_analysed": .integer(framesAnalysed),
            "frames_skipped": .integer(framesSkipped),
            "frames_corrupt": .integer(framesCorrupt),
            "restarts": .integer(Int64(restarts)),
            "coverage_reason": .choice(coverageReason),
        ]
    }

    init(reading fields: inout JSONFields) throws(EventCodingError) {
        self.init(
            stream: try fields.choice("stream"), errorCode: try fields.string("error_code"),
            coverage: try fields.choice("coverage"), decodeFPS: try fields.number("decode_fps"),
            analysedFPS: try fields.number("analysed_fps"), latencyMilliseconds: try fields.number("latency_ms"),
            cpuShare: try fields.number("cpu_share"), residentBytes: try fields.int64("resident_bytes"),
            framesDecoded: try fields.int64("frames_decoded"), framesAnalysed: try fields.int64("frames_analysed"),
            framesSkipped: try fields.int64("frames_skipped"), framesCorrupt: try fields.int64("frames_corrupt"),
            restarts: try fields.integer("restarts"),
            coverageReason: try fields.optionalChoice("coverage_reason"))
    }
}

extension Loss {
    var jsonFields: [String: JSONValue?] {
        [
            "message_kind": .string(messageKind),
            "count": .integer(count),
            "from": .time(from),
            "to": .time(to),
            "reason": .string(reason.rawValue),
        ]
    }

    init(reading fields: inout JSONFields) throws(EventCodingError) {
        self.init(
            messageKind: try fields.string("message_kind"), count: try fields.int64("count"),
            from: try fields.time("from"), to: try fields.time("to"), reason: try fields.choice("reason"))
    }
}
