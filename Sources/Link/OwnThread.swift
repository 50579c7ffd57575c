import Foundation

/// Runs blocking work on an operating-system thread of its own and waits for its end: libzmq's sockets belong to one
/// thread, and the threads of Swift's tasks must not block.
public func runOnOwnThread(named name: String, _ work: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let thread = Thread {
            continuation.resume(with: Result { try work() })
        }
        thread.name = name
        thread.start()
    }
}
