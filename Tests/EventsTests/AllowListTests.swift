import Events
import EventsTestSupport
import Foundation
import Testing

/// Walks every name in all three forms. A name that is not listed here cannot be sent, stored or exported; adding one
/// is a decision about people's data, so it is made here too.
@Suite struct AllowListTests {
    static let data: Set = [
        "accuracy_m", "active", "analysed_fps", "authorisation_id", "bbox", "blur", "boot_id", "brightness", "build",
        "calibration_sha256", "calibration_state", "camera_id", "confidence", "confidence_kind", "config_sha256",
        "count", "count_high", "count_low", "coverage", "coverage_reason", "cpu_share", "decode_fps", "detected_at",
        "dropped_ratio",
        "emitted_at", "end_reason", "ended_at", "error_code", "event_uid", "exit_threshold", "expected_high",
        "expected_low", "flow_in", "flow_out", "frame", "frames_analysed", "frames_corrupt", "frames_decoded",
        "frames_skipped", "from", "full_in_latest_s", "full_in_s",
        "full_in_soonest_s", "gateway_id", "ground", "h", "height", "hold_s", "index", "kernel_set", "lat",
        "latency_ms", "learning", "limit", "lon", "message_kind", "metric", "mode", "model_sha256", "name",
        "persons_per_m2",
        "phase", "polygon", "profile", "provenance", "pts", "purpose", "quality", "reason", "reasons", "resident_bytes",
        "restarts", "rule_id", "seen_ratio", "series", "started_at", "stream", "threshold", "time_source",
        "time_uncertainty_ms", "to", "unit", "updated_at", "use_case", "value", "w", "width", "window_s", "x", "y",
        "zone_id",
    ]
    static let cloudEventEnvelope: Set = [
        "specversion", "id", "source", "type", "subject", "time", "sequence", "recordedtime", "severitytext",
        "severitynumber", "expirytime", "dataclassification", "datacontenttype", "data",
    ]
    static let wireEnvelope: Set = [
        "site_id", "gateway_id", "epoch", "sequence", "report", "recorded_at", "camera_id", "time", "severity",
        "expiry", "data_classification", "event", "sample", "zone_state", "heartbeat", "health", "loss",
        // The gateway's protocol.
        "protocol_version", "acknowledged", "last_sequence", "previous", "records", "hello", "batch", "up_to",
        "credit", "welcome", "detail", "acknowledgement", "refusal",
    ]
    static let rowEnvelope: Set = [
        "site_id", "gateway_id", "epoch", "sequence", "camera_id", "time_ms", "recorded_at_ms", "severity",
        "expires_at_ms", "data_classification",
    ]
    /// No name may hold one of these words, whatever the lists above say.
    static let forbidden = [
        "face", "embedding", "plate", "age", "gender", "sex", "clothing", "hair", "gait", "emotion", "device",
        "person_id", "track", "image", "jpeg", "picture", "identity", "ethnicity", "author", "mac",
    ]

    private func checkForbidden(_ names: some Sequence<String>) {
        for name in names {
            let words = name.split(separator: "_").map(String.init)
            for word in Self.forbidden { #expect(!words.contains(word) && name != word, "\(name)") }
        }
    }

    @Test("every field of the wire schema is on the list, and every field on the list is used")
    func wireFields() throws {
        let names = try wireFieldNames()
        #expect(names.count > 80)
        let unknown = names.subtracting(Self.data).subtracting(Self.wireEnvelope)
        #expect(unknown.isEmpty, "not allowed: \(unknown.sorted())")
        let unused = Self.data.subtracting(names)
        #expect(unused.isEmpty, "allowed but not in vigie.proto: \(unused.sorted())")
        checkForbidden(names)
    }

    @Test("every key of the CloudEvents form is on the list")
    func jsonKeys() {
        var records = RandomRecords(generator: SeededGenerator(seed: 3))
        records.isComplete = true
        var used: Set<String> = []
        for kind in Payload.kinds {
            guard case .object(let envelope) = records.record(kind: kind).cloudEvent else { continue }
            #expect(Set(envelope.keys).subtracting(Self.cloudEventEnvelope).isEmpty)
            used.formUnion(keys(envelope["data"] ?? .null))
        }
        #expect(used == Self.data)
        checkForbidden(used)
    }

    @Test("every column of every table is on the list")
    func columns() {
        for table in RecordTable.allCases {
            let names = table.columns.map(\.name)
            #expect(Set(names).count == names.count, "\(table.rawValue) has a column twice")
            for name in names where !Self.rowEnvelope.contains(name) {
                #expect(isPathOfAllowedKeys(name), "\(table.rawValue).\(name)")
            }
            checkForbidden(names)
        }
    }

    @Test("the generated file has just the fields of vigie.proto")
    func generatedFile() throws {
        let source = try String(contentsOf: sources.appending(path: "vigie.pb.swift"), encoding: .utf8)
        for name in try wireFieldNames() {
            #expect(source.contains(camelCase(name)), "\(name): generate vigie.pb.swift again")
        }
    }

    /// A column's name is a key, or keys joined by underscores, with `_ms` behind a time.
    private func isPathOfAllowedKeys(_ name: String) -> Bool {
        let plain = name.hasSuffix("_ms") ? String(name.dropLast(3)) : name
        if Self.data.contains(name) || Self.data.contains(plain) { return true }
        return Self.data.contains {
            plain.hasPrefix($0 + "_") && Self.data.contains(String(plain.dropFirst($0.count + 1)))
        }
    }

    private func keys(_ value: JSONValue) -> Set<String> {
        switch value {
        case .object(let fields): fields.reduce(into: []) { $0.formUnion(keys($1.value).union([$1.key])) }
        case .array(let values): values.reduce(into: []) { $0.formUnion(keys($1)) }
        default: []
        }
    }

    private var sources: URL {
        URL(fileURLWithPath: #filePath).appending(path: "../../../Sources/EventsWire").standardized
    }

    private func wireFieldNames() throws -> Set<String> {
        let text = try String(contentsOf: sources.appending(path: "vigie.proto"), encoding: .utf8)
        let pattern = /^\s+(?:optional |repeated )?[A-Za-z0-9]+ ([a-z0-9_]+) = \d+;/.anchorsMatchLineEndings()
        return Set(text.matches(of: pattern).map { String($0.1) })
    }

    private func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_").map(String.init)
        let camel =
            words[0] + words.dropFirst().map { $0 == "id" ? "ID" : $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return "var \(camel):"
    }
}
