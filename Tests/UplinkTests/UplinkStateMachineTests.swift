import Events
import Testing
import Uplink

@Suite struct UplinkStateMachineTests {
    private func machine(acknowledged: UInt64 = 0) -> UplinkStateMachine {
        UplinkStateMachine(siteID: "s", gatewayID: "g", epoch: "e", acknowledged: acknowledged, now: .zero)
    }

    private func answer(_ upTo: UInt64, welcome: Bool = false, epoch: String = "e") -> IngestMessage {
        .acknowledgement(.init(epoch: epoch, upTo: upTo, credit: 8, isWelcome: welcome))
    }

    private func open(_ machine: inout UplinkStateMachine, last: UInt64) {
        _ = machine.advance(now: .zero, lastSequence: last, jitter: 0)
        _ = machine.receive(answer(0, welcome: true), now: .zero, lastSequence: last, jitter: 0)
    }

    @Test("it says hello first, says it again while nobody answers, and sends nothing else")
    func greeting() {
        var machine = machine(acknowledged: 3)
        let hello = GatewayMessage.Hello(siteID: "s", gatewayID: "g", epoch: "e", acknowledged: 3, lastSequence: 9)
        #expect(machine.advance(now: .zero, lastSequence: 9, jitter: 0) == [.send(.hello(hello))])
        #expect(machine.advance(now: .seconds(1), lastSequence: 9, jitter: 0).isEmpty)
        #expect(machine.advance(now: .seconds(2), lastSequence: 9, jitter: 0) == [.send(.hello(hello))])
    }

    @Test("at most a window of batches is on its way, and an acknowledgement makes room")
    func window() {
        var machine = machine()
        open(&machine, last: 100)
        for number in 0..<8 as Range<UInt64> {
            #expect(machine.advance(now: .zero, lastSequence: 100, jitter: 0) == [.sendBatch(after: number)])
            machine.sentBatch(upTo: number + 1, now: .zero)
        }
        #expect(machine.advance(now: .zero, lastSequence: 100, jitter: 0).isEmpty)
        #expect(machine.receive(answer(2), now: .zero, lastSequence: 100, jitter: 0) == [.acknowledge(upTo: 2)])
        #expect(machine.batchesInFlight == 6)
        #expect(machine.advance(now: .zero, lastSequence: 100, jitter: 0) == [.sendBatch(after: 8)])
    }

    @Test("what is not acknowledged in time is sent again from the first of it")
    func resend() {
        var machine = machine()
        open(&machine, last: 1)
        machine.sentBatch(upTo: 1, now: .zero)
        #expect(machine.advance(now: .seconds(4), lastSequence: 1, jitter: 0).isEmpty)
        let actions = machine.advance(now: .seconds(5), lastSequence: 1, jitter: 0)
        #expect(actions == [.notify(.resent(from: 1))])
        #expect(machine.advance(now: .seconds(5), lastSequence: 1, jitter: 0) == [.sendBatch(after: 0)])
    }

    @Test("an acknowledgement beyond the spool, or of another epoch, is ignored and said")
    func impossible() {
        var machine = machine()
        open(&machine, last: 5)
        let beyond = machine.receive(answer(6), now: .zero, lastSequence: 5, jitter: 0)
        #expect(beyond == [.notify(.impossibleAcknowledgement(upTo: 6))])
        let other = machine.receive(answer(1, epoch: "f"), now: .zero, lastSequence: 5, jitter: 0)
        #expect(other == [.notify(.impossibleAcknowledgement(upTo: 1))])
        #expect(machine.acknowledged == 0)
    }

    @Test("heartbeats go out in silence, and a silent datacentre is connected to anew")
    func silence() {
        var machine = machine()
        open(&machine, last: 0)
        #expect(machine.advance(now: .seconds(5), lastSequence: 0, jitter: 0) == [.send(.heartbeat)])
        #expect(machine.advance(now: .seconds(15), lastSequence: 0, jitter: 0.5) == [.notify(.silent)])
        #expect(machine.advance(now: .seconds(15.4), lastSequence: 0, jitter: 0.5).isEmpty)
        #expect(machine.advance(now: .seconds(15.5), lastSequence: 0, jitter: 0.5) == [.reconnect])
    }

    @Test("after a cut nothing is sent until the next connection is greeted, and then at once")
    func cut() {
        var machine = machine()
        open(&machine, last: 3)
        machine.disconnected()
        #expect(machine.phase == .greeting)
        #expect(machine.advance(now: .seconds(1), lastSequence: 3, jitter: 0).isEmpty)
        machine.connected(now: .seconds(1))
        let hello = GatewayMessage.Hello(siteID: "s", gatewayID: "g", epoch: "e", acknowledged: 0, lastSequence: 3)
        #expect(machine.advance(now: .seconds(1), lastSequence: 3, jitter: 0) == [.send(.hello(hello))])
    }

    @Test("a refused handshake is tried anew after a pause that grows to a minute at most")
    func refusedHandshake() {
        var machine = machine()
        var now: Duration = .zero
        for attempt in 0..<10 {
            machine.handshakeRefused(now: now, jitter: 0.999)
            let pause = Duration.seconds(min(1 << attempt, 60)) * 0.999
            #expect(machine.advance(now: now + pause - .milliseconds(1), lastSequence: 0, jitter: 0).isEmpty)
            #expect(machine.advance(now: now + pause, lastSequence: 0, jitter: 0) == [.reconnect])
            now += pause
        }
    }

    @Test(
        "a fenced spool sends nothing more and says why", arguments: [RefusalReason.oldEpoch, .rewound, .wrongGateway])
    func fenced(reason: RefusalReason) {
        var machine = machine()
        open(&machine, last: 9)
        let refusal = IngestMessage.Refusal(reason: reason, detail: "")
        let actions = machine.receive(.refusal(refusal), now: .zero, lastSequence: 9, jitter: 0.5)
        #expect(actions == [.notify(.refused(refusal))])
        #expect(machine.phase == .refused)
        #expect(machine.advance(now: .milliseconds(400), lastSequence: 9, jitter: 0).isEmpty)
    }
}
