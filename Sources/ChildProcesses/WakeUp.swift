import CProcess
import Glibc

/// Wakes a thread that waits in ``waitUntilReadable(_:atMost:)`` on ``descriptor``. It stays readable once woken.
public final class WakeUp: Sendable {
    /// To be waited for, never read.
    public let descriptor: Int32
    private let writingEnd: Int32

    /// - Throws: `E-PRC-001` when no pipe can be made.
    public init() throws(ChildProcessError) {
        var ends: [Int32] = [-1, -1]
        guard cprocess_pipe(&ends) == 0 else { throw .pipeFailed(errorNumber: errno) }
        (descriptor, writingEnd) = (ends[0], ends[1])
        setNonBlocking(descriptor)
        setNonBlocking(writingEnd)
    }

    deinit {
        close(descriptor)
        close(writingEnd)
    }

    /// Callable from any thread and from signal handlers.
    public func wake() {
        var byte: UInt8 = 1
        _ = write(writingEnd, &byte, 1)
    }
}
