/// The tables that hold records, with their columns: the row form of the event model.
///
/// Each row is one record. The columns of the envelope come first and are the same in every table; the columns of the
/// data follow, named after the keys of the CloudEvents form. Heartbeats are never stored.
public enum RecordTable: String, CaseIterable, Sendable {
    case events, samples
    case zoneStates = "zone_states"
    case health, losses

    /// The columns that make a record unique in its table, in order; the first records win, later ones are duplicates.
    public static let primaryKey = ["gateway_id", "epoch", "sequence"]

    /// The columns in order.
    public var columns: [RecordColumn] {
        Self.envelope + dataColumns
    }

    /// The kind of message that the table holds, as ``Payload/kind`` names it.
    public var messageKind: String {
        switch self {
        case .events: "event"
        case .samples: "sample"
        case .zoneStates: "zone_state"
        case .health: "health"
        case .losses: "loss"
        }
    }

    /// The table of a payload; `nil` for heartbeats.
    public init?(_ payload: Payload) {
        guard let table = Self.allCases.first(where: { $0.messageKind == payload.kind }) else { return nil }
        self = table
    }

    static let envelope: [RecordColumn] = [
        .init("site_id", .text), .init("gateway_id", .text), .init("epoch", .text), .init("sequence", .integer),
        .init("camera_id", .text), .init("time_ms", .time), .init("recorded_at_ms", .time, isNullable: true),
        .init("severity", .text), .init("expires_at_ms", .time, isNullable: true),
        .init("data_classification", .text),
    ]

    var dataColumns: [RecordColumn] {
        switch self {
        case .events: eventColumns
        case .samples: sampleColumns
        case .zoneStates: zoneStateColumns
        case .health: healthColumns
        case .losses: lossColumns
        }
    }
}

private let eventColumns: [RecordColumn] = [
    .init(data: "use_case", .text), .init(data: "phase", .text), .init(data: "event_uid", .text),
    .init(data: "rule_id", .text), .init(data: "zone_id", .text), .init(data: "profile", .text),
    .init(data: "boot_id", .text), .init(data: "mode", .text), .init(data: "coverage", .text),
    .init(data: "started_at", .time), .init(data: "updated_at", .time),
    .init(data: "ended_at", .time, isNullable: true), .init(data: "detected_at", .time),
    .init(data: "emitted_at", .time), .init(data: "end_reason", .text, isNullable: true),
    .init(data: "time_source", .text), .init(data: "time_uncertainty_ms", .integer),
    .init(data: "frame.pts", .integer), .init(data: "frame.index", .integer), .init(data: "frame.width", .integer),
    .init(data: "frame.height", .integer),
    .init(data: "bbox.x", .real, isNullable: true), .init(data: "bbox.y", .real, isNullable: true),
    .init(data: "bbox.w", .real, isNullable: true), .init(data: "bbox.h", .real, isNullable: true),
    .init(data: "polygon", .list, isNullable: true),
    .init(data: "ground.lon", .real, isNullable: true), .init(data: "ground.lat", .real, isNullable: true),
    .init(data: "ground.accuracy_m", .real, isNullable: true),
    .init(data: "metric.name", .text, isNullable: true), .init(data: "metric.value", .real, isNullable: true),
    .init(data: "metric.unit", .text, isNullable: true), .init(data: "metric.threshold", .real, isNullable: true),
    .init(data: "metric.exit_threshold", .real, isNullable: true),
    .init(data: "metric.hold_s", .real, isNullable: true), .init(data: "metric.window_s", .real, isNullable: true),
    .init(data: "metric.expected_low", .real, isNullable: true),
    .init(data: "metric.expected_high", .real, isNullable: true),
    .init(data: "metric.series", .list, isNullable: true),
    .init(data: "confidence", .real, isNullable: true), .init(data: "confidence_kind", .text, isNullable: true),
    .init(data: "quality.brightness", .real), .init(data: "quality.blur", .real),
    .init(data: "quality.decode_fps", .real), .init(data: "quality.dropped_ratio", .real),
    .init(data: "quality.calibration_state", .text),
    .init(data: "provenance.config_sha256", .text), .init(data: "provenance.calibration_sha256", .text),
    .init(data: "provenance.model_sha256", .text), .init(data: "provenance.build", .text),
    .init(data: "provenance.kernel_set", .text),
    .init(data: "authorisation_id", .text, isNullable: true), .init(data: "purpose", .text, isNullable: true),
    .init(data: "reasons", .list, isNullable: true, since: 2),
    .init(data: "coverage_reason", .text, isNullable: true, since: 2),
]

private let sampleColumns: [RecordColumn] = [
    .init(data: "zone_id", .text), .init(data: "count", .real), .init(data: "count_low", .real),
    .init(data: "count_high", .real), .init(data: "persons_per_m2", .real, isNullable: true),
    .init(data: "flow_in", .integer, isNullable: true), .init(data: "flow_out", .integer, isNullable: true),
    .init(data: "seen_ratio", .real), .init(data: "coverage", .text),
    .init(data: "coverage_reason", .text, isNullable: true, since: 2),
    .init(data: "full_in_s", .real, isNullable: true, since: 3),
    .init(data: "full_in_soonest_s", .real, isNullable: true, since: 3),
    .init(data: "full_in_latest_s", .real, isNullable: true, since: 3),
]

private let zoneStateColumns: [RecordColumn] = [
    .init(data: "zone_id", .text), .init(data: "rule_id", .text), .init(data: "use_case", .text),
    .init(data: "active", .flag), .init(data: "event_uid", .text, isNullable: true), .init(data: "coverage", .text),
    .init(data: "value", .real, isNullable: true), .init(data: "unit", .text, isNullable: true),
    .init(data: "learning", .flag), .init(data: "coverage_reason", .text, isNullable: true, since: 2),
]

private let healthColumns: [RecordColumn] = [
    .init(data: "stream", .text), .init(data: "error_code", .text), .init(data: "coverage", .text),
    .init(data: "decode_fps", .real), .init(data: "analysed_fps", .real), .init(data: "latency_ms", .real),
    .init(data: "cpu_share", .real), .init(data: "resident_bytes", .integer),
    .init(data: "frames_decoded", .integer), .init(data: "frames_analysed", .integer),
    .init(data: "frames_skipped", .integer), .init(data: "frames_corrupt", .integer),
    .init(data: "restarts", .integer), .init(data: "coverage_reason", .text, isNullable: true, since: 2),
]

private let lossColumns: [RecordColumn] = [
    .init(data: "message_kind", .text), .init(data: "count", .integer), .init(data: "from", .time),
    .init(data: "to", .time), .init(data: "reason", .text),
]
