import Footage
import Testing

@Suite("when a camera is connected to again")
struct ReconnectStateMachineTests {
    /// The instant at which the machine wants to connect, in seconds.
    private func retry(_ machine: ReconnectStateMachine, at now: Double) -> Double? {
        switch machine.action(at: now) {
        case .connect: now
        case .wait(let until): until
        case .read, .stop: nil
        }
    }

    @Test("it connects at once, reads once connected, and streams from the first frame")
    func start() {
        var machine = ReconnectStateMachine(seed: 1)
        #expect(machine.action(at: 0) == .connect)
        machine.connected(at: 0.2)
        #expect(machine.action(at: 0.2) == .read)
        #expect(machine.phase == .connecting)
        machine.received(at: 0.4)
        #expect(machine.phase == .streaming)
        #expect(machine.restarts == 0)
    }

    @Test("waits grow to 60 s with full jitter, and never stop")
    func ladder() {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed", seed)
        var longest = [Double](repeating: 0, count: 40)
        for run in 0..<400 {
            var machine = ReconnectStateMachine(seed: seed &+ UInt64(run))
            for attempt in 0..<40 {
                machine.failed(.refused, at: 1000)
                let wait = (retry(machine, at: 1000) ?? .nan) - 1000
                #expect(wait >= ReconnectStateMachine.shortestWait && wait <= ceiling(attempt) + 1e-9)
                longest[attempt] = max(longest[attempt], wait)
            }
        }
        #expect(longest[32...].allSatisfy { $0 > 50 })
    }

    private func ceiling(_ attempt: Int) -> Double {
        (0..<attempt).reduce(ReconnectStateMachine.firstWait) { value, _ in
            min(ReconnectStateMachine.longestWait, value * ReconnectStateMachine.growth)
        }
    }

    @Test("a camera that was away for half a minute is back within 15 s of its return, 99 times in 100")
    func shortLoss() {
        // Full jitter has a tail: no bound below the ceiling holds always.
        var late = 0
        for seed in UInt64(0)..<500 {
            var machine = ReconnectStateMachine(seed: seed)
            var now = 0.0
            while now < 30 {
                machine.failed(.refused, at: now)
                now = retry(machine, at: now) ?? .infinity
            }
            late += now > 45 ? 1 : 0
        }
        #expect(late <= 5)
    }

    @Test("60 s of good video start the ladder again; less does not")
    func reset() {
        var machine = ReconnectStateMachine(seed: 7)
        for _ in 0..<8 { machine.failed(.disconnected, at: 0) }
        machine.connected(at: 100)
        machine.received(at: 100)
        machine.received(at: 159.9)
        #expect(machine.attempts == 8)
        machine.received(at: 160)
        #expect(machine.attempts == 0)
        machine.failed(.disconnected, at: 161)
        #expect((retry(machine, at: 161) ?? .infinity) <= 162)
    }

    @Test("a refused password waits a minute or two, every time")
    func unauthorised() {
        for seed in UInt64(0)..<200 {
            var machine = ReconnectStateMachine(seed: seed)
            machine.failed(.unauthorised, at: 0)
            #expect(machine.phase == .refused)
            #expect((60...120).contains(retry(machine, at: 0) ?? 0))
        }
    }

    @Test("a stall while streaming connects again at once, a stall while connecting backs off")
    func stall() {
        var machine = ReconnectStateMachine(seed: 3)
        machine.connected(at: 0)
        machine.received(at: 1)
        machine.failed(.timedOut, at: 11)
        #expect(machine.phase == .stalled)
        #expect(machine.action(at: 11) == .connect)
        machine.failed(.timedOut, at: 16)
        #expect(machine.phase == .backingOff)
        #expect(machine.action(at: 16) != .connect)
    }

    @Test("restarts count sessions that gave a frame after the first")
    func restarts() {
        var machine = ReconnectStateMachine(seed: 3)
        for time in [0.0, 100, 200] {
            machine.connected(at: time)
            machine.received(at: time + 1)
            machine.failed(.disconnected, at: time + 2)
            machine.failed(.refused, at: time + 70)
        }
        #expect(machine.restarts == 2)
    }

    @Test("once stopped nothing moves it, whatever happens")
    func stopped() {
        var machine = ReconnectStateMachine(seed: 3)
        machine.stop()
        machine.connected(at: 0)
        machine.received(at: 1)
        machine.failed(.refused, at: 2)
        #expect(machine.action(at: 1000) == .stop)
    }

    @Test("under any history it asks for exactly one thing, and a wait always ends in a connection")
    func model() {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed", seed)
        var random = SystemRandomNumberGenerator()
        var machine = ReconnectStateMachine(seed: seed)
        var now = 0.0
        for _ in 0..<5000 {
            now += Double.random(in: 0...5, using: &random)
            switch machine.action(at: now) {
            case .connect:
                if Bool.random() { machine.connected(at: now) } else { machine.failed(.refused, at: now) }
            case .read:
                if Bool.random() { machine.received(at: now) } else { machine.failed(.timedOut, at: now) }
            case .wait(let until):
                #expect(until > now && until <= now + 120)
                #expect(machine.action(at: until) == .connect)
            case .stop: Issue.record("stopped by itself")
            }
        }
    }
}
