extension Record {
    /// The row form: the values of ``RecordTable/columns`` in order; `nil` for a heartbeat, which has no table.
    public var row: (table: RecordTable, values: [RowValue])? {
        guard let table = RecordTable(report.payload) else { return nil }
        let data = JSONValue.object(present: report.payload.jsonFields)
        return (table, envelopeRow + table.dataColumns.map { $0.row(data.value(at: $0.keys)) })
    }

    /// Reads a row back: one value for each of the table's columns, in order.
    ///
    /// Throws the ``EventCodingError`` that the JSON form would give, with the path of the key.
    public init(table: RecordTable, row: [RowValue]) throws(EventCodingError) {
        let columns = table.columns
        guard row.count == columns.count else {
            throw EventCodingError(
                .malformed, path: table.rawValue, "\(row.count) values for \(columns.count) columns")
        }
        let envelope = try EnvelopeRow(row.prefix(RecordTable.envelope.count))
        var data: [String: JSONValue] = [:]
        for (column, value) in zip(columns, row).dropFirst(RecordTable.envelope.count) {
            guard let json = try column.json(value) else { continue }
            data.set(json, at: column.keys[...])
        }
        var fields = try JSONFields(.object(data), at: "data")
        let payload = try Payload(kind: table.messageKind, reading: &fields)
        try fields.finish()
        self = envelope.record(payload)
        try validate()
    }

    private var envelopeRow: [RowValue] {
        [
            .text(identity.siteID), .text(identity.gatewayID), .text(identity.epoch),
            // Sequences fit: EventLimits.sequences.
            .integer(Int64(clamping: identity.sequence)), .text(report.cameraID),
            .integer(report.time.milliseconds), .time(recordedAt), .text(report.severity.rawValue),
            .time(report.expiry), .text(report.classification.rawValue),
        ]
    }
}

extension RowValue {
    fileprivate static func time(_ time: Timestamp?) -> RowValue {
        time.map { .integer($0.milliseconds) } ?? .null
    }
}

/// The columns of the envelope, read.
private struct EnvelopeRow {
    let identity: RecordIdentity
    let cameraID: String
    let time: Timestamp
    let recordedAt, expiry: Timestamp?
    let severity: Severity
    let classification: DataClassification

    init(_ values: ArraySlice<RowValue>) throws(EventCodingError) {
        var object: [String: JSONValue] = [:]
        for (column, value) in zip(RecordTable.envelope, values) {
            object[column.name] = try column.json(value)
        }
        var fields = try JSONFields(.object(object), at: "")
        let sequence = try fields.int64("sequence")
        identity = RecordIdentity(
            siteID: try fields.string("site_id"), gatewayID: try fields.string("gateway_id"),
            epoch: try fields.string("epoch"), sequence: UInt64(clamping: sequence))
        cameraID = try fields.string("camera_id")
        time = try fields.time("time_ms")
        recordedAt = try fields.optionalTime("recorded_at_ms")
        severity = try fields.choice("severity")
        expiry = try fields.optionalTime("expires_at_ms")
        classification = try fields.choice("data_classification")
    }

    func record(_ payload: Payload) -> Record {
        Record(
            identity: identity,
            report: Report(
                cameraID: cameraID, time: time, severity: severity, expiry: expiry, classification: classification,
                payload: payload),
            recordedAt: recordedAt)
    }
}

extension JSONValue {
    /// The value at a path of keys.
    fileprivate func value(at keys: [String]) -> JSONValue? {
        keys.reduce(self) { (value: JSONValue?, key) in
            guard case .object(let fields)? = value else { return nil }
            return fields[key]
        }
    }
}

extension [String: JSONValue] {
    /// Sets the value at a path of keys, making the objects on the way.
    fileprivate mutating func set(_ value: JSONValue, at keys: ArraySlice<String>) {
        guard let key = keys.first else { return }
        guard keys.count > 1 else {
            self[key] = value
            return
        }
        var inner: [String: JSONValue] = [:]
        if case .object(let fields)? = self[key] { inner = fields }
        inner.set(value, at: keys.dropFirst())
        self[key] = .object(inner)
    }
}
