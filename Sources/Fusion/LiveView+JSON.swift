public import EventStore
public import Events

/// The JSON forms of what fusion says: the API and `vigie-fusion query --json` print the same.
extension LiveView {
    public var json: JSONValue {
        .object(present: [
            "at": .moment(at),
            "cameras": .array(cameras.map(\.json)),
            "situations": .array(situations.map { $0.json(at: at) }),
            "context": context?.json,
        ])
    }
}

extension LiveCamera {
    public var json: JSONValue {
        .object(present: [
            "site_id": .string(siteID), "gateway_id": .string(gatewayID), "camera_id": .string(cameraID),
            "coverage": .string(coverage.rawValue), "last_heard": .moment(lastHeard), "health": health?.json,
            "zones": .array(zones.map(\.json)),
        ])
    }
}

extension Health {
    fileprivate var json: JSONValue {
        .object(present: [
            "stream": .string(stream.rawValue), "error_code": errorCode.isEmpty ? nil : .string(errorCode),
            "decode_fps": .rounded(decodeFPS), "analysed_fps": .rounded(analysedFPS),
            "latency_ms": .rounded(latencyMilliseconds), "cpu_share": .rounded(cpuShare),
            "resident_bytes": .integer(residentBytes), "frames_decoded": .integer(framesDecoded),
            "frames_analysed": .integer(framesAnalysed), "frames_skipped": .integer(framesSkipped),
            "frames_corrupt": .integer(framesCorrupt), "restarts": .integer(Int64(restarts)),
        ])
    }
}

extension LiveZone {
    fileprivate var json: JSONValue {
        .object(present: [
            "zone_id": .string(zoneID), "state": .string(state.rawValue), "coverage": .string(coverage.rawValue),
            "learning": .bool(isLearning), "count": sample?.countJSON, "rules": .array(rules.map(\.json)),
        ])
    }
}

extension Sample {
    fileprivate var countJSON: JSONValue {
        .object(present: [
            "value": .rounded(count), "low": .rounded(countLow), "high": .rounded(countHigh),
            "persons_per_m2": personsPerSquareMetre.map(JSONValue.rounded), "seen_ratio": .rounded(seenRatio),
            "full_in_s": fullIn.map { .rounded($0.expected) }, "full_in_soonest_s": fullIn.map { .rounded($0.soonest) },
            "full_in_latest_s": fullIn?.latest.map(JSONValue.rounded),
            "flow_in": flowIn.map { .integer(Int64($0)) }, "flow_out": flowOut.map { .integer(Int64($0)) },
        ])
    }
}

extension ZoneState {
    fileprivate var json: JSONValue {
        .object(present: [
            "rule_id": .string(ruleID), "use_case": .string(useCase.rawValue), "active": .bool(active),
            "learning": .bool(learning), "coverage": .string(coverage.rawValue),
            "coverage_reason": coverageReason.map { .string($0.rawValue) }, "event_uid": eventUID.map(JSONValue.string),
            "value": value.map(JSONValue.rounded), "unit": unit.map(JSONValue.string),
        ])
    }
}

extension Situation {
    public func json(at now: Timestamp) -> JSONValue {
        var fields = life.fields(at: now)
        fields["verdict"] = .string("waiting")
        fields["alerts"] = .bool(alerts)
        fields["context"] = context?.json
        return .object(present: fields)
    }
}

extension EventLife {
    /// One event in short: what, where, since when, how it stands, and the measure on which it rests; `context` is
    /// that of the hour in which it began.
    public func json(at now: Timestamp, context: ContextHour?) -> JSONValue {
        var fields = fields(at: now)
        fields["context"] = context?.json
        return .object(present: fields)
    }

    fileprivate func fields(at now: Timestamp) -> [String: JSONValue?] {
        let (record, event) = (latest.record, latest.event)
        return [
            "event_uid": .string(event.eventUID), "use_case": .string(event.useCase.rawValue),
            "phase": .string(event.phase.rawValue), "status": .string(status(at: now).rawValue),
            "mode": .string(event.mode.rawValue), "severity": .string(record.report.severity.rawValue),
            "site_id": .string(record.identity.siteID), "gateway_id": .string(record.identity.gatewayID),
            "camera_id": .string(record.report.cameraID), "zone_id": .string(event.zoneID),
            "rule_id": .string(event.ruleID), "coverage": .string(event.coverage.rawValue),
            "coverage_reason": event.coverageReason.map { .string($0.rawValue) },
            "purpose": event.purpose.map { .string($0.rawValue) },
            "authorisation_id": event.authorisationID.map(JSONValue.string),
            "started_at": .moment(startedAt), "updated_at": .moment(event.updatedAt),
            "ended_at": endedAt.map(JSONValue.moment), "superseded_at": supersededAt.map(JSONValue.moment),
            "expires_at": record.report.expiry.map(JSONValue.moment),
            "end_reason": event.endReason.map { .string($0.rawValue) },
            "duration_s": .rounded(duration(at: now)), "records": .integer(Int64(recordCount)),
            "confidence": event.confidence.map(JSONValue.rounded),
            "confidence_kind": event.confidenceKind.map { .string($0.rawValue) }, "metric": event.metric?.json,
            "reasons": event.reasons.isEmpty ? nil : .array(event.reasons.map(\.json)),
        ]
    }
}

extension Reason {
    fileprivate var json: JSONValue {
        .object(present: [
            "name": .string(name.rawValue), "value": .rounded(value), "unit": .string(unit),
            "limit": limit.map(JSONValue.rounded),
        ])
    }
}

extension Metric {
    fileprivate var json: JSONValue {
        .object(present: [
            "name": .string(name), "value": .rounded(value), "unit": .string(unit),
            "threshold": threshold.map(JSONValue.rounded), "exit_threshold": exitThreshold.map(JSONValue.rounded),
            "hold_s": holdSeconds.map(JSONValue.rounded), "window_s": windowSeconds.map(JSONValue.rounded),
            "expected_low": expectedLow.map(JSONValue.rounded), "expected_high": expectedHigh.map(JSONValue.rounded),
            "series": series.isEmpty ? nil : .array(series.map(JSONValue.rounded)),
        ])
    }
}

extension ContextHour {
    public var json: JSONValue {
        .object(present: [
            "hour": .moment(hour), "data_class": .string(dataClass.rawValue), "basis": .string(basis.rawValue),
            "temperature_c": .rounded(temperature), "rain_mm": .rounded(rain), "wind_kmh": .rounded(wind),
            "condition": .string(condition.rawValue), "day_kind": .string(dayKind.rawValue),
            "happenings": .array(
                happenings.map {
                    .object(present: [
                        "kind": .string($0.kind.rawValue), "label": .string($0.label.rawValue),
                        "data_class": .string($0.dataClass.rawValue),
                    ])
                }),
        ])
    }
}

extension MinuteCount {
    /// One minute of one zone; `context` is that of its hour.
    public func json(context: ContextHour?) -> JSONValue {
        .object(present: [
            "camera_id": .string(cameraID), "zone_id": .string(zoneID), "minute": .moment(minute),
            "state": .string(persons == nil ? "unknown" : "counted"), "mean": persons.map { .rounded($0.mean) },
            "min": persons.map { .rounded($0.minimum) }, "max": persons.map { .rounded($0.maximum) },
            "low": persons.map { .rounded($0.low) }, "high": persons.map { .rounded($0.high) },
            "persons_per_m2": persons?.perSquareMetre.map(JSONValue.rounded),
            "flow_in": flowIn.map { .integer(Int64($0)) }, "flow_out": flowOut.map { .integer(Int64($0)) },
            "seen_ratio": .rounded(seenRatio), "samples": .integer(Int64(sampleCount)),
            "temperature_c": context.map { .rounded($0.temperature) },
            "condition": context.map { .string($0.condition.rawValue) },
            "day_kind": context.map { .string($0.dayKind.rawValue) },
        ])
    }
}

extension GatewayState {
    public var json: JSONValue {
        .object(present: [
            "site_id": .string(siteID), "gateway_id": .string(gatewayID), "epoch": .string(epoch),
            "last_sequence": .integer(Int64(lastSequence)), "first_seen": .moment(firstSeen),
            "last_seen": .moment(lastSeen),
            "holes": .array(
                holes.map {
                    .object(["from": .integer(Int64($0.lowerBound)), "to": .integer(Int64($0.upperBound))])
                }),
        ])
    }
}

extension Latest<Loss> {
    public var json: JSONValue {
        .object([
            "gateway_id": .string(gatewayID), "camera_id": .string(cameraID),
            "message_kind": .string(value.messageKind), "count": .integer(value.count), "from": .moment(value.from),
            "to": .moment(value.to), "reason": .string(value.reason.rawValue),
        ])
    }
}

extension JSONValue {
    public static func moment(_ time: Timestamp) -> JSONValue { .string(time.description) }

    /// A measure with three decimals: more would be noise.
    public static func rounded(_ value: Double) -> JSONValue { .number((value * 1000).rounded() / 1000) }
}
