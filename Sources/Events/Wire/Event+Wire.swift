import EventsWire
import SwiftProtobuf

extension Event {
    var wire: WireEvent {
        WireEvent.with {
            $0.useCase = useCase.wire
            $0.phase = phase.wire
            $0.eventUid = eventUID
            $0.ruleID = ruleID
            $0.zoneID = zoneID
            $0.profile = profile
            $0.bootID = bootID
            $0.frame = frame.wire
            $0.mode = mode.wire
            $0.coverage = coverage.wire
            $0.quality = quality.wire
            $0.provenance = provenance.wire
            $0.polygon = polygon.map(\.wire)
            if let box { $0.bbox = box.wire }
            if let ground { $0.ground = ground.wire }
            if let metric { $0.metric = metric.wire }
            if let confidence { $0.confidence = confidence }
            if let confidenceKind { $0.confidenceKind = confidenceKind.wire }
            if let authorisationID { $0.authorisationID = authorisationID }
            if let purpose { $0.purpose = purpose.wire }
            if let endReason { $0.endReason = endReason.wire }
            $0.reasons = reasons.map(\.wire)
            if let coverageReason { $0.coverageReason = coverageReason.wire }
            setTimes(of: &$0)
        }
    }

    private func setTimes(of message: inout WireEvent) {
        message.timeSource = timeSource.wire
        message.timeUncertaintyMs = Int64(timeUncertaintyMilliseconds)
        message.startedAt = startedAt.milliseconds
        message.updatedAt = updatedAt.milliseconds
        if let endedAt { message.endedAt = endedAt.milliseconds }
        message.detectedAt = detectedAt.milliseconds
        message.emittedAt = emittedAt.milliseconds
    }

    init(wire: WireEvent, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        var polygon: [PicturePoint] = []
        for point in wire.polygon {
            polygon.append(try PicturePoint(wire: point, at: path.field("polygon")))
        }
        self.init(
            useCase: try fields.required(wire.hasUseCase, wire.useCase, "use_case"),
            phase: try fields.required(wire.hasPhase, wire.phase, "phase"),
            eventUID: try fields.required(wire.hasEventUid, wire.eventUid, "event_uid"),
            ruleID: try fields.required(wire.hasRuleID, wire.ruleID, "rule_id"),
            zoneID: try fields.required(wire.hasZoneID, wire.zoneID, "zone_id"),
            profile: try fields.required(wire.hasProfile, wire.profile, "profile"),
            bootID: try fields.required(wire.hasBootID, wire.bootID, "boot_id"),
            frame: try FrameReference(
                wire: fields.required(wire.hasFrame, wire.frame, "frame"), at: path.field("frame")),
            timeSource: try fields.required(wire.hasTimeSource, wire.timeSource, "time_source"),
            timeUncertaintyMilliseconds: try fields.integer(
                wire.hasTimeUncertaintyMs, wire.timeUncertaintyMs, "time_uncertainty_ms"),
            startedAt: try fields.time(wire.hasStartedAt, wire.startedAt, "started_at"),
            updatedAt: try fields.time(wire.hasUpdatedAt, wire.updatedAt, "updated_at"),
            endedAt: wire.hasEndedAt ? Timestamp(milliseconds: wire.endedAt) : nil,
            detectedAt: try fields.time(wire.hasDetectedAt, wire.detectedAt, "detected_at"),
            emittedAt: try fields.time(wire.hasEmittedAt, wire.emittedAt, "emitted_at"),
            box: wire.hasBbox ? try Box(wire: wire.bbox, at: path.field("bbox")) : nil,
            polygon: polygon,
            ground: wire.hasGround ? try GroundPlace(wire: wire.ground, at: path.field("ground")) : nil,
            metric: wire.hasMetric ? try Metric(wire: wire.metric, at: path.field("metric")) : nil,
            confidence: wire.hasConfidence ? wire.confidence : nil,
            confidenceKind: try fields.optional(wire.hasConfidenceKind, wire.confidenceKind, "confidence_kind"),
            coverage: try fields.required(wire.hasCoverage, wire.coverage, "coverage"),
            quality: try Quality(
                wire: fields.required(wire.hasQuality, wire.quality, "quality"), at: path.field("quality")),
            provenance: try Provenance(
                wire: fields.required(wire.hasProvenance, wire.provenance, "provenance"),
                at: path.field("provenance")),
            mode: try fields.required(wire.hasMode, wire.mode, "mode"),
            authorisationID: wire.hasAuthorisationID ? wire.authorisationID : nil,
            purpose: try fields.optional(wire.hasPurpose, wire.purpose, "purpose"),
            endReason: try fields.optional(wire.hasEndReason, wire.endReason, "end_reason"),
            reasons: try readReasons(wire.reasons, at: path),
            coverageReason: try fields.optional(wire.hasCoverageReason, wire.coverageReason, "coverage_reason"))
    }
}

private func readReasons(_ reasons: [WireReason], at path: String) throws(EventCodingError) -> [Reason] {
    // Before the initialiser, which would keep the first ones only.
    try FieldChecks(path: path).count(reasons.count, atMost: Event.reasonLimit, "reasons")
    return try reasons.map { (reason) throws(EventCodingError) in
        try Reason(wire: reason, at: path.field("reasons"))
    }
}
