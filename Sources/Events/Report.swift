/// A count or a measure of one zone at one instant: what a detector says when no rule has anything to say.
public struct Sample: Sendable, Hashable {
    public var zoneID: String
    /// Persons, with the interval that holds the truth nine times in ten.
    public var count, countLow, countHigh: Double
    public var personsPerSquareMetre: Double?
    /// When the zone holds as many as its overdensity rule allows, at the rate of the last minute; `nil` when it does not
    /// fill, or no rule says how many.
    public var fullIn: TimeToFull?
    /// Persons that crossed the zone's line since the last sample, when `zoneID` names a line.
    public var flowIn, flowOut: Int?
    /// Share of the frames due since the last sample that were analysed, 0..1.
    public var seenRatio: Double
    public var coverage: Coverage
    /// Why ``coverage`` is not `seeing`.
    public var coverageReason: CoverageReason?

    public init(
        zoneID: String, count: Double, countLow: Double, countHigh: Double, personsPerSquareMetre: Double? = nil,
        fullIn: TimeToFull? = nil, flowIn: Int? = nil, flowOut: Int? = nil, seenRatio: Double, coverage: Coverage,
        coverageReason: CoverageReason? = nil
    ) {
        self.zoneID = zoneID
        self.count = count
        self.countLow = countLow
        self.countHigh = countHigh
        self.personsPerSquareMetre = personsPerSquareMetre
        self.fullIn = fullIn
        self.flowIn = flowIn
        self.flowOut = flowOut
        self.seenRatio = seenRatio
        self.coverage = coverage
        self.coverageReason = coverageReason
    }
}

/// Seconds until a limit is reached: expected, and the bounds of the 90 % interval of the rate; `latest` is `nil` when it may
/// be never.
public struct TimeToFull: Sendable, Hashable {
    public var expected, soonest: Double
    public var latest: Double?

    public init(expected: Double, soonest: Double, latest: Double?) {
        self.expected = expected
        self.soonest = soonest
        self.latest = latest
    }
}

/// The last word on one rule of one zone, repeated on connect so that a missed `end` leaves nothing stuck.
public struct ZoneState: Sendable, Hashable {
    public var zoneID, ruleID: String
    public var useCase: UseCase
    /// `false` when the rule is quiet; then `eventUID` is `nil`.
    public var active: Bool
    public var eventUID: String?
    public var coverage: Coverage
    public var value: Double?
    public var unit: String?
    /// `true` while the detector behind the rule has not learnt enough to speak.
    public var learning: Bool
    /// Why ``coverage`` is not `seeing`.
    public var coverageReason: CoverageReason?

    public init(
        zoneID: String, ruleID: String, useCase: UseCase, active: Bool, eventUID: String?, coverage: Coverage,
        value: Double?, unit: String?, learning: Bool, coverageReason: CoverageReason? = nil
    ) {
        self.zoneID = zoneID
        self.ruleID = ruleID
        self.useCase = useCase
        self.active = active
        self.eventUID = eventUID
        self.coverage = coverage
        self.value = value
        self.unit = unit
        self.learning = learning
        self.coverageReason = coverageReason
    }
}

/// "The agent lives": every 5 s, never stored.
public struct Heartbeat: Sendable, Hashable {
    public var framesAnalysed: Int64

    public init(framesAnalysed: Int64) {
        self.framesAnalysed = framesAnalysed
    }
}

/// What the agent's stream is doing.
public enum StreamState: String, CaseIterable, Sendable, Hashable {
    case connecting, streaming, stalled, backingOff = "backing_off", refused, stopped
}

/// Every 30 s and at each change of stream state.
public struct Health: Sendable, Hashable {
    public var stream: StreamState
    /// Stable identifier of what is wrong (`E-CAP-…`), empty when nothing is.
    public var errorCode: String
    public var coverage: Coverage
    public var decodeFPS, analysedFPS: Double
    /// Time from a frame's arrival to the end of its analysis.
    public var latencyMilliseconds: Double
    /// Share of one core, 0..n.
    public var cpuShare: Double
    public var residentBytes: Int64
    public var framesDecoded, framesAnalysed, framesSkipped, framesCorrupt: Int64
    public var restarts: Int
    /// Why ``coverage`` is not `seeing`.
    public var coverageReason: CoverageReason?

    public init(
        stream: StreamState, errorCode: String, coverage: Coverage, decodeFPS: Double, analysedFPS: Double,
        latencyMilliseconds: Double, cpuShare: Double, residentBytes: Int64, framesDecoded: Int64,
        framesAnalysed: Int64, framesSkipped: Int64, framesCorrupt: Int64, restarts: Int,
        coverageReason: CoverageReason? = nil
    ) {
        self.stream = stream
        self.errorCode = errorCode
        self.coverage = coverage
        self.decodeFPS = decodeFPS
        self.analysedFPS = analysedFPS
        self.latencyMilliseconds = latencyMilliseconds
        self.cpuShare = cpuShare
        self.residentBytes = residentBytes
        self.framesDecoded = framesDecoded
        self.framesAnalysed = framesAnalysed
        self.framesSkipped = framesSkipped
        self.framesCorrupt = framesCorrupt
        self.restarts = restarts
        self.coverageReason = coverageReason
    }
}

/// Why something was not kept.
public enum LossReason: String, CaseIterable, Sendable, Hashable {
    case diskFull = "disk_full"
    case spoolError = "spool_error"
    case malformed
    case agentDied = "agent_died"
}

/// Stands in the place of what could not be kept: data may be lost, but never silently.
public struct Loss: Sendable, Hashable {
    /// Which message was lost: `event`, `sample`, `zone_state`, `health`.
    public var messageKind: String
    public var count: Int64
    public var from, to: Timestamp
    public var reason: LossReason

    public init(messageKind: String, count: Int64, from: Timestamp, to: Timestamp, reason: LossReason) {
        self.messageKind = messageKind
        self.count = count
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// What can be said. Closed: there is no free-form case.
public enum Payload: Sendable, Hashable {
    case event(Event)
    case sample(Sample)
    case zoneState(ZoneState)
    case heartbeat(Heartbeat)
    case health(Health)
    case loss(Loss)
}

/// What an agent says on its pipe, before the node gives it an identity.
public struct Report: Sendable, Hashable {
    public var cameraID: String
    /// Acquisition time of the frame that made it true.
    public var time: Timestamp
    public var severity: Severity
    /// After it nobody may present the report as live.
    public var expiry: Timestamp?
    public var classification: DataClassification
    public var payload: Payload

    public init(
        cameraID: String, time: Timestamp, severity: Severity = .info, expiry: Timestamp? = nil,
        classification: DataClassification = .operational, payload: Payload
    ) {
        self.cameraID = cameraID
        self.time = time
        self.severity = severity
        self.expiry = expiry
        self.classification = classification
        self.payload = payload
    }
}

/// The dedupe key: unique for ever.
public struct RecordIdentity: Sendable, Hashable {
    public var siteID, gatewayID: String
    /// A new spool starts a new epoch: a random identifier whose lexical order is its order in time.
    public var epoch: String
    /// Counts from 1 without holes within an epoch; a hole is a loss that must be explained.
    public var sequence: UInt64

    public init(siteID: String, gatewayID: String, epoch: String, sequence: UInt64) {
        self.siteID = siteID
        self.gatewayID = gatewayID
        self.epoch = epoch
        self.sequence = sequence
    }
}

/// A report with its identity: what travels, what is stored, what is exported.
public struct Record: Sendable, Hashable {
    public var identity: RecordIdentity
    public var report: Report
    /// Set by the datacentre only.
    public var recordedAt: Timestamp?

    public init(identity: RecordIdentity, report: Report, recordedAt: Timestamp? = nil) {
        self.identity = identity
        self.report = report
        self.recordedAt = recordedAt
    }
}
