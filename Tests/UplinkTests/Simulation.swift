import Events
import EventsTestSupport
import Ingest
import Uplink

/// Both state machines, a spool and a store in memory, and a network that loses, doubles, delays and reorders; either
/// side is started anew now and then, and the store refuses commits now and then. Time is simulated.
struct Simulation {
    var faults = true
    private(set) var oracle = DeliveryOracle(issued: [:], acknowledged: 0, stored: [])
    private(set) var notices: [IngestStateMachine.Notice] = []
    private(set) var restarts = 0
    private(set) var doubledCommits = 0
    private(set) var mostInFlight = 0

    private enum Packet {
        case up(GatewayMessage, connection: UInt8)
        case down(IngestMessage, connection: UInt8)
    }

    private var generator: SeededGenerator
    private var now: Duration = .zero
    private var connection: UInt8 = 0
    private var network: [(at: Duration, packet: Packet)] = []
    private var uplink: UplinkStateMachine
    private var ingest = IngestStateMachine()
    private var storedSequences: Set<UInt64> = []

    init(generator: SeededGenerator) {
        self.generator = generator
        uplink = Self.uplink(acknowledged: 0, now: .zero)
    }

    private static func uplink(acknowledged: UInt64, now: Duration) -> UplinkStateMachine {
        var settings = UplinkSettings()
        settings.batchRecords = 5
        return UplinkStateMachine(
            siteID: "s", gatewayID: "g", epoch: "e1", acknowledged: acknowledged, now: now, settings: settings)
    }

    private var lastSequence: UInt64 { UInt64(oracle.issued.count) }
    var isDelivered: Bool { oracle.acknowledged == lastSequence }

    mutating func issue(_ count: Int) {
        for _ in 0..<count { oracle.issued[lastSequence + 1] = numberedReport(lastSequence + 1) }
    }

    /// One step of 10 ms.
    mutating func step() throws {
        now += .milliseconds(10)
        if faults { breakSomething() }
        try deliver()
        var actions = uplink.advance(now: now, lastSequence: lastSequence, jitter: jitter())
        while !actions.isEmpty {
            for action in actions { try perform(action) }
            actions = uplink.advance(now: now, lastSequence: lastSequence, jitter: jitter())
        }
        mostInFlight = max(mostInFlight, uplink.batchesInFlight)
        for action in ingest.expireSessions(now: now) { try perform(action) }
    }

    private mutating func jitter() -> Double { .random(in: 0..<1, using: &generator) }

    private mutating func breakSomething() {
        if generator.chance(0.002) { cutConnection() }
        if generator.chance(0.001) {
            restarts += 1
            uplink = Self.uplink(acknowledged: oracle.acknowledged, now: now)
            cutConnection()
        }
        if generator.chance(0.001) {
            restarts += 1
            ingest = IngestStateMachine()
            cutConnection()
        }
    }

    private mutating func cutConnection() {
        network = []
        connection &+= 1
        uplink.connected(now: now)
    }

    private mutating func put(_ packet: Packet) {
        if faults, generator.chance(0.03) { return }
        let copies = faults && generator.chance(0.05) ? 2 : 1
        for _ in 0..<copies {
            let delay = faults ? Int.random(in: 1...80, using: &generator) : 5
            network.append((now + .milliseconds(delay), packet))
        }
    }

    private mutating func deliver() throws {
        let due = network.filter { $0.at <= now }
        network.removeAll { $0.at <= now }
        for (_, packet) in due.sorted(by: { $0.at < $1.at }) {
            switch packet {
            case .up(let message, let sender):
                // Over the wire and back: what is sent is what is received.
                let received = try GatewayMessage(decoding: message.encoded())
                for action in ingest.receive(received, from: "g", on: [sender], now: now) { try perform(action) }
            case .down(let message, let receiver):
                guard receiver == connection else { continue }
                let received = try IngestMessage(decoding: message.encoded())
                let actions = uplink.receive(received, now: now, lastSequence: lastSequence, jitter: jitter())
                for action in actions { try perform(action) }
            }
        }
    }

    private mutating func perform(_ action: UplinkStateMachine.Action) throws {
        switch action {
        case .send(let message): put(.up(message, connection: connection))
        case .sendBatch(let previous):
            let last = min(previous + 5, lastSequence)
            let records = (previous + 1...last).map { sequence in
                Record(
                    identity: RecordIdentity(siteID: "s", gatewayID: "g", epoch: "e1", sequence: sequence),
                    report: oracle.issued[sequence] ?? numberedReport(0))
            }
            let batch = GatewayMessage.Batch(epoch: "e1", previous: previous, records: records)
            put(.up(.batch(batch), connection: connection))
            uplink.sentBatch(upTo: last, now: now)
        case .acknowledge(let sequence): oracle.acknowledged = max(oracle.acknowledged, sequence)
        case .reconnect: cutConnection()
        case .notify: break
        }
    }

    private mutating func perform(_ action: IngestStateMachine.Action) throws {
        switch action {
        case .send(let message, let receiver): put(.down(message, connection: receiver[0]))
        case .findPosition(let hello):
            let position = storedSequences.max().map { GatewayPosition(epoch: "e1", sequence: $0) }
            for action in ingest.answerHello(hello, position: position, now: now) { try perform(action) }
        case .commit(let batch):
            guard !faults || !generator.chance(0.05) else {
                ingest.commitFailed(batch)
                return
            }
            for record in batch.records { store(record) }
            for action in ingest.committed(batch) { try perform(action) }
        case .notify(let notice): notices.append(notice)
        }
    }

    private mutating func store(_ record: Record) {
        guard storedSequences.insert(record.identity.sequence).inserted else {
            doubledCommits += 1
            return
        }
        oracle.stored.append((record.identity.sequence, record.report))
    }
}
