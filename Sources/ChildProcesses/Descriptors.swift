import Glibc

/// What a non-blocking read brought.
public enum ReadOutcome: Sendable, Hashable {
    case bytes([UInt8])
    /// Nothing now.
    case nothing
    /// Nothing ever again: the other side has closed, or the descriptor failed.
    case ended
}

/// Reads what is there, at most `limit` bytes, from a non-blocking descriptor.
public func readAvailable(from descriptor: Int32, limit: Int = 65_536) -> ReadOutcome {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let got = retryingInterrupted { read(descriptor, buffer.baseAddress, limit) }
        if got < 0 { failure = errno }
        count = max(0, got)
    }
    if !bytes.isEmpty { return .bytes(bytes) }
    return failure == EAGAIN ? .nothing : .ended
}

/// Waits until one of the descriptors can be read, or has ended, or the time is over.
///
/// - Returns: those that are ready; empty when the time is over or a signal came.
public func waitUntilReadable(_ descriptors: [Int32], atMost duration: Duration) -> [Int32] {
    var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Rounded up: a wait that ends just before its deadline would be repeated with no wait at all.
    let milliseconds = (duration / .milliseconds(1)).rounded(.up)
    guard poll(&requests, nfds_t(requests.count), Int32(max(0, min(milliseconds, 3_600_000)))) > 0 else { return [] }
    return requests.filter { $0.revents != 0 }.map(\.fd)
}

func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}

/// Repeats a system call that a signal has interrupted.
func retryingInterrupted(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
