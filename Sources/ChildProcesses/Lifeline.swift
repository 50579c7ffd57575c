import Glibc

/// The child's side of a lifeline: standard input that stays open as long as the parent lives and wants this program to
/// run.
///
/// ``ended`` yields its one element when standard input ends. A thread of its own waits, because a blocking read has no
/// place among structured tasks.
public struct Lifeline: Sendable {
    /// One element, then the end.
    public let ended: AsyncStream<Void>

    public init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        ended = stream
        startThread {
            while let bytes = readBlocking(), !bytes.isEmpty {}
            continuation.yield()
            continuation.finish()
        }
    }
}

private func readBlocking() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = retryingInterrupted { read(STDIN_FILENO, &bytes, bytes.count) }
    return count > 0 ? Array(bytes.prefix(count)) : nil
}
