/// What a rule may watch for. The list is closed: a use case that is not in it cannot be configured, sent, stored or
/// exported, and adding one is a change of this file, of the wire form and of the documentation.
public enum UseCase: String, CaseIterable, Sendable, Hashable, Codable {
    case overdensity
    case abandonedObject = "abandoned_object"
    case removedObject = "removed_object"
    case crowdMovement = "crowd_movement"
    case wrongDirection = "wrong_direction"
    case forbiddenZone = "forbidden_zone"
    case personDown = "person_down"
    case fire
    case weapon
    case lineCount = "line_count"
    case occupancy
    case dwell
    case anomalyFlow = "anomaly_flow"
    case cameraIntegrity = "camera_integrity"

    /// Reserved names have a place in the schema and no detector behind them: a rule that asks for one is refused.
    public var isReserved: Bool {
        switch self {
        case .personDown, .fire, .weapon: true
        default: false
        }
    }

    /// Whether it is watched for only by an authorisation, where these are demanded. The camera's own integrity is health.
    public var needsAct: Bool { self != .cameraIntegrity }
}

/// Why an anomaly is looked for. "Abnormal" is not a purpose (CNIL), so an `anomaly_flow` rule names one of these.
public enum Purpose: String, CaseIterable, Sendable, Hashable {
    case crowdSafety = "crowd_safety"
    case trafficSafety = "traffic_safety"
    case siteSecurity = "site_security"
    case servicePlanning = "service_planning"
}

/// One step in the life of an event.
public enum Phase: String, CaseIterable, Sendable, Hashable {
    case start, update, end
}

/// What the datacentre may do with an event. Alerting is off until an authorisation arms it.
public enum Mode: String, CaseIterable, Sendable, Hashable {
    case statistics, shadow, alert, exercise
}

/// Severity with the number that OpenTelemetry's log data model gives it.
public enum Severity: String, CaseIterable, Sendable, Hashable {
    case info = "INFO"
    case warn = "WARN"
    case error = "ERROR"
    case fatal = "FATAL"

    public var number: Int {
        switch self {
        case .info: 9
        case .warn: 13
        case .error: 17
        case .fatal: 21
        }
    }
}

/// `personal` does not exist here: nothing personal can be said in this model.
public enum DataClassification: String, CaseIterable, Sendable, Hashable {
    case operational, aggregated, `public`
}

/// What can be known of a zone. No event in a zone that is not `seeing` means *unknown*, not *quiet*.
public enum Coverage: String, CaseIterable, Sendable, Hashable {
    case seeing, degraded, blind
    case notAuthorised = "not_authorised"
}

/// Where the time of an event comes from.
public enum TimeSource: String, CaseIterable, Sendable, Hashable {
    case rtcpSenderReport = "rtcp_sr"
    case wallClock = "wallclock"
    case file
}

/// Why an event ended. A lost stream is never `cleared`.
public enum EndReason: String, CaseIterable, Sendable, Hashable {
    case cleared
    case removed
    case fixture
    case streamLost = "stream_lost"
    case cameraUnreliable = "camera_unreliable"
    case reconfigured
    case stopped
    /// The authorisation under which it was watched for no longer holds.
    case expired
}

/// How far a ground calibration may be relied on.
public enum CalibrationState: String, CaseIterable, Sendable, Hashable {
    case none, valid, invalid
}

/// What `confidence` means: it is never an uninterpreted score.
public enum ConfidenceKind: String, CaseIterable, Sendable, Hashable {
    /// Nominal coverage of the interval on which the verdict was reached.
    case intervalCoverage = "interval_coverage"
    /// One minus the p-value of the observation among what was learnt here.
    case conformal
    /// Share of verification tests passed.
    case testsPassed = "tests_passed"
}
