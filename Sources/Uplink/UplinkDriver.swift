import Events
import Link
import Logging
import ServiceLog
import Spool

/// Does what ``UplinkStateMachine`` says, on the uplink's thread.
final class UplinkDriver {
    /// How long a turn waits for the datacentre before it looks for new records in the spool.
    private static let turnMilliseconds = 50
    /// A link that comes and goes does not fill the spool with states.
    private static let zoneStatesInterval: Duration = .seconds(10)

    private let service: UplinkService
    private let context: LinkContext
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var socket: GatewaySocket
    private var machine: UplinkStateMachine
    private var repeats = RepeatLimit()
    private var zoneStatesAt: Duration?

    init(_ service: UplinkService) throws(LinkError) {
        self.service = service
        start = clock.now
        context = try LinkContext(peers: 1)
        socket = try Self.socket(service, context)
        machine = UplinkStateMachine(
            siteID: service.spool.siteID, gatewayID: service.spool.gatewayID, epoch: service.spool.epoch,
            acknowledged: service.spool.acknowledged, now: .zero, settings: service.settings)
    }

    private static func socket(_ service: UplinkService, _ context: LinkContext) throws(LinkError) -> GatewaySocket {
        try GatewaySocket(
            context: context, endpoint: service.endpoint, keys: service.keys, serverKey: service.serverKey)
    }

    private var now: Duration { clock.now - start }
    private var jitter: Double { .random(in: 0..<1) }
    private var spool: Spool { service.spool }

    /// Waits a moment for the datacentre, hears it, and sends what is due.
    func turn() throws(LinkError) {
        try socket.wait(milliseconds: Self.turnMilliseconds)
        while let event = try socket.nextConnectionEvent() { handle(event) }
        while let bytes = try socket.receive() { try handle(bytes) }
        try sendWhatIsDue()
        service.publish {
            $0.phase = machine.phase
            $0.resends = machine.resends
            $0.batchesInFlight = machine.batchesInFlight
        }
    }

    private func handle(_ event: ConnectionEvent) {
        switch event {
        case .established: machine.connected(now: now)
        case .refused:
            machine.handshakeRefused(now: now, jitter: jitter)
            warn(
                "the datacentre refuses the connection: enrol this gateway's key there, and check the datacentre's key",
                ["gateway.key": "\(service.keys.publicKey)", "server.key": "\(service.serverKey)"])
        case .disconnected:
            machine.disconnected()
            warn("the connection to the datacentre is cut; records wait in the spool")
        case .retrying: warn("the datacentre cannot be reached; records wait in the spool")
        }
    }

    private func handle(_ bytes: [UInt8]) throws(LinkError) {
        let message: IngestMessage
        do throws(EventCodingError) {
            message = try IngestMessage(decoding: bytes)
        } catch {
            warn("an answer of the datacentre cannot be read", ["error": "\(error)"])
            return
        }
        let actions = machine.receive(message, now: now, lastSequence: spool.lastSequence, jitter: jitter)
        for action in actions { _ = try perform(action) }
    }

    private func sendWhatIsDue() throws(LinkError) {
        while true {
            let actions = machine.advance(now: now, lastSequence: spool.lastSequence, jitter: jitter)
            if actions.isEmpty { return }
            for action in actions {
                guard try perform(action) else { return }
            }
        }
    }

    /// False when the action must wait for the next turn.
    private func perform(_ action: UplinkStateMachine.Action) throws(LinkError) -> Bool {
        switch action {
        case .send(let message): return try socket.send(message.encoded())
        case .sendBatch(let sequence): return try sendBatch(after: sequence)
        case .acknowledge(let sequence): forget(upTo: sequence)
        case .reconnect: socket = try Self.socket(service, context)
        case .notify(let notice): tell(notice)
        }
        return true
    }

    private func sendBatch(after sequence: UInt64) throws(LinkError) -> Bool {
        guard let records = readBatch(after: sequence), let last = records.last?.identity.sequence else { return false }
        let batch = GatewayMessage.Batch(epoch: spool.epoch, previous: sequence, records: records)
        guard try socket.send(GatewayMessage.batch(batch).encoded()) else { return false }
        machine.sentBatch(upTo: last, now: now)
        return true
    }

    private func readBatch(after sequence: UInt64) -> [Events.Record]? {
        do {
            return try spool.read(
                after: sequence, limit: service.settings.batchRecords, maximumBytes: service.settings.batchBytes)
        } catch {
            warn("the spool cannot be read", ["error": "\(error)"])
            return nil
        }
    }

    private func forget(upTo sequence: UInt64) {
        do {
            try spool.acknowledge(upTo: sequence)
        } catch {
            // The next acknowledgement covers this one; until then the records take up room.
            warn("the spool cannot forget what was acknowledged", ["error": "\(error)"])
        }
    }

    private func tell(_ notice: UplinkStateMachine.Notice) {
        switch notice {
        case .opened:
            service.logger.info("the datacentre takes records", metadata: ["spool.depth": "\(spool.depth)"])
            service.publish { $0.sessions += 1 }
            repeatZoneStates()
        case .silent: warn("the datacentre is not heard any more")
        case .refused(let refusal):
            warn(
                "the datacentre refuses what this gateway sends",
                ["reason": "\(refusal.reason.rawValue)", "detail": "\(refusal.detail)"])
        case .resent(let sequence): warn("records are sent again", ["sequence": "\(sequence)"])
        case .impossibleAcknowledgement(let sequence):
            warn("the datacentre acknowledges what the spool never gave", ["sequence": "\(sequence)"])
        }
    }

    private func repeatZoneStates() {
        if let zoneStatesAt, now - zoneStatesAt < Self.zoneStatesInterval { return }
        zoneStatesAt = now
        let states = service.zoneStates()
        guard !states.isEmpty else { return }
        do {
            try spool.append(states)
        } catch {
            warn("zone states cannot be stored", ["error": "\(error)"])
        }
    }

    private func warn(_ message: Logger.Message, _ metadata: Logger.Metadata = [:]) {
        if repeats.allows(message.description) { service.logger.warning(message, metadata: metadata) }
    }
}
