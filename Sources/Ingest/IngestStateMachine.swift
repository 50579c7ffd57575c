public import Events

/// The datacentre's side of the protocol, without I/O: it is told what arrives and says what to do.
///
/// Each gateway has one session, on the connection of its last hello. Batches are taken in the order of their chain:
/// one that says it follows a sequence not yet taken is answered with the last acknowledgement, which makes the gateway
/// send again from there. An acknowledgement is sent only for what the store has committed.
public struct IngestStateMachine: Sendable {
    /// A connection, as the link names it.
    public typealias Connection = [UInt8]

    /// Batches of one gateway that may be on their way, unacknowledged.
    public static let window: UInt32 = 8
    /// A session that was silent for so long is forgotten; its gateway says hello again.
    public static let sessionLifetime: Duration = .seconds(60)

    /// Something for the driver to do.
    public enum Action: Sendable, Hashable {
        case send(IngestMessage, to: Connection)
        /// Ask the store how far it knows the gateway, then tell ``answerHello(_:position:now:)``.
        case findPosition(PendingHello)
        /// Commit the records, then tell ``committed(_:)`` or ``commitFailed(_:)``.
        case commit(PendingBatch)
        case notify(Notice)
    }

    /// Something that people should hear of.
    public enum Notice: Sendable, Hashable {
        case opened(gateway: String, epoch: String, upTo: UInt64)
        case refused(gateway: String, IngestMessage.Refusal)
        /// Sequences that the gateway does not have and the store has not: lost.
        case hole(gateway: String, epoch: String, ClosedRange<UInt64>)
        case silent(gateway: String)
    }

    /// A hello that waits for the store's answer.
    public struct PendingHello: Sendable, Hashable {
        public var gateway: String
        var hello: GatewayMessage.Hello
        var connection: Connection
    }

    /// A batch that was taken and waits for the store's commit.
    public struct PendingBatch: Sendable, Hashable {
        public var gateway: String
        public var records: [Record]
        var epoch: String
        var last: UInt64
        var connection: Connection
    }

    /// Where one gateway stands.
    public struct Session: Sendable, Hashable {
        public var epoch: String
        /// Committed without a hole that was not reported.
        public var committed: UInt64
        /// Time of the last message, of the driver's monotonic clock.
        public var heardAt: Duration
        /// Taken, commit pending.
        var taken: UInt64
        var siteID: String
        var connection: Connection
    }

    /// By gateway.
    public private(set) var sessions: [String: Session] = [:]
    /// Sequences that were found missing, over all gateways.
    public private(set) var missingRecords: UInt64 = 0
    /// Messages refused, by reason.
    public private(set) var refusals: [RefusalReason: Int] = [:]
    /// Batches that came out of order, and so were asked for again.
    public private(set) var batchesOutOfOrder = 0

    public init() {}

    /// A message from a gateway, whose name is the link's word and not the message's.
    public mutating func receive(
        _ message: GatewayMessage, from gateway: String, on connection: Connection, now: Duration
    ) -> [Action] {
        if sessions[gateway]?.connection == connection { sessions[gateway]?.heardAt = now }
        switch message {
        case .heartbeat:
            guard sessions[gateway]?.connection == connection else { return helloNeeded(gateway, connection) }
            return [.send(.heartbeat, to: connection)]
        case .hello(let hello): return receive(hello, from: gateway, on: connection)
        case .batch(let batch): return receive(batch, from: gateway, on: connection)
        }
    }

    /// A message that could not be read.
    public mutating func receiveMalformed(
        _ error: EventCodingError, from gateway: String, on connection: Connection
    ) -> [Action] {
        refuse(gateway, .malformed, "\(error.path): \(error.message)", on: connection)
    }

    private mutating func receive(
        _ hello: GatewayMessage.Hello, from gateway: String, on connection: Connection
    ) -> [Action] {
        guard hello.protocolVersion == GatewayMessage.protocolVersion else {
            return refuse(gateway, .unsupportedVersion, "version \(hello.protocolVersion)", on: connection)
        }
        guard hello.gatewayID == gateway else {
            return refuse(gateway, .wrongGateway, "the key is enrolled for \(gateway)", on: connection)
        }
        return [.findPosition(PendingHello(gateway: gateway, hello: hello, connection: connection))]
    }

    /// The store's answer about a gateway that said hello.
    public mutating func answerHello(_ pending: PendingHello, position: GatewayPosition?, now: Duration) -> [Action] {
        let hello = pending.hello
        var committed: UInt64 = 0
        if let position {
            guard hello.epoch >= position.epoch else {
                return refuse(pending.gateway, .oldEpoch, "epoch \(position.epoch) is known", on: pending.connection)
            }
            if hello.epoch == position.epoch { committed = position.sequence }
        }
        guard committed <= hello.lastSequence else {
            return refuse(pending.gateway, .rewound, "sequence \(committed) is stored", on: pending.connection)
        }
        var actions: [Action] = []
        if hello.acknowledged > committed {
            actions += hole(pending.gateway, hello.epoch, committed + 1...hello.acknowledged)
            committed = hello.acknowledged
        }
        sessions[pending.gateway] = Session(
            epoch: hello.epoch, committed: committed, heardAt: now, taken: committed, siteID: hello.siteID,
            connection: pending.connection)
        actions.append(acknowledgement(of: pending.gateway, isWelcome: true))
        return actions + [.notify(.opened(gateway: pending.gateway, epoch: hello.epoch, upTo: committed))]
    }

    private mutating func receive(
        _ batch: GatewayMessage.Batch, from gateway: String, on connection: Connection
    ) -> [Action] {
        guard let session = sessions[gateway], session.connection == connection, session.epoch == batch.epoch else {
            return helloNeeded(gateway, connection)
        }
        if let refusal = refusal(of: batch, from: gateway, in: session) {
            return refuse(gateway, refusal.reason, refusal.detail, on: connection)
        }
        guard batch.previous <= session.taken, let last = batch.records.last?.identity.sequence else {
            batchesOutOfOrder += 1
            return [acknowledgement(of: gateway, isWelcome: false)]
        }
        let actions = last > session.taken ? holes(in: batch, from: gateway) : []
        sessions[gateway]?.taken = max(session.taken, last)
        let pending = PendingBatch(
            gateway: gateway, records: batch.records, epoch: batch.epoch, last: last, connection: connection)
        return actions + [.commit(pending)]
    }

    /// The store holds the batch for good: now it is acknowledged.
    public mutating func committed(_ batch: PendingBatch) -> [Action] {
        guard let session = sessions[batch.gateway], session.epoch == batch.epoch else { return [] }
        sessions[batch.gateway]?.committed = max(session.committed, batch.last)
        sessions[batch.gateway]?.taken = max(session.taken, batch.last)
        guard session.connection == batch.connection else { return [] }
        return [acknowledgement(of: batch.gateway, isWelcome: false)]
    }

    /// The store did not take the batch: what followed it is not taken either, and the gateway will send again.
    public mutating func commitFailed(_ batch: PendingBatch) {
        guard let session = sessions[batch.gateway], session.epoch == batch.epoch else { return }
        sessions[batch.gateway]?.taken = session.committed
    }

    /// Forgets gateways that are not heard any more.
    public mutating func expireSessions(now: Duration) -> [Action] {
        let silent = sessions.filter { now - $0.value.heardAt >= Self.sessionLifetime }.keys.sorted()
        for gateway in silent { sessions[gateway] = nil }
        return silent.map { .notify(.silent(gateway: $0)) }
    }

    private func refusal(
        of batch: GatewayMessage.Batch, from gateway: String, in session: Session
    ) -> IngestMessage.Refusal? {
        var previous = batch.previous
        for record in batch.records {
            let identity = record.identity
            guard identity.gatewayID == gateway, identity.siteID == session.siteID else {
                let name = "\(identity.siteID)/\(identity.gatewayID)"
                return IngestMessage.Refusal(reason: .wrongGateway, detail: "a record of \(name)")
            }
            guard identity.epoch == batch.epoch, identity.sequence > previous, record.recordedAt == nil else {
                return IngestMessage.Refusal(
                    reason: .malformed, detail: "batch.records: sequence \(identity.sequence)")
            }
            previous = identity.sequence
        }
        return batch.records.isEmpty
            ? IngestMessage.Refusal(reason: .malformed, detail: "batch.records: no record") : nil
    }

    /// Sequences that the batch itself lacks: the spool does not have them any more.
    private mutating func holes(in batch: GatewayMessage.Batch, from gateway: String) -> [Action] {
        var actions: [Action] = []
        var previous = batch.previous
        for record in batch.records {
            let sequence = record.identity.sequence
            if sequence > previous + 1 { actions += hole(gateway, batch.epoch, previous + 1...sequence - 1) }
            previous = sequence
        }
        return actions
    }

    private mutating func hole(_ gateway: String, _ epoch: String, _ range: ClosedRange<UInt64>) -> [Action] {
        missingRecords &+= range.upperBound - range.lowerBound + 1
        return [.notify(.hole(gateway: gateway, epoch: epoch, range))]
    }

    private func acknowledgement(of gateway: String, isWelcome: Bool) -> Action {
        guard let session = sessions[gateway] else { preconditionFailure("an acknowledgement needs a session") }
        let acknowledgement = IngestMessage.Acknowledgement(
            epoch: session.epoch, upTo: session.committed, credit: Self.window, isWelcome: isWelcome)
        return .send(.acknowledgement(acknowledgement), to: session.connection)
    }

    private mutating func helloNeeded(_ gateway: String, _ connection: Connection) -> [Action] {
        refusals[.helloNeeded, default: 0] += 1
        return [.send(.refusal(IngestMessage.Refusal(reason: .helloNeeded, detail: "")), to: connection)]
    }

    private mutating func refuse(
        _ gateway: String, _ reason: RefusalReason, _ detail: String, on connection: Connection
    ) -> [Action] {
        refusals[reason, default: 0] += 1
        let refusal = IngestMessage.Refusal(reason: reason, detail: detail)
        return [.send(.refusal(refusal), to: connection), .notify(.refused(gateway: gateway, refusal))]
    }
}
