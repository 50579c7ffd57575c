import Events
import Foundation
import Link
import Logging
import ServiceLog

/// Does what ``IngestStateMachine`` says, on ingest's thread.
///
/// A turn takes the messages that wait, commits their batches in one transaction, and answers.
final class IngestDriver {
    private static let turnMilliseconds = 50
    /// Messages taken in one turn at most: bounds the memory, and the time until the first of them is answered.
    private static let messagesPerTurn = 64

    private let service: IngestService
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var socket: DatacentreSocket
    private var machine = IngestStateMachine()
    private var status = IngestStatus()
    private var batches: [IngestStateMachine.PendingBatch] = []
    private var enrolled: Set<String> = []
    private var tidiedAt: Duration?
    private var repeats = RepeatLimit()

    init(_ service: IngestService) throws(LinkError) {
        self.service = service
        start = clock.now
        socket = try DatacentreSocket(
            context: LinkContext(peers: 2048), endpoint: service.endpoint, keys: service.keys,
            enrolled: service.enrolled)
        service.listening(socket.endpoint)
    }

    private var now: Duration { clock.now - start }

    func turn() throws(LinkError) {
        try socket.wait(milliseconds: Self.turnMilliseconds)
        try tidy()
        for _ in 0..<Self.messagesPerTurn {
            guard let message = try socket.receive() else { break }
            try handle(message)
        }
        try commitBatches()
        publish()
    }

    private func handle(_ message: DatacentreSocket.Message) throws(LinkError) {
        if !enrolled.contains(message.gateway) { enrolled = service.enrolled.gateways }
        guard enrolled.contains(message.gateway) else {
            status.revokedMessages += 1
            return
        }
        let actions: [IngestStateMachine.Action]
        do throws(EventCodingError) {
            let decoded = try GatewayMessage(decoding: message.body)
            actions = machine.receive(decoded, from: message.gateway, on: message.connection, now: now)
        } catch {
            actions = machine.receiveMalformed(error, from: message.gateway, on: message.connection)
        }
        try perform(actions)
    }

    private func perform(_ actions: [IngestStateMachine.Action]) throws(LinkError) {
        for action in actions {
            switch action {
            case .send(let message, let connection): try send(message, to: connection)
            case .commit(let batch): batches.append(batch)
            case .findPosition(let hello): try answer(hello)
            case .notify(let notice): tell(notice)
            }
        }
    }

    private func send(_ message: IngestMessage, to connection: [UInt8]) throws(LinkError) {
        // What is not delivered is asked for again by the gateway, which repeats what is not acknowledged.
        if try socket.send(message.encoded(), to: connection) != .sent { status.undeliveredAnswers += 1 }
    }

    private func answer(_ hello: IngestStateMachine.PendingHello) throws(LinkError) {
        let position: GatewayPosition?
        do {
            position = try service.sink.position(ofGateway: hello.gateway)
        } catch {
            // No answer: the gateway says hello again.
            report("the store cannot be read", ["gateway.id": "\(hello.gateway)", "error": "\(error)"])
            return
        }
        try perform(machine.answerHello(hello, position: position, now: now))
    }

    /// Commits all batches at once; when the store refuses them, those of each gateway alone, so that one gateway's
    /// records cannot keep out the others'.
    private func commitBatches() throws(LinkError) {
        let batches = batches
        self.batches = []
        guard !batches.isEmpty else { return }
        if try commit(batches) { return }
        for gateway in Set(batches.map(\.gateway)).sorted() {
            let own = batches.filter { $0.gateway == gateway }
            if own.count < batches.count, try commit(own) { continue }
            for batch in own { machine.commitFailed(batch) }
        }
    }

    private func commit(_ batches: [IngestStateMachine.PendingBatch]) throws(LinkError) -> Bool {
        let outcome: CommitOutcome
        do {
            let recordedAt = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            outcome = try service.sink.commit(batches.flatMap(\.records), recordedAt: recordedAt)
        } catch {
            status.failedCommits += 1
            report("the store did not take records; the gateways keep them", ["error": "\(error)"])
            return false
        }
        status.inserted += outcome.inserted
        status.duplicates += outcome.duplicates
        for batch in batches { try perform(machine.committed(batch)) }
        return true
    }

    /// Once a second: who is enrolled, and who is silent.
    private func tidy() throws(LinkError) {
        if let tidiedAt, now - tidiedAt < .seconds(1) { return }
        tidiedAt = now
        enrolled = service.enrolled.gateways
        for problem in service.enrolled.problems {
            report("an enrolled key cannot be used", ["error": "\(problem)"])
        }
        try perform(machine.expireSessions(now: now))
    }

    private func publish() {
        status.missingRecords = machine.missingRecords
        status.batchesOutOfOrder = machine.batchesOutOfOrder
        status.refusals = machine.refusals
        status.refusedHandshakes = socket.refusedHandshakes
        let now = now
        status.gateways = machine.sessions.map { name, session in
            IngestStatus.Gateway(
                gatewayID: name, epoch: session.epoch, committed: session.committed,
                silentSeconds: (now - session.heardAt) / .seconds(1))
        }.sorted { $0.gatewayID < $1.gatewayID }
        service.publish(status)
    }

    private func tell(_ notice: IngestStateMachine.Notice) {
        switch notice {
        case .opened(let gateway, let epoch, let sequence):
            service.logger.info(
                "a gateway is connected",
                metadata: ["gateway.id": "\(gateway)", "epoch": "\(epoch)", "sequence": "\(sequence)"])
        case .refused(let gateway, let refusal):
            report(
                "a gateway's message is refused",
                ["gateway.id": "\(gateway)", "reason": "\(refusal.reason.rawValue)", "detail": "\(refusal.detail)"])
        case .hole(let gateway, let epoch, let range):
            service.logger.error(
                "records are missing: the gateway does not have them any more",
                metadata: ["gateway.id": "\(gateway)", "epoch": "\(epoch)", "sequences": "\(range)"])
        case .silent(let gateway): report("a gateway is silent", ["gateway.id": "\(gateway)"])
        }
    }

    private func report(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        let key = "\(message) \(metadata["gateway.id"]?.description ?? "")"
        if repeats.allows(key) { service.logger.warning(message, metadata: metadata) }
    }
}
