import Detectors
import Testing

@Suite("life of a static object")
struct ObjectStateMachineTests {
    private typealias Machine = AbandonedObjectStateMachine
    private let times = AbandonedObjectStateMachine.Times(warnAfter: 30, alertAfter: 60)

    private func signs(
        _ time: Double, gone: Bool = false, attended: Bool = false, left: Double? = 10,
        _ verdict: AbandonedObjectStateMachine.Verdict = .object
    ) -> AbandonedObjectStateMachine.Signs {
        .init(time: time, isGone: gone, isAttended: attended, ownerLeftAt: left, verdict: verdict)
    }

    @Test("it warns and alerts so long after the owner left, and its removal ends it")
    func life() {
        var machine = Machine(times: times)
        var changes: [(ObjectPhase, Double)] = []
        for second in 0...120 {
            let time = Double(second)
            let phase = machine.ingest(
                signs(time, gone: time >= 100, attended: time < 10, left: min(time, 10)))
            if let phase { changes.append((phase, time)) }
        }
        #expect(changes.map(\.0) == [.attended, .unattended, .abandoned, .removed])
        #expect(changes.map(\.1) == [0, 40, 70, 102])
    }

    @Test("an owner who comes back before the alert takes the warning back")
    func ownerReturns() {
        var machine = Machine(times: times)
        #expect(machine.ingest(signs(40)) == .unattended)
        #expect(machine.ingest(signs(50, attended: true)) == .attended)
        #expect(machine.ingest(signs(71, left: 60)) == nil)
        #expect(machine.ingest(signs(90, left: 60)) == .unattended)
    }

    @Test("what was measured too seldom is warned of, and alerted only once it was measured more often")
    func seldomMeasured() {
        var machine = Machine(times: times)
        var signs = signs(40)
        signs.isMeasured = false
        #expect(machine.ingest(signs) == .unattended)
        for second in 41...90 {
            signs.time = Double(second)
            #expect(machine.ingest(signs) == nil)
        }
        (signs.time, signs.isMeasured) = (91, true)
        #expect(machine.ingest(signs) == .abandoned)
    }

    @Test("a curious passer-by does not take an alert back")
    func alertStays() {
        var machine = Machine(times: times)
        _ = machine.ingest(signs(40))
        #expect(machine.ingest(signs(70)) == .abandoned)
        #expect(machine.ingest(signs(80, attended: true)) == nil)
        #expect(machine.phase == .abandoned)
    }

    @Test("what may have been taken as well as put is a static change and never an alert")
    func ambiguous() {
        var machine = Machine(times: times)
        #expect(machine.ingest(signs(40, .ambiguous)) == .staticChange)
        for second in 41...400 { #expect(machine.ingest(signs(Double(second), .ambiguous)) == nil) }
    }

    @Test("what turns out to be a person goes back to being a candidate")
    func refused() {
        var machine = Machine(times: times)
        _ = machine.ingest(signs(40))
        for second in 41..<44 { #expect(machine.ingest(signs(Double(second), .refused)) == nil) }
        #expect(machine.ingest(signs(44, .refused)) == .candidate)
    }

    @Test("what was refused for long must be an object for as long, up to half a minute, before the alert")
    func doubt() {
        func alert(refusedFor seconds: Double, doubt: Double = 0) -> Double? {
            var machine = Machine(times: times, doubt: doubt)
            for time in stride(from: 0, through: 400.0, by: 0.5)
            where machine.ingest(signs(time, left: 0, time <= seconds ? .refused : .object)) == .abandoned {
                return time
            }
            return nil
        }
        #expect(alert(refusedFor: -1) == 60)
        #expect(alert(refusedFor: 50) == 80)
        #expect(alert(refusedFor: 300) == 330)
        #expect(alert(refusedFor: 50, doubt: 10) == 80, "no more than half a minute")
        #expect(alert(refusedFor: 55, doubt: 10) == 85)
        #expect(alert(refusedFor: 40, doubt: 10) == 70)
    }

    @Test("half an hour after the alert it is proposed as a fixture, which can still be removed")
    func fixture() {
        var machine = Machine(times: times)
        _ = machine.ingest(signs(40))
        _ = machine.ingest(signs(70))
        #expect(machine.ingest(signs(1869)) == nil)
        #expect(machine.ingest(signs(1870)) == .fixture)
        _ = machine.ingest(signs(2000, gone: true))
        #expect(machine.ingest(signs(2002, gone: true)) == .removed)
        #expect(machine.isFinal)
    }

    @Test("a fixture expires after a day and is judged anew")
    func fixtureExpires() {
        var machine = Machine(times: times)
        for time in [40, 70, 1870.0] { _ = machine.ingest(signs(time)) }
        #expect(machine.phase == .fixture)
        #expect(machine.ingest(signs(1870 + Machine.fixtureExpiry - 1)) == nil)
        #expect(machine.ingest(signs(1870 + Machine.fixtureExpiry)) == .candidate)
        #expect(machine.ingest(signs(1871 + Machine.fixtureExpiry)) == .unattended)
    }

    @Test("what somebody has acknowledged stays so until it is removed or becomes a fixture")
    func acknowledged() {
        var machine = Machine(times: times)
        #expect(machine.acknowledge() == nil)
        _ = machine.ingest(signs(40))
        #expect(machine.acknowledge() == .acknowledged)
        #expect(machine.ingest(signs(80)) == nil)
        #expect(machine.ingest(signs(81, attended: true)) == nil)
        var removed = machine
        _ = removed.ingest(signs(100, gone: true))
        #expect(removed.ingest(signs(102, gone: true)) == .removed)
        #expect(machine.ingest(signs(40 + Machine.fixtureAfter)) == .fixture)
    }

    @Test("what was taken away is told of at once, and over when the hole is not seen any more")
    func taken() {
        var machine = Machine(times: times)
        #expect(machine.ingest(signs(20, .taken)) == .taken)
        #expect(machine.ingest(signs(90)) == nil)
        _ = machine.ingest(signs(100, gone: true))
        #expect(machine.ingest(signs(102, gone: true)) == .cleared)
    }

    @Test("10,000 random lives keep the order of phases and the times of the rule")
    func model() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var random = SeededNumbers(seed: seed)
        for _ in 0..<10_000 { checkRandomLife(&random) }
    }

    private func checkRandomLife(_ random: inout SeededNumbers) {
        var machine = Machine(times: times)
        var (time, left) = (0.0, 0.0)
        var verdict = Machine.Verdict.object
        var (isAttended, isGone) = (true, false)
        for _ in 0..<60 {
            time += Double.random(in: 0.2...20, using: &random)
            if Int.random(in: 0..<4, using: &random) == 0 { isAttended.toggle() }
            if Int.random(in: 0..<6, using: &random) == 0 { isGone.toggle() }
            if Int.random(in: 0..<4, using: &random) == 0 {
                verdict = Machine.Verdict.allCases.randomElement(using: &random) ?? .object
            }
            if isAttended { left = time }
            let before = machine.phase
            let wasFinal = machine.isFinal
            var phase = machine.ingest(signs(time, gone: isGone, attended: isAttended, left: left, verdict))
            if phase == nil, Int.random(in: 0..<30, using: &random) == 0 { phase = machine.acknowledge() }
            guard let phase else { continue }
            #expect(!wasFinal && phase != before && phase == machine.phase)
            switch phase {
            case .unattended:
                #expect(!isAttended && time - left >= times.warnAfter && verdict == .object)
            case .abandoned:
                #expect(before == .unattended && !isAttended && time - left >= times.alertAfter && verdict == .object)
            case .fixture: #expect(before == .abandoned || before == .acknowledged)
            case .acknowledged: #expect(before == .unattended || before == .abandoned)
            case .taken: #expect(verdict == .taken && before != .unattended && before != .abandoned)
            case .removed: #expect(isGone)
            case .cleared: #expect(isGone || before == .taken)
            case .staticChange: #expect(!isAttended && (verdict == .ambiguous || verdict == .taken))
            case .attended: #expect(isAttended && before != .abandoned && before != .fixture && before != .acknowledged)
            case .candidate: #expect(verdict == .refused)
            }
        }
    }
}

@Suite("who left an object, and when")
struct OwnerStateMachineTests {
    private func run(_ owner: inout OwnerStateMachine, _ presence: Presence, from: Double, to: Double) {
        for tick in Int(from * 5)..<Int(to * 5) { owner.ingest(presence, time: Double(tick) / 5) }
    }

    @Test("the owner left when they were seen to go beyond the radius")
    func leaves() {
        var owner = OwnerStateMachine(putAt: 10)
        run(&owner, Presence(around: .standing, owner: .near), from: 10, to: 20)
        #expect(owner.isAttended)
        run(&owner, Presence(around: .nobody, owner: .left(at: 20.4)), from: 20, to: 22)
        #expect(!owner.isAttended)
        #expect(owner.ownerLeftAt == 20.4)
    }

    @Test("of two people the one who put it is the owner: a companion who waits some metres off does not attend it")
    func companion() {
        var owner = OwnerStateMachine(putAt: 10)
        run(&owner, Presence(around: .standing, owner: .near), from: 10, to: 20)
        run(&owner, Presence(around: .standing, owner: .left(at: 20)), from: 20, to: 40)
        #expect(!owner.isAttended && owner.ownerLeftAt == 20)
    }

    @Test("who stands still beside it attends it, however long, even when they are not followed any more")
    func standsLong() {
        var owner = OwnerStateMachine(putAt: 10)
        run(&owner, Presence(around: .nobody, owner: .near), from: 10, to: 3600)
        #expect(owner.isAttended)
    }

    @Test("of an owner who is not followed, the last instant at which somebody was near counts")
    func unknownOwner() {
        var owner = OwnerStateMachine(putAt: 10)
        run(&owner, Presence(around: .standing), from: 10, to: 20)
        run(&owner, Presence(around: .walking), from: 20, to: 22)
        run(&owner, Presence(around: .nobody), from: 22, to: 30)
        #expect(!owner.isAttended)
        #expect(abs(owner.ownerLeftAt - 21.8) < 0.01)
    }

    @Test("passers-by do not attend it")
    func passers() {
        var owner = OwnerStateMachine(putAt: 10)
        run(&owner, Presence(around: .nobody), from: 10, to: 15)
        run(&owner, Presence(around: .walking, beside: .walking), from: 15, to: 40)
        #expect(!owner.isAttended)
        #expect(owner.ownerLeftAt == 10)
    }

    @Test("an owner who leaves within a dense flow has left when only walkers remain for long")
    func denseFlow() {
        var owner = OwnerStateMachine(putAt: 10)
        run(&owner, Presence(around: .standing), from: 10, to: 15)
        run(&owner, Presence(around: .walking), from: 15, to: 60)
        #expect(!owner.isAttended)
        #expect(owner.ownerLeftAt <= 15 + OwnerStateMachine.longestWalk)
    }

    @Test("somebody who comes to stand right beside it attends it until they go")
    func returns() {
        var owner = OwnerStateMachine(putAt: 10)
        let gone = OwnerSight.left(at: 12)
        run(&owner, Presence(around: .nobody, owner: gone), from: 10, to: 20)
        run(&owner, Presence(around: .standing, beside: .standing, owner: gone), from: 20, to: 21.6)
        #expect(!owner.isAttended)
        run(&owner, Presence(around: .standing, beside: .standing, owner: gone), from: 21.6, to: 25)
        #expect(owner.isAttended)
        run(&owner, Presence(around: .standing, owner: gone), from: 25, to: 28)
        #expect(!owner.isAttended)
        #expect(abs(owner.ownerLeftAt - 24.8) < 0.01)
    }
}
