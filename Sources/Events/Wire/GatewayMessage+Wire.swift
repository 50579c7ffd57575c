import EventsWire
import SwiftProtobuf

extension GatewayMessage {
    /// The protobuf form (`vigie.v1.GatewayMessage`).
    public func encoded() -> [UInt8] {
        protobufBytes(
            WireGatewayMessage.with {
                switch self {
                case .hello(let hello): $0.hello = hello.wire
                case .batch(let batch): $0.batch = batch.wire
                case .heartbeat: $0.heartbeat = WireLinkHeartbeat()
                }
            })
    }

    /// Reads the protobuf form; refuses what the schema does not know, down to the fields of every record.
    public init(decoding bytes: some Sequence<UInt8>) throws(EventCodingError) {
        let message: WireGatewayMessage = try protobufMessage(bytes)
        _ = try WireFields(message, at: "")
        switch message.body {
        case .hello(let hello): self = .hello(try Hello(wire: hello, at: "hello"))
        case .batch(let batch): self = .batch(try Batch(wire: batch, at: "batch"))
        case .heartbeat(let heartbeat):
            _ = try WireFields(heartbeat, at: "heartbeat")
            self = .heartbeat
        case nil: throw EventCodingError(.missingField, path: "body", "the message says nothing")
        }
    }
}

extension GatewayMessage.Hello {
    fileprivate var wire: WireHello {
        WireHello.with {
            $0.protocolVersion = protocolVersion
            $0.siteID = siteID
            $0.gatewayID = gatewayID
            $0.epoch = epoch
            $0.acknowledged = acknowledged
            $0.lastSequence = lastSequence
        }
    }

    fileprivate init(wire: WireHello, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            protocolVersion: try fields.required(wire.hasProtocolVersion, wire.protocolVersion, "protocol_version"),
            siteID: try fields.required(wire.hasSiteID, wire.siteID, "site_id"),
            gatewayID: try fields.required(wire.hasGatewayID, wire.gatewayID, "gateway_id"),
            epoch: try fields.required(wire.hasEpoch, wire.epoch, "epoch"),
            acknowledged: try fields.required(wire.hasAcknowledged, wire.acknowledged, "acknowledged"),
            lastSequence: try fields.required(wire.hasLastSequence, wire.lastSequence, "last_sequence"))
        let check = FieldChecks(path: path)
        try check.identifier(siteID, "site_id")
        try check.identifier(gatewayID, "gateway_id")
        try check.identifier(epoch, "epoch")
        guard acknowledged <= lastSequence, lastSequence <= EventLimits.sequences.upperBound else {
            throw EventCodingError(.outOfRange, path: path.field("last_sequence"), "no sequence of this spool")
        }
    }
}

extension GatewayMessage.Batch {
    fileprivate var wire: WireBatch {
        WireBatch.with {
            $0.epoch = epoch
            $0.previous = previous
            $0.records = records.map(\.wire)
        }
    }

    fileprivate init(wire: WireBatch, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        var records: [Record] = []
        records.reserveCapacity(wire.records.count)
        for record in wire.records {
            let decoded = try Record(wire: record, at: path.field("records"))
            try decoded.validate(at: path.field("records"))
            records.append(decoded)
        }
        self.init(
            epoch: try fields.required(wire.hasEpoch, wire.epoch, "epoch"),
            previous: try fields.required(wire.hasPrevious, wire.previous, "previous"), records: records)
    }
}

extension IngestMessage {
    /// The protobuf form (`vigie.v1.IngestMessage`).
    public func encoded() -> [UInt8] {
        protobufBytes(
            WireIngestMessage.with {
                switch self {
                case .acknowledgement(let acknowledgement): $0.acknowledgement = acknowledgement.wire
                case .refusal(let refusal): $0.refusal = refusal.wire
                case .heartbeat: $0.heartbeat = WireLinkHeartbeat()
                }
            })
    }

    /// Reads the protobuf form; refuses what the schema does not know.
    public init(decoding bytes: some Sequence<UInt8>) throws(EventCodingError) {
        let message: WireIngestMessage = try protobufMessage(bytes)
        _ = try WireFields(message, at: "")
        switch message.body {
        case .acknowledgement(let wire):
            self = .acknowledgement(try Acknowledgement(wire: wire, at: "acknowledgement"))
        case .refusal(let wire): self = .refusal(try Refusal(wire: wire, at: "refusal"))
        case .heartbeat(let heartbeat):
            _ = try WireFields(heartbeat, at: "heartbeat")
            self = .heartbeat
        case nil: throw EventCodingError(.missingField, path: "body", "the message says nothing")
        }
    }
}

extension IngestMessage.Acknowledgement {
    fileprivate var wire: WireAcknowledgement {
        WireAcknowledgement.with {
            $0.epoch = epoch
            $0.upTo = upTo
            $0.credit = credit
            $0.welcome = isWelcome
        }
    }

    fileprivate init(wire: WireAcknowledgement, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            epoch: try fields.required(wire.hasEpoch, wire.epoch, "epoch"),
            upTo: try fields.required(wire.hasUpTo, wire.upTo, "up_to"),
            credit: try fields.required(wire.hasCredit, wire.credit, "credit"),
            isWelcome: try fields.required(wire.hasWelcome, wire.welcome, "welcome"))
    }
}

extension IngestMessage.Refusal {
    fileprivate var wire: WireRefusal {
        WireRefusal.with {
            $0.reason = reason.wire
            $0.detail = detail
        }
    }

    fileprivate init(wire: WireRefusal, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            reason: try fields.required(wire.hasReason, wire.reason, "reason"),
            detail: try fields.required(wire.hasDetail, wire.detail, "detail"))
    }
}
