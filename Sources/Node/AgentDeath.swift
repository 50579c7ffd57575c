public import ChildProcesses

/// How an agent came to its end without being asked to.
public struct AgentDeath: Sendable, Hashable {
    public enum Cause: Sendable, Hashable {
        /// The program could not be started.
        case notStarted(String)
        /// It ended or crashed.
        case ended
        /// Killed: it said nothing, not even that it lives.
        case silent
        /// Killed: it wrote what is not a report of its camera.
        case malformed(String)
    }

    public var cause: Cause
    /// `nil` when there never was a process.
    public var status: ChildProcess.ExitStatus?

    public init(cause: Cause, status: ChildProcess.ExitStatus?) {
        self.cause = cause
        self.status = status
    }

    /// An agent that refuses its usage (64) or configuration (65) would refuse it again.
    public var isFinal: Bool {
        cause == .ended && (status == .exited(code: 64) || status == .exited(code: 65))
    }

    /// Stable identifier for the camera's health record.
    public var code: String {
        switch cause {
        case .notStarted: "E-NOD-010"
        case .ended: isFinal ? "E-NOD-011" : "E-NOD-012"
        case .silent: "E-NOD-013"
        case .malformed: "E-NOD-014"
        }
    }
}

extension AgentDeath: CustomStringConvertible {
    public var description: String {
        switch cause {
        case .notStarted(let message): message
        case .ended: "the agent ended by itself with \(exit)"
        case .silent: "the agent gave no sign of life and was killed"
        case .malformed(let message): "the agent wrote what is not a report of its camera and was killed: \(message)"
        }
    }

    private var exit: String { status?.description ?? "unknown exit" }
}
