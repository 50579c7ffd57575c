internal import Glibc

/// A file that is only ever replaced whole: whoever reads it finds the old content or the new one, also after a power cut.
public enum DurableFile {
    /// Why a file could not be replaced, in the system's words; the old one is then untouched.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    /// Writes a new file beside the old one (`PATH.new`), makes it durable, puts it in its place, and makes that durable.
    ///
    /// - Parameter mode: permissions of a file that was not there; one that was keeps its own.
    public static func replace(_ path: String, by bytes: some Sequence<UInt8>, mode: UInt32 = 0o644) throws(Failure) {
        let temporary = path + ".new"
        var information = stat()
        let kept = stat(path, &information) == 0 ? information.st_mode & 0o7777 : mode
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kept)
        guard descriptor >= 0 else { throw failure() }
        do throws(Failure) {
            guard writeAll(Array(bytes), to: descriptor), fsync(descriptor) == 0 else { throw failure() }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        guard rename(temporary, path) == 0 else {
            let failure = failure()
            unlink(temporary)
            throw failure
        }
        makeFolderDurable(of: path)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// A rename is durable only once its folder is; a folder that cannot be opened is left to the system.
    private static func makeFolderDurable(of path: String) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func failure() -> Failure { Failure(description: String(cString: strerror(errno))) }
}
