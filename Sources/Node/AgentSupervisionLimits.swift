/// The times of supervising an agent.
public struct AgentSupervisionLimits: Sendable, Hashable {
    /// An agent that says nothing for so long is dead: three heartbeats of 5 s missed.
    public var silence: Duration = .seconds(15)
    /// From a death to the next start.
    public var restartDelay: Duration = .milliseconds(250)
    /// More restarts than this within ``window`` are followed by ``pause``.
    public var restartsPerWindow = 5
    public var window: Duration = .seconds(60)
    public var pause: Duration = .seconds(60)
    /// From being asked to stop to being killed: time to end its running events.
    public var stopGrace: Duration = .seconds(5)
    /// From the end of its output, or a kill, to the next kill.
    public var exitGrace: Duration = .seconds(2)

    public init() {}
}
