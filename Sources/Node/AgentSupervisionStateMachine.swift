public import ChildProcesses

/// When to start, kill and restart the agent of one camera. Pure: it is told what happened and when, and answers with
/// what to do.
///
/// An agent that dies comes back after ``AgentSupervisionLimits/restartDelay``; one that dies too often is left alone for
/// ``AgentSupervisionLimits/pause``; one that refuses its own configuration is not started again.
public struct AgentSupervisionStateMachine {
    /// What happened.
    public enum Input: Sendable, Hashable {
        /// Nothing but time going by.
        case tick
        case spawned
        case spawnFailed(message: String)
        /// A well-formed report came: the agent lives.
        case sign
        /// The agent wrote what is not a report of its camera.
        case malformed(message: String)
        /// The agent has closed its output.
        case outputEnded
        case exited(ChildProcess.ExitStatus)
        /// The node is stopping.
        case stop
    }

    /// What to do.
    public enum Action: Sendable, Hashable {
        case spawn
        /// End the agent's standard input, which asks it to stop.
        case closeInput
        case kill
        /// Say that the agent is gone and when the next one comes (`nil`: never).
        case announceDeath(AgentDeath, restartIn: Duration?)
        /// Nothing more will happen.
        case finish
    }

    private enum State {
        case waiting(until: ContinuousClock.Instant)
        case starting
        case running(lastSign: ContinuousClock.Instant)
        /// Killed, or seen to close its output; its exit has not been seen yet.
        case dying(AgentDeath.Cause, killAt: ContinuousClock.Instant)
        case stopping(killAt: ContinuousClock.Instant)
        case retired
        case finished
    }

    private let limits: AgentSupervisionLimits
    private var state: State
    /// When agents were started lately, oldest first.
    private var recentStarts: [ContinuousClock.Instant] = []
    /// Starts after the first.
    public private(set) var restarts = -1

    public init(limits: AgentSupervisionLimits = AgentSupervisionLimits(), now: ContinuousClock.Instant) {
        self.limits = limits
        state = .waiting(until: now)
    }

    /// When a ``Input/tick`` is due at the latest; `nil` when only other input can change anything.
    public var nextDeadline: ContinuousClock.Instant? {
        switch state {
        case .waiting(let until): until
        case .running(let lastSign): lastSign + limits.silence
        case .dying(_, let killAt), .stopping(let killAt): killAt
        case .starting, .retired, .finished: nil
        }
    }

    /// Whether the agent's exit is to be looked for.
    public var expectsExit: Bool {
        switch state {
        case .dying, .stopping: true
        default: false
        }
    }

    public var isFinished: Bool {
        if case .finished = state { true } else { false }
    }

    /// Takes one input and says what to do, in order.
    public mutating func handle(_ input: Input, now: ContinuousClock.Instant) -> [Action] {
        switch input {
        case .tick: tick(now)
        case .spawned: started(now)
        case .spawnFailed(let message): died(AgentDeath(cause: .notStarted(message), status: nil), now)
        case .sign: alive(now)
        case .malformed(let message): condemn(.malformed(message), now)
        case .outputEnded: outputEnded(now)
        case .exited(let status): exited(status, now)
        case .stop: stop(now)
        }
    }

    private mutating func tick(_ now: ContinuousClock.Instant) -> [Action] {
        switch state {
        case .waiting(let until) where now >= until:
            state = .starting
            return [.spawn]
        case .running(let lastSign) where now >= lastSign + limits.silence:
            return condemn(.silent, now)
        case .dying(let cause, let killAt) where now >= killAt:
            state = .dying(cause, killAt: now + limits.exitGrace)
            return [.kill]
        case .stopping(let killAt) where now >= killAt:
            state = .stopping(killAt: now + limits.exitGrace)
            return [.kill]
        default:
            return []
        }
    }

    private mutating func started(_ now: ContinuousClock.Instant) -> [Action] {
        guard case .starting = state else { return [] }
        recentStarts.append(now)
        restarts += 1
        state = .running(lastSign: now)
        return []
    }

    private mutating func alive(_ now: ContinuousClock.Instant) -> [Action] {
        if case .running = state { state = .running(lastSign: now) }
        return []
    }

    private mutating func condemn(_ cause: AgentDeath.Cause, _ now: ContinuousClock.Instant) -> [Action] {
        guard case .running = state else { return [] }
        state = .dying(cause, killAt: now + limits.exitGrace)
        return [.kill]
    }

    private mutating func outputEnded(_ now: ContinuousClock.Instant) -> [Action] {
        if case .running = state { state = .dying(.ended, killAt: now + limits.exitGrace) }
        return []
    }

    private mutating func exited(_ status: ChildProcess.ExitStatus, _ now: ContinuousClock.Instant) -> [Action] {
        switch state {
        case .running: return died(AgentDeath(cause: .ended, status: status), now)
        case .dying(let cause, _): return died(AgentDeath(cause: cause, status: status), now)
        case .stopping: return finish()
        case .waiting, .starting, .retired, .finished: return []
        }
    }

    private mutating func died(_ death: AgentDeath, _ now: ContinuousClock.Instant) -> [Action] {
        if death.isFinal {
            state = .retired
            return [.announceDeath(death, restartIn: nil)]
        }
        recentStarts.removeAll { [limits] start in start + limits.window <= now }
        let delay = recentStarts.count > limits.restartsPerWindow ? limits.pause : limits.restartDelay
        state = .waiting(until: now + delay)
        return [.announceDeath(death, restartIn: delay)]
    }

    private mutating func stop(_ now: ContinuousClock.Instant) -> [Action] {
        switch state {
        case .waiting, .retired, .starting: return finish()
        case .running, .dying:
            state = .stopping(killAt: now + limits.stopGrace)
            return [.closeInput]
        case .stopping, .finished: return []
        }
    }

    private mutating func finish() -> [Action] {
        state = .finished
        return [.finish]
    }
}
