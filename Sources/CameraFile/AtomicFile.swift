internal import Foundation
internal import StrictYAML

/// Replaces a whole file so that it is never seen half-written, not even after a power cut.
enum AtomicFile {
    static func write(_ text: String, to path: String) throws(CameraFileError) {
        let temporary = path + ".new"
        let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? mode_t) ?? 0o644
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(temporary) }
        let isWritten = writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
        let cause = errno
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0 else {
            let reason = isWritten ? errno : cause
            unlink(temporary)
            throw failure(path, reason)
        }
        syncDirectory(of: path)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    /// The rename itself is durable only once its directory is.
    private static func syncDirectory(of path: String) {
        let directory = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    private static func failure(_ path: String, _ reason: Int32 = errno) -> CameraFileError {
        CameraFileError(
            file: path, number: .cannotWrite, message: "cannot be written: \(String(cString: strerror(reason)))",
            remedy: "check the permissions of the directory and the free space of the disk")
    }
}
