extension ChildProcess {
    /// How a process ended.
    public enum ExitStatus: Sendable, Hashable {
        case exited(code: Int32)
        case killed(signal: Int32)

        /// Takes the status apart that `waitpid` gives (`WIFSIGNALED` and its like are macros, which Swift does not see).
        init(waitStatus: Int32) {
            let signal = waitStatus & 0x7f
            self = signal == 0 ? .exited(code: (waitStatus >> 8) & 0xff) : .killed(signal: signal)
        }

        public var isSuccess: Bool { self == .exited(code: 0) }
    }
}

extension ChildProcess.ExitStatus: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .killed(let signal): "signal \(signal)"
        }
    }
}
