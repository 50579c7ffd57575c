extension Event {
    /// The keys of `data` in the CloudEvents form, without those of the gateway and the camera.
    var jsonFields: [String: JSONValue?] {
        [
            "use_case": .string(useCase.rawValue),
            "phase": .string(phase.rawValue),
            "event_uid": .string(eventUID),
            "rule_id": .string(ruleID),
            "zone_id": .string(zoneID),
            "profile": .string(profile),
            "boot_id": .string(bootID),
            "frame": frame.json,
            "time_source": .string(timeSource.rawValue),
            "time_uncertainty_ms": .integer(Int64(timeUncertaintyMilliseconds)),
            "started_at": .time(startedAt),
            "updated_at": .time(updatedAt),
            "ended_at": endedAt.map(JSONValue.time),
            "detected_at": .time(detectedAt),
            "emitted_at": .time(emittedAt),
            "bbox": box?.json,
            "polygon": polygon.isEmpty ? nil : .array(polygon.map { .array([.number($0.x), .number($0.y)]) }),
            "ground": ground?.json,
            "metric": metric?.json,
            "confidence": confidence.map(JSONValue.number),
            "confidence_kind": .choice(confidenceKind),
            "coverage": .string(coverage.rawValue),
            "quality": quality.json,
            "provenance": provenance.json,
            "mode": .string(mode.rawValue),
            "authorisation_id": authorisationID.map(JSONValue.string),
            "purpose": .choice(purpose),
            "end_reason": .choice(endReason),
            "reasons": reasons.isEmpty ? nil : .array(reasons.map(\.json)),
            "coverage_reason": .choice(coverageReason),
        ]
    }

    init(reading fields: inout JSONFields) throws(EventCodingError) {
        let path = fields.path
        self.init(
            useCase: try fields.choice("use_case"), phase: try fields.choice("phase"),
            eventUID: try fields.string("event_uid"), ruleID: try fields.string("rule_id"),
            zoneID: try fields.string("zone_id"), profile: try fields.string("profile"),
            bootID: try fields.string("boot_id"),
            frame: try FrameReference(json: fields.required("frame"), at: path.field("frame")),
            timeSource: try fields.choice("time_source"),
            timeUncertaintyMilliseconds: try fields.integer("time_uncertainty_ms"),
            startedAt: try fields.time("started_at"), updatedAt: try fields.time("updated_at"),
            endedAt: try fields.optionalTime("ended_at"), detectedAt: try fields.time("detected_at"),
            emittedAt: try fields.time("emitted_at"),
            box: try fields.optional("bbox", Box.init), polygon: try polygonPoints(fields.elements("polygon"), path),
            ground: try fields.optional("ground", GroundPlace.init),
            metric: try fields.optional("metric", Metric.init),
            confidence: try fields.optionalNumber("confidence"),
            confidenceKind: try fields.optionalChoice("confidence_kind"), coverage: try fields.choice("coverage"),
            quality: try Quality(json: fields.required("quality"), at: path.field("quality")),
            provenance: try Provenance(json: fields.required("provenance"), at: path.field("provenance")),
            mode: try fields.choice("mode"), authorisationID: try fields.optionalString("authorisation_id"),
            purpose: try fields.optionalChoice("purpose"), endReason: try fields.optionalChoice("end_reason"),
            reasons: try readReasons(fields.elements("reasons"), path),
            coverageReason: try fields.optionalChoice("coverage_reason"))
    }
}

extension JSONValue {
    static func time(_ time: Timestamp) -> JSONValue { .string(time.description) }

    static func choice(_ choice: (some RawRepresentable<String>)?) -> JSONValue? {
        choice.map { .string($0.rawValue) }
    }
}

extension JSONFields {
    /// Reads a part that may be absent.
    mutating func optional<T>(
        _ key: String, _ read: (JSONValue, String) throws(EventCodingError) -> T
    ) throws(EventCodingError) -> T? {
        guard let value = value(key) else { return nil }
        return try read(value, path.field(key))
    }
}

private func readReasons(_ elements: [JSONValue], _ path: String) throws(EventCodingError) -> [Reason] {
    // Before the initialiser, which would keep the first ones only.
    try FieldChecks(path: path).count(elements.count, atMost: Event.reasonLimit, "reasons")
    return try elements.map { (element) throws(EventCodingError) in
        try Reason(json: element, at: path.field("reasons"))
    }
}

private func polygonPoints(_ corners: [JSONValue], _ path: String) throws(EventCodingError) -> [PicturePoint] {
    try corners.map { (corner) throws(EventCodingError) in
        guard case .array(let pair) = corner, pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
            throw EventCodingError(.wrongType, path: path.field("polygon"), "expected pairs of numbers [x, y]")
        }
        return PicturePoint(x: x, y: y)
    }
}

extension JSONValue {
    fileprivate var double: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
}
