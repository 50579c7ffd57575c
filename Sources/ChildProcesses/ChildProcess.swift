import Glibc

/// A program started by this one, which never outlives its owner: it holds the only other end of the child's pipes, and
/// letting go of it kills and reaps the child.
///
/// The child gets exactly its three standard streams (every other descriptor is closed in it), default signal actions,
/// and a process group of its own so that Ctrl-C in a terminal reaches the parent alone. The pipe on its standard input
/// is a lifeline: it ends when the parent closes it, and also when the parent dies in whatever way.
public final class ChildProcess {
    /// How one of the child's standard streams is connected.
    public enum Stream: Sendable, Hashable {
        /// `/dev/null`.
        case null
        /// The same as the parent's.
        case inherited
        /// A pipe whose other end is ``input``, ``output`` or ``errors``.
        case pipe
    }

    public let processID: Int32
    /// The parent's non-blocking end of each pipe; `nil` when there is none or it was closed.
    public private(set) var input, output, errors: Int32?
    /// How the child ended; `nil` until ``reap()`` has seen it.
    public private(set) var status: ExitStatus?
    /// Processor time in seconds of the child and of the children it waited for; 0 until it has ended.
    public private(set) var cpuSeconds = 0.0

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file; no search is made.
    ///   - arguments: without the program's own name.
    /// - Throws: `E-PRC-001` when a pipe cannot be made, `E-PRC-002` when the program cannot be started.
    public init(
        path: String, arguments: [String], input: Stream = .null, output: Stream = .inherited,
        errors: Stream = .inherited
    ) throws(ChildProcessError) {
        ignoreBrokenPipes()
        let connections = try StandardConnections(input: input, output: output, errors: errors)
        do {
            processID = try spawn(path: path, arguments: arguments, connections: connections)
        } catch {
            connections.closeAll()
            throw error
        }
        connections.closeChildEnds()
        self.input = connections.input.parent
        self.output = connections.output.parent
        self.errors = connections.errors.parent
    }

    deinit {
        closeDescriptor(&input)
        if status == nil {
            kill(processID, SIGKILL)
            _ = waitForExit(options: 0)
        }
        closeDescriptor(&output)
        closeDescriptor(&errors)
    }

    /// Ends the child's standard input. To a child that takes it as a lifeline this is the request to stop.
    public func closeInput() { closeDescriptor(&input) }

    /// Lets go of the child's output: what it writes from now on is refused.
    public func closeOutput() { closeDescriptor(&output) }

    /// Lets go of the child's error stream.
    public func closeErrors() { closeDescriptor(&errors) }

    /// Sends a signal, unless the child is known to have ended.
    public func signal(_ number: Int32) {
        if status == nil { kill(processID, number) }
    }

    /// Looks, without waiting, whether the child has ended.
    public func reap() -> ChildProcess.ExitStatus? {
        if status == nil { status = waitForExit(options: WNOHANG) }
        return status
    }

    private func waitForExit(options: Int32) -> ExitStatus? {
        var (status, usage) = (Int32(0), rusage())
        guard retryingInterrupted({ Int(wait4(processID, &status, options, &usage)) }) == Int(processID) else {
            return nil
        }
        cpuSeconds = usage.ru_utime.seconds + usage.ru_stime.seconds
        return ExitStatus(waitStatus: status)
    }

    /// Writes to the child's standard input what fits into the pipe at once (64 KiB on a fresh one).
    ///
    /// - Throws: `E-PRC-003` when not all of it fits, or the child has closed its end.
    public func write(_ bytes: [UInt8]) throws(ChildProcessError) {
        guard let input else { throw .writeFailed(processID: processID, errorNumber: EBADF) }
        let written = retryingInterrupted { Glibc.write(input, bytes, bytes.count) }
        guard written == bytes.count else {
            throw .writeFailed(processID: processID, errorNumber: written < 0 ? errno : EAGAIN)
        }
    }
}

/// A write into a pipe whose reader is gone must fail with `EPIPE`, not end the program.
private func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}

private func closeDescriptor(_ descriptor: inout Int32?) {
    if let open = descriptor { close(open) }
    descriptor = nil
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
