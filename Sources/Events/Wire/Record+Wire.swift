import EventsWire
import SwiftProtobuf

extension Record {
    /// The protobuf form (`vigie.v1.Record`). The same record always gives the same bytes.
    public func encoded() -> [UInt8] {
        protobufBytes(wire)
    }

    /// Reads the protobuf form; refuses unknown fields, unknown values, missing fields and values out of limits.
    public init(decoding bytes: some Sequence<UInt8>) throws(EventCodingError) {
        try self.init(wire: protobufMessage(bytes), at: "")
        try validate()
    }

    var wire: WireRecord {
        WireRecord.with {
            $0.siteID = identity.siteID
            $0.gatewayID = identity.gatewayID
            $0.epoch = identity.epoch
            $0.sequence = identity.sequence
            $0.report = report.wire
            if let recordedAt { $0.recordedAt = recordedAt.milliseconds }
        }
    }

    init(wire: WireRecord, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        let identity = RecordIdentity(
            siteID: try fields.required(wire.hasSiteID, wire.siteID, "site_id"),
            gatewayID: try fields.required(wire.hasGatewayID, wire.gatewayID, "gateway_id"),
            epoch: try fields.required(wire.hasEpoch, wire.epoch, "epoch"),
            sequence: try fields.required(wire.hasSequence, wire.sequence, "sequence"))
        let report = try Report(
            wire: fields.required(wire.hasReport, wire.report, "report"), at: path.field("report"))
        self.init(
            identity: identity, report: report,
            recordedAt: wire.hasRecordedAt ? Timestamp(milliseconds: wire.recordedAt) : nil)
    }
}

/// The bytes of a message. Encoding proto3 fails only on a message over 2 GiB, which the limits exclude.
func protobufBytes(_ message: some SwiftProtobuf.Message) -> [UInt8] {
    do {
        return try message.serializedBytes()
    } catch {
        preconditionFailure("a protobuf message within the schema's limits cannot be encoded: \(error)")
    }
}

/// Reads a message, with an error of this model in place of the library's.
func protobufMessage<M: SwiftProtobuf.Message>(_ bytes: some Sequence<UInt8>) throws(EventCodingError) -> M {
    do {
        return try M(serializedBytes: Array(bytes))
    } catch {
        throw EventCodingError(.malformed, path: "", "not a protobuf message of type \(M.protoMessageName): \(error)")
    }
}
