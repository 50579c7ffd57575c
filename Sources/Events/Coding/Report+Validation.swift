extension Report {
    /// Checks every value against the schema's limits (``EventLimits``): identifiers present and short, texts short,
    /// numbers finite, times writable, lists within their limits.
    ///
    /// Every decoder calls it; an encoder does not, so whoever builds reports from outside data calls it first.
    public func validate() throws(EventCodingError) {
        try validate(at: "")
    }

    func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.identifier(cameraID, "camera_id")
        try check.time(time, "time")
        try check.time(expiry, "expiry")
        switch payload {
        case .event(let event): try event.validate(at: path.field("event"))
        case .sample(let sample): try sample.validate(at: path.field("sample"))
        case .zoneState(let state): try state.validate(at: path.field("zone_state"))
        case .heartbeat: break
        case .health(let health): try health.validate(at: path.field("health"))
        case .loss(let loss): try loss.validate(at: path.field("loss"))
        }
    }
}

extension Record {
    /// Checks the identity, the report and the time of recording against the schema's limits.
    public func validate() throws(EventCodingError) {
        try validate(at: "")
    }

    func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.identifier(identity.siteID, "site_id")
        try check.identifier(identity.gatewayID, "gateway_id")
        try check.identifier(identity.epoch, "epoch")
        guard EventLimits.sequences.contains(identity.sequence) else {
            throw EventCodingError(
                .outOfRange, path: path.field("sequence"), "\(identity.sequence) is no sequence number")
        }
        try report.validate(at: path.field("report"))
        try check.time(recordedAt, "recorded_at")
    }
}

extension Sample {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.identifier(zoneID, "zone_id")
        try check.finite(count, "count")
        try check.finite(countLow, "count_low")
        try check.finite(countHigh, "count_high")
        try check.finite(personsPerSquareMetre, "persons_per_m2")
        try check.finite(fullIn?.expected, "full_in_s")
        try check.finite(fullIn?.soonest, "full_in_soonest_s")
        try check.finite(fullIn?.latest, "full_in_latest_s")
        try check.finite(seenRatio, "seen_ratio")
    }
}

extension ZoneState {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.identifier(zoneID, "zone_id")
        try check.identifier(ruleID, "rule_id")
        try check.identifier(eventUID, "event_uid")
        try check.finite(value, "value")
        try check.text(unit ?? "", "unit")
    }
}

extension Health {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.text(errorCode, "error_code")
        try check.finite(decodeFPS, "decode_fps")
        try check.finite(analysedFPS, "analysed_fps")
        try check.finite(latencyMilliseconds, "latency_ms")
        try check.finite(cpuShare, "cpu_share")
    }
}

extension Loss {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        guard Payload.kinds.contains(messageKind) else {
            throw EventCodingError(.unknownValue, path: path.field("message_kind"), "no message is called so")
        }
        try check.time(from, "from")
        try check.time(to, "to")
    }
}

extension Payload {
    /// The kinds of message, as ``Loss/messageKind`` and the wire form name them.
    public static let kinds = ["event", "sample", "zone_state", "heartbeat", "health", "loss"]

    /// The kind of this message, one of ``kinds``.
    public var kind: String {
        switch self {
        case .event: "event"
        case .sample: "sample"
        case .zoneState: "zone_state"
        case .heartbeat: "heartbeat"
        case .health: "health"
        case .loss: "loss"
        }
    }
}
