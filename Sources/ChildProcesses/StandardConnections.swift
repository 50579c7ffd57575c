import CProcess
import Glibc

/// The three standard streams of a child that is about to be started, seen from both sides.
struct StandardConnections {
    /// One stream: the descriptor that the child gets, and the parent's end when it is a pipe.
    struct Connection {
        var child: Int32
        var parent: Int32?
        /// Whether `child` was opened for this child alone.
        var isOwned: Bool
    }

    let input, output, errors: Connection

    init(
        input: ChildProcess.Stream, output: ChildProcess.Stream, errors: ChildProcess.Stream
    ) throws(ChildProcessError) {
        self.input = try Connection(input, standard: STDIN_FILENO, parentReads: false)
        do {
            self.output = try Connection(output, standard: STDOUT_FILENO, parentReads: true)
        } catch {
            self.input.closeBoth()
            throw error
        }
        do {
            self.errors = try Connection(errors, standard: STDERR_FILENO, parentReads: true)
        } catch {
            self.input.closeBoth()
            self.output.closeBoth()
            throw error
        }
    }

    func closeChildEnds() {
        for connection in [input, output, errors] where connection.isOwned { close(connection.child) }
    }

    func closeAll() {
        for connection in [input, output, errors] { connection.closeBoth() }
    }
}

extension StandardConnections.Connection {
    init(_ stream: ChildProcess.Stream, standard: Int32, parentReads: Bool) throws(ChildProcessError) {
        switch stream {
        case .inherited: self.init(child: standard, parent: nil, isOwned: false)
        case .null: self = try Self.nullDevice()
        case .pipe: self = try Self.pipe(parentReads: parentReads)
        }
    }

    private static func nullDevice() throws(ChildProcessError) -> Self {
        let descriptor = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .pipeFailed(errorNumber: errno) }
        return Self(child: descriptor, parent: nil, isOwned: true)
    }

    /// Only the parent's end is non-blocking: programs expect their standard streams to block.
    private static func pipe(parentReads: Bool) throws(ChildProcessError) -> Self {
        var ends: [Int32] = [-1, -1]
        guard cprocess_pipe(&ends) == 0 else { throw .pipeFailed(errorNumber: errno) }
        let (parent, child) = parentReads ? (ends[0], ends[1]) : (ends[1], ends[0])
        setNonBlocking(parent)
        return Self(child: child, parent: parent, isOwned: true)
    }

    func closeBoth() {
        if isOwned { close(child) }
        if let parent { close(parent) }
    }
}
