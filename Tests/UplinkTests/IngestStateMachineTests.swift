import Events
import Ingest
import Testing

@Suite struct IngestStateMachineTests {
    private let connection: [UInt8] = [0, 1]

    private func hello(_ epoch: String, acknowledged: UInt64 = 0, last: UInt64 = 100, gateway: String = "g")
        -> GatewayMessage
    {
        .hello(.init(siteID: "s", gatewayID: gateway, epoch: epoch, acknowledged: acknowledged, lastSequence: last))
    }

    private func batch(_ sequences: [UInt64], previous: UInt64, gateway: String = "g", epoch: String = "e2")
        -> GatewayMessage
    {
        let records = sequences.map { sequence in
            Record(
                identity: RecordIdentity(siteID: "s", gatewayID: gateway, epoch: epoch, sequence: sequence),
                report: numberedReport(sequence))
        }
        return .batch(.init(epoch: "e2", previous: previous, records: records))
    }

    /// A machine with a session, and what it did to open it.
    private func opened(_ message: GatewayMessage, position: GatewayPosition?)
        -> (IngestStateMachine, [IngestStateMachine.Action])
    {
        var machine = IngestStateMachine()
        let actions = machine.receive(message, from: "g", on: connection, now: .zero)
        guard case .findPosition(let pending)? = actions.first else { return (machine, actions) }
        let answers = machine.answerHello(pending, position: position, now: .zero)
        return (machine, answers)
    }

    private func refusal(_ actions: [IngestStateMachine.Action]) -> RefusalReason? {
        for case .send(.refusal(let refusal), _) in actions { return refusal.reason }
        return nil
    }

    private func acknowledged(_ actions: [IngestStateMachine.Action]) -> UInt64? {
        for case .send(.acknowledgement(let acknowledgement), _) in actions { return acknowledgement.upTo }
        return nil
    }

    private func hole(_ actions: [IngestStateMachine.Action]) -> ClosedRange<UInt64>? {
        for case .notify(.hole(_, _, let range)) in actions { return range }
        return nil
    }

    @Test("a hello is answered with what the store holds of the epoch")
    func welcome() {
        #expect(acknowledged(opened(hello("e2"), position: nil).1) == 0)
        #expect(acknowledged(opened(hello("e2"), position: .init(epoch: "e2", sequence: 42)).1) == 42)
        #expect(acknowledged(opened(hello("e2"), position: .init(epoch: "e1", sequence: 42)).1) == 0)
    }

    @Test("an old epoch, a spool that went back, another gateway's name and another version are refused")
    func fences() {
        #expect(refusal(opened(hello("e1"), position: .init(epoch: "e2", sequence: 1)).1) == .oldEpoch)
        #expect(refusal(opened(hello("e2", last: 41), position: .init(epoch: "e2", sequence: 42)).1) == .rewound)
        #expect(refusal(opened(hello("e2", gateway: "other"), position: nil).1) == .wrongGateway)
        let version = GatewayMessage.Hello(
            protocolVersion: 2, siteID: "s", gatewayID: "g", epoch: "e", acknowledged: 0, lastSequence: 0)
        let (machine, actions) = opened(.hello(version), position: nil)
        #expect(refusal(actions) == .unsupportedVersion)
        #expect(machine.refusals[.unsupportedVersion] == 1)
    }

    @Test("what the spool has forgotten and the store has not is a hole, reported and counted")
    func holeAtHello() {
        let (machine, actions) = opened(hello("e2", acknowledged: 30), position: .init(epoch: "e2", sequence: 20))
        #expect(hole(actions) == 21...30)
        #expect(acknowledged(actions) == 30)
        #expect(machine.missingRecords == 10)
    }

    @Test("a batch is acknowledged only after its commit; one out of order asks for the missing ones")
    func order() throws {
        var (machine, _) = opened(hello("e2"), position: nil)
        let actions = machine.receive(batch([1, 2, 3], previous: 0), from: "g", on: connection, now: .zero)
        #expect(acknowledged(actions) == nil)
        guard case .commit(let first)? = actions.first else {
            Issue.record("nothing to commit")
            return
        }
        let early = machine.receive(batch([7], previous: 6), from: "g", on: connection, now: .zero)
        #expect(acknowledged(early) == 0 && machine.batchesOutOfOrder == 1)
        #expect(acknowledged(machine.committed(first)) == 3)
        let repeated = machine.receive(batch([2, 3, 4], previous: 1), from: "g", on: connection, now: .zero)
        guard case .commit(let overlap)? = repeated.first else {
            Issue.record("an overlapping batch is not taken")
            return
        }
        #expect(acknowledged(machine.committed(overlap)) == 4)
    }

    @Test("after a failed commit the batch, and what followed it, must come again")
    func failedCommit() throws {
        var (machine, _) = opened(hello("e2"), position: nil)
        let actions = machine.receive(batch([1, 2], previous: 0), from: "g", on: connection, now: .zero)
        guard case .commit(let pending)? = actions.first else {
            Issue.record("nothing to commit")
            return
        }
        machine.commitFailed(pending)
        let next = machine.receive(batch([3], previous: 2), from: "g", on: connection, now: .zero)
        #expect(acknowledged(next) == 0)
    }

    @Test("records of another gateway, another epoch, without order, or with a time of recording are refused")
    func badBatches() {
        var (machine, _) = opened(hello("e2"), position: nil)
        func reason(_ message: GatewayMessage) -> RefusalReason? {
            refusal(machine.receive(message, from: "g", on: connection, now: .zero))
        }
        #expect(reason(batch([1], previous: 0, gateway: "other")) == .wrongGateway)
        #expect(reason(batch([1], previous: 0, epoch: "e1")) == .malformed)
        #expect(reason(batch([2, 1], previous: 0)) == .malformed)
        #expect(reason(batch([1, 1], previous: 0)) == .malformed)
        #expect(reason(batch([], previous: 0)) == .malformed)
        guard case .batch(var stamped) = batch([1], previous: 0) else { return }
        stamped.records[0].recordedAt = Timestamp(milliseconds: 1)
        #expect(reason(.batch(stamped)) == .malformed)
        #expect(machine.refusals[.wrongGateway] == 1 && machine.refusals[.malformed] == 5)
    }

    @Test("a hole inside a batch is reported, and what is there is taken")
    func holeInBatch() {
        var (machine, _) = opened(hello("e2"), position: nil)
        let actions = machine.receive(batch([1, 5, 6], previous: 0), from: "g", on: connection, now: .zero)
        #expect(hole(actions) == 2...4)
        #expect(machine.missingRecords == 3)
    }

    @Test("a connection without a hello is asked for one, and a silent session is forgotten")
    func sessions() {
        var (machine, _) = opened(hello("e2"), position: nil)
        #expect(refusal(machine.receive(batch([1], previous: 0), from: "g", on: [9], now: .zero)) == .helloNeeded)
        #expect(refusal(machine.receive(.heartbeat, from: "x", on: connection, now: .zero)) == .helloNeeded)
        #expect(machine.expireSessions(now: .seconds(59)).isEmpty)
        #expect(machine.expireSessions(now: .seconds(61)) == [.notify(.silent(gateway: "g"))])
        #expect(refusal(machine.receive(.heartbeat, from: "g", on: connection, now: .seconds(61))) == .helloNeeded)
    }
}
