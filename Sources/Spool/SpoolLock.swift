import Foundation

/// Keeps a second program off a spool. The kernel lets go of the lock when the process ends, however it ends.
final class SpoolLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws(SpoolError) {
        descriptor = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code: SpoolError.Code = errno == ENOSPC ? .diskFull : .inputOutput
            let reason = String(cString: strerror(errno))
            throw SpoolError(code, path: path, "the lock file cannot be created (\(reason))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SpoolError(.inUse, path: path, "another program uses the spool")
        }
    }

    deinit {
        close(descriptor)
    }
}
