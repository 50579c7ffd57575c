import EventsWire
import SwiftProtobuf

extension Report {
    /// The protobuf form (`vigie.v1.Report`). The same report always gives the same bytes.
    public func encoded() -> [UInt8] {
        protobufBytes(wire)
    }

    /// Reads the protobuf form; refuses unknown fields, unknown values, missing fields and values out of limits.
    public init(decoding bytes: some Sequence<UInt8>) throws(EventCodingError) {
        try self.init(wire: protobufMessage(bytes), at: "")
        try validate()
    }

    var wire: WireReport {
        WireReport.with {
            $0.cameraID = cameraID
            $0.time = time.milliseconds
            $0.severity = severity.wire
            if let expiry { $0.expiry = expiry.milliseconds }
            $0.dataClassification = classification.wire
            $0.payload = payload.wire
        }
    }

    init(wire: WireReport, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        guard let payload = wire.payload else {
            throw EventCodingError(.missingField, path: path.field("payload"), "the report says nothing")
        }
        self.init(
            cameraID: try fields.required(wire.hasCameraID, wire.cameraID, "camera_id"),
            time: try fields.time(wire.hasTime, wire.time, "time"),
            severity: try fields.required(wire.hasSeverity, wire.severity, "severity"),
            expiry: wire.hasExpiry ? Timestamp(milliseconds: wire.expiry) : nil,
            classification: try fields.required(
                wire.hasDataClassification, wire.dataClassification, "data_classification"),
            payload: try Payload(wire: payload, at: path))
    }
}

extension Payload {
    fileprivate var wire: WireReport.OneOf_Payload {
        switch self {
        case .event(let event): .event(event.wire)
        case .sample(let sample): .sample(sample.wire)
        case .zoneState(let state): .zoneState(state.wire)
        case .heartbeat(let heartbeat): .heartbeat(heartbeat.wire)
        case .health(let health): .health(health.wire)
        case .loss(let loss): .loss(loss.wire)
        }
    }

    fileprivate init(wire: WireReport.OneOf_Payload, at path: String) throws(EventCodingError) {
        switch wire {
        case .event(let event): self = .event(try Event(wire: event, at: path.field("event")))
        case .sample(let sample): self = .sample(try Sample(wire: sample, at: path.field("sample")))
        case .zoneState(let state): self = .zoneState(try ZoneState(wire: state, at: path.field("zone_state")))
        case .heartbeat(let beat): self = .heartbeat(try Heartbeat(wire: beat, at: path.field("heartbeat")))
        case .health(let health): self = .health(try Health(wire: health, at: path.field("health")))
        case .loss(let loss): self = .loss(try Loss(wire: loss, at: path.field("loss")))
        }
    }
}
