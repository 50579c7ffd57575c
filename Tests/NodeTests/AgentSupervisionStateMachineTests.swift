import ChildProcesses
import Node
import Testing

@Suite struct AgentSupervisionStateMachineTests {
    @Test("an agent is started at once and asked to stop by the end of its input")
    func life() {
        let trial = Trial()
        #expect(trial.tick() == [.spawn])
        #expect(trial.feed(.spawned) == [])
        #expect(trial.feed(.stop, after: .seconds(1)) == [.closeInput])
        #expect(trial.feed(.exited(.exited(code: 0)), after: .seconds(1)) == [.finish])
        #expect(trial.isFinished)
    }

    @Test("an agent that dies is started again after the delay, and its death is told")
    func restart() {
        let trial = Trial.running()
        let death = AgentDeath(cause: .ended, status: .killed(signal: 11))
        #expect(trial.feed(.outputEnded) == [])
        #expect(
            trial.feed(.exited(.killed(signal: 11)))
                == [.announceDeath(death, restartIn: trial.limits.restartDelay)])
        #expect(trial.tick(after: trial.limits.restartDelay - .milliseconds(1)) == [])
        #expect(trial.tick(after: .milliseconds(1)) == [.spawn])
    }

    @Test("the sixth death within a minute is followed by a pause, and a minute of life forgives all")
    func pause() {
        let trial = Trial()
        #expect(
            (0..<7).map { _ in trial.startAndDie() } == Array(repeating: .milliseconds(250), count: 5) + [
                .seconds(60), .milliseconds(250),
            ])
    }

    @Test("an agent is killed when it misses three heartbeats, and not before")
    func silence() {
        let trial = Trial.running()
        for _ in 0..<10 {
            #expect(trial.tick(after: .milliseconds(14_999)) == [])
            #expect(trial.feed(.sign) == [])
        }
        #expect(trial.tick(after: .seconds(15)) == [.kill])
        let death = AgentDeath(cause: .silent, status: .killed(signal: 9))
        #expect(
            trial.feed(.exited(.killed(signal: 9)), after: .milliseconds(20))
                == [.announceDeath(death, restartIn: .milliseconds(250))])
    }

    @Test("an agent that writes nonsense is killed once, whatever else it writes")
    func malformed() {
        let trial = Trial.running()
        #expect(trial.feed(.malformed(message: "no")) == [.kill])
        #expect(trial.feed(.malformed(message: "no")) == [])
        #expect(trial.feed(.sign) == [])
        #expect(trial.feed(.outputEnded) == [])
    }

    @Test("an agent that closes its output and lives on is killed")
    func halfDead() {
        let trial = Trial.running()
        #expect(trial.feed(.outputEnded) == [])
        #expect(trial.tick(after: .milliseconds(1999)) == [])
        #expect(trial.tick(after: .milliseconds(1)) == [.kill])
    }

    @Test("an agent that does not stop when asked is killed after its grace", arguments: [4999, 5000])
    func stubborn(milliseconds: Int) {
        let trial = Trial.running()
        #expect(trial.feed(.stop) == [.closeInput])
        #expect(trial.tick(after: .milliseconds(milliseconds)) == (milliseconds < 5000 ? [] : [.kill]))
        #expect(trial.feed(.exited(.killed(signal: 9))) == [.finish])
    }

    @Test(
        "an agent that refuses its configuration is not started again, and the node can still stop",
        arguments: [64, 65])
    func refused(code: Int32) {
        let trial = Trial.running()
        let death = AgentDeath(cause: .ended, status: .exited(code: code))
        #expect(trial.feed(.exited(.exited(code: code))) == [.announceDeath(death, restartIn: nil)])
        #expect(trial.tick(after: .seconds(3600)) == [])
        #expect(trial.feed(.stop) == [.finish])
    }

    @Test("a program that cannot be started is tried again")
    func notStarted() {
        let trial = Trial()
        #expect(trial.tick() == [.spawn])
        let death = AgentDeath(cause: .notStarted("no file"), status: nil)
        #expect(
            trial.feed(.spawnFailed(message: "no file")) == [.announceDeath(death, restartIn: .milliseconds(250))])
        #expect(trial.tick(after: .milliseconds(250)) == [.spawn])
    }

    @Test("whatever happens in whatever order, at most one agent runs and a stop always ends", arguments: 1...200)
    func anyOrder(seed: UInt64) {
        var random = SplitMix(state: seed)
        let trial = Trial()
        var runs = false
        for _ in 0..<300 {
            var input = Trial.anyInput(&random)
            if case .exited = input, !runs { input = .tick }
            if case .exited = input { runs = false }
            var actions = trial.feed(input, after: .milliseconds(Int.random(in: 0...4000, using: &random)))
            if actions == [.spawn] {
                #expect(!runs, "seed \(seed): a second agent beside a running one")
                actions = trial.feed(.spawned)
                runs = true
            }
        }
        _ = trial.feed(.stop)
        if runs { _ = trial.feed(.exited(.killed(signal: 9))) }
        #expect(trial.isFinished, "seed \(seed): it does not end")
    }
}

/// A machine with its clock.
private final class Trial {
    let limits = AgentSupervisionLimits()
    private var now = ContinuousClock.now
    private var machine: AgentSupervisionStateMachine

    init() {
        machine = AgentSupervisionStateMachine(limits: limits, now: now)
    }

    static func running() -> Trial {
        let trial = Trial()
        _ = trial.tick()
        _ = trial.feed(.spawned)
        return trial
    }

    var isFinished: Bool { machine.isFinished }

    func tick(after delay: Duration = .zero) -> [AgentSupervisionStateMachine.Action] {
        feed(.tick, after: delay)
    }

    func feed(
        _ input: AgentSupervisionStateMachine.Input, after delay: Duration = .zero
    ) -> [AgentSupervisionStateMachine.Action] {
        now += delay
        return machine.handle(input, now: now)
    }

    /// One more life that ends with a crash.
    ///
    /// - Returns: the time to the next start.
    func startAndDie() -> Duration? {
        if let deadline = machine.nextDeadline { now = max(now, deadline) }
        _ = tick()
        _ = feed(.spawned)
        guard case .announceDeath(_, let delay) = feed(.exited(.killed(signal: 11))).first else { return nil }
        return delay
    }

    static func anyInput(_ random: inout SplitMix) -> AgentSupervisionStateMachine.Input {
        let inputs: [AgentSupervisionStateMachine.Input] = [
            .tick, .tick, .tick, .sign, .malformed(message: ""), .outputEnded, .exited(.exited(code: 1)),
        ]
        return inputs[Int.random(in: inputs.indices, using: &random)]
    }
}

/// A small generator whose sequence is known from its seed (Steele, Lea, Flood: SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
