import EventsWire
import SwiftProtobuf

extension Sample {
    var wire: WireSample {
        WireSample.with {
            $0.zoneID = zoneID
            $0.count = count
            $0.countLow = countLow
            $0.countHigh = countHigh
            if let personsPerSquareMetre { $0.personsPerM2 = personsPerSquareMetre }
            if let fullIn {
                $0.fullInS = fullIn.expected
                $0.fullInSoonestS = fullIn.soonest
                if let latest = fullIn.latest { $0.fullInLatestS = latest }
            }
            if let flowIn { $0.flowIn = Int64(flowIn) }
            if let flowOut { $0.flowOut = Int64(flowOut) }
            $0.seenRatio = seenRatio
            $0.coverage = coverage.wire
            if let coverageReason { $0.coverageReason = coverageReason.wire }
        }
    }

    init(wire: WireSample, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            zoneID: try fields.required(wire.hasZoneID, wire.zoneID, "zone_id"),
            count: try fields.required(wire.hasCount, wire.count, "count"),
            countLow: try fields.required(wire.hasCountLow, wire.countLow, "count_low"),
            countHigh: try fields.required(wire.hasCountHigh, wire.countHigh, "count_high"),
            personsPerSquareMetre: wire.hasPersonsPerM2 ? wire.personsPerM2 : nil,
            fullIn: try TimeToFull(wire: wire, fields),
            flowIn: wire.hasFlowIn ? try fields.integer(true, wire.flowIn, "flow_in") : nil,
            flowOut: wire.hasFlowOut ? try fields.integer(true, wire.flowOut, "flow_out") : nil,
            seenRatio: try fields.required(wire.hasSeenRatio, wire.seenRatio, "seen_ratio"),
            coverage: try fields.required(wire.hasCoverage, wire.coverage, "coverage"),
            coverageReason: try fields.optional(wire.hasCoverageReason, wire.coverageReason, "coverage_reason"))
    }
}

extension TimeToFull {
    /// `nil` when none of the three is there.
    fileprivate init?(wire: WireSample, _ fields: WireFields) throws(EventCodingError) {
        guard wire.hasFullInS || wire.hasFullInSoonestS || wire.hasFullInLatestS else { return nil }
        self.init(
            expected: try fields.required(wire.hasFullInS, wire.fullInS, "full_in_s"),
            soonest: try fields.required(wire.hasFullInSoonestS, wire.fullInSoonestS, "full_in_soonest_s"),
            latest: wire.hasFullInLatestS ? wire.fullInLatestS : nil)
    }
}

extension ZoneState {
    var wire: WireZoneState {
        WireZoneState.with {
            $0.zoneID = zoneID
            $0.ruleID = ruleID
            $0.useCase = useCase.wire
            $0.active = active
            if let eventUID { $0.eventUid = eventUID }
            $0.coverage = coverage.wire
            if let value { $0.value = value }
            if let unit { $0.unit = unit }
            $0.learning = learning
            if let coverageReason { $0.coverageReason = coverageReason.wire }
        }
    }

    init(wire: WireZoneState, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            zoneID: try fields.required(wire.hasZoneID, wire.zoneID, "zone_id"),
            ruleID: try fields.required(wire.hasRuleID, wire.ruleID, "rule_id"),
            useCase: try fields.required(wire.hasUseCase, wire.useCase, "use_case"),
            active: try fields.required(wire.hasActive, wire.active, "active"),
            eventUID: wire.hasEventUid ? wire.eventUid : nil,
            coverage: try fields.required(wire.hasCoverage, wire.coverage, "coverage"),
            value: wire.hasValue ? wire.value : nil,
            unit: wire.hasUnit ? wire.unit : nil,
            learning: try fields.required(wire.hasLearning, wire.learning, "learning"),
            coverageReason: try fields.optional(wire.hasCoverageReason, wire.coverageReason, "coverage_reason"))
    }
}

extension Heartbeat {
    var wire: WireHeartbeat {
        WireHeartbeat.with { $0.framesAnalysed = framesAnalysed }
    }

    init(wire: WireHeartbeat, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            framesAnalysed: try fields.required(wire.hasFramesAnalysed, wire.framesAnalysed, "frames_analysed"))
    }
}

extension Health {
    var wire: WireHealth {
        WireHealth.with {
            $0.stream = stream.wire
            $0.errorCode = errorCode
            $0.coverage = coverage.wire
            $0.decodeFps = decodeFPS
            $0.analysedFps = analysedFPS
            $0.latencyMs = latencyMilliseconds
            $0.cpuShare = cpuShare
            $0.residentBytes = residentBytes
            $0.framesDecoded = framesDecoded
            $0.framesAnalysed = framesAnalysed
            $0.framesSkipped = framesSkipped
            $0.framesCorrupt = framesCorrupt
            $0.restarts = Int64(restarts)
            if let coverageReason { $0.coverageReason = coverageReason.wire }
        }
    }

    init(wire: WireHealth, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            stream: try fields.required(wire.hasStream, wire.stream, "stream"),
            errorCode: try fields.required(wire.hasErrorCode, wire.errorCode, "error_code"),
            coverage: try fields.required(wire.hasCoverage, wire.coverage, "coverage"),
            decodeFPS: try fields.required(wire.hasDecodeFps, wire.decodeFps, "decode_fps"),
            analysedFPS: try fields.required(wire.hasAnalysedFps, wire.analysedFps, "analysed_fps"),
            latencyMilliseconds: try fields.required(wire.hasLatencyMs, wire.latencyMs, "latency_ms"),
            cpuShare: try fields.required(wire.hasCpuShare, wire.cpuShare, "cpu_share"),
            residentBytes: try fields.required(wire.hasResidentBytes, wire.residentBytes, "resident_bytes"),
            framesDecoded: try fields.required(wire.hasFramesDecoded, wire.framesDecoded, "frames_decoded"),
            framesAnalysed: try fields.required(wire.hasFramesAnalysed, wire.framesAnalysed, "frames_analysed"),
            framesSkipped: try fields.required(wire.hasFramesSkipped, wire.framesSkipped, "frames_skipped"),
            framesCorrupt: try fields.required(wire.hasFramesCorrupt, wire.framesCorrupt, "frames_corrupt"),
            restarts: try fields.integer(wire.hasRestarts, wire.restarts, "restarts"),
            coverageReason: try fields.optional(wire.hasCoverageReason, wire.coverageReason, "coverage_reason"))
    }
}

extension Loss {
    var wire: WireLoss {
        WireLoss.with {
            $0.messageKind = messageKind
            $0.count = count
            $0.from = from.milliseconds
            $0.to = to.milliseconds
            $0.reason = reason.wire
        }
    }

    init(wire: WireLoss, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            messageKind: try fields.required(wire.hasMessageKind, wire.messageKind, "message_kind"),
            count: try fields.required(wire.hasCount, wire.count, "count"),
            from: try fields.time(wire.hasFrom, wire.from, "from"),
            to: try fields.time(wire.hasTo, wire.to, "to"),
            reason: try fields.required(wire.hasReason, wire.reason, "reason"))
    }
}
