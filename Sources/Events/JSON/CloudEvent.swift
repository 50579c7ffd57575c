public import struct FoundationEssentials.Data

extension Record {
    /// The CloudEvents 1.0 form as one line of JSON in UTF-8, keys sorted: the same record always gives the same bytes.
    public func cloudEventJSON() -> Data {
        Data(cloudEvent.description.utf8)
    }

    /// Reads the CloudEvents form; refuses a key that the schema does not know, naming it, and every disagreement
    /// between the envelope and its data.
    public init(cloudEventJSON bytes: some Sequence<UInt8>) throws(EventCodingError) {
        try self.init(cloudEvent: JSONValue(parsing: bytes))
    }

    /// The CloudEvents 1.0 form as a JSON object.
    public var cloudEvent: JSONValue {
        .object(present: [
            "specversion": .string("1.0"),
            "id": .string("\(identity.epoch)-\(identity.sequence)"),
            "source": .string(source),
            "type": .string(report.payload.eventType),
            "subject": report.payload.subject.map(JSONValue.string),
            "time": .time(report.time),
            "sequence": .string(identity.paddedSequence),
            "recordedtime": recordedAt.map(JSONValue.time),
            "severitytext": .string(report.severity.rawValue),
            "severitynumber": .integer(Int64(report.severity.number)),
            "expirytime": report.expiry.map(JSONValue.time),
            "dataclassification": .string(report.classification.rawValue),
            "datacontenttype": .string("application/json"),
            "data": dataJSON,
        ])
    }

    /// Reads a JSON object of the CloudEvents form, with the same checks as ``init(cloudEventJSON:)``.
    public init(cloudEvent: JSONValue) throws(EventCodingError) {
        var fields = try JSONFields(cloudEvent, at: "")
        try fields.expect("specversion", "1.0")
        try fields.expect("datacontenttype", "application/json")
        let place = try SourcePath(fields.string("source"))
        let type = try EventType(fields.string("type"))
        let identity = try RecordIdentity(reading: &fields, at: place)
        let report = Report(
            cameraID: place.camera, time: try fields.time("time"), severity: try fields.choice("severitytext"),
            expiry: try fields.optionalTime("expirytime"), classification: try fields.choice("dataclassification"),
            payload: try Payload(data: fields.required("data"), type: type, place: place))
        self.init(identity: identity, report: report, recordedAt: try fields.optionalTime("recordedtime"))
        try expectAgreement(&fields)
        try fields.finish()
        try validate()
    }

    /// What the envelope repeats must be what the identity and the data say.
    private func expectAgreement(_ fields: inout JSONFields) throws(EventCodingError) {
        try fields.expect("id", "\(identity.epoch)-\(identity.sequence)")
        try fields.expect("subject", report.payload.subject)
        guard try fields.integer("severitynumber") == report.severity.number else {
            throw EventCodingError(.inconsistent, path: "severitynumber", "expected \(report.severity.number)")
        }
    }

    private var source: String {
        SourcePath(site: identity.siteID, gateway: identity.gatewayID, camera: report.cameraID).text
    }

    /// `data`, with the identifiers of gateway and camera that every message carries.
    var dataJSON: JSONValue {
        var fields = report.payload.jsonFields
        fields["camera_id"] = .string(report.cameraID)
        fields["gateway_id"] = .string(identity.gatewayID)
        return .object(present: fields)
    }
}

extension RecordIdentity {
    /// The sequence with zeros in front to 20 digits, so that its lexical order is its order.
    var paddedSequence: String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    /// The identity from `id`, `sequence` and the place. The epoch is what stands before the last hyphen of the id.
    fileprivate init(reading fields: inout JSONFields, at place: SourcePath) throws(EventCodingError) {
        let digits = try fields.string("sequence")
        guard digits.utf8.count == 20, let sequence = UInt64(digits) else {
            throw EventCodingError(.wrongType, path: "sequence", "expected 20 digits")
        }
        guard case .string(let id) = fields.peek("id"), let hyphen = id.lastIndex(of: "-") else {
            throw EventCodingError(.missingField, path: "id", "expected <epoch>-<sequence>")
        }
        self.init(
            siteID: place.site, gatewayID: place.gateway, epoch: String(id[..<hyphen]), sequence: sequence)
    }
}
