import Events
import FoundationEssentials
import Glibc

/// The running events of all cameras in a file, so that a node that was killed can end them at its next start: the ones
/// that would have said `end` died with it.
///
/// It is rewritten before a start is stored and after an end is, so it never holds too little. The file is a row of
/// 4-byte big-endian lengths and encoded reports, as on an agent's pipe.
struct OpenEventJournal {
    private let path: String

    init(path: String) {
        self.path = path
    }

    /// The reports that the last node left open; empty without a file. A file that is damaged gives what can be read.
    func load() -> [Report] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        var reader = ReportFrameReader()
        reader.append(data)
        return Array(sequence(state: reader) { $0.next() }).compactMap { try? $0.get() }
    }

    /// Replaces the file, so that a crash leaves the old content or the new one.
    ///
    /// - Throws: `E-NOD-006`.
    func save(_ reports: [Report]) throws(NodeError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        let bytes = reports.flatMap { $0.pipeFrame() }
        let complete = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard complete else { throw .unwritable(path, reason: String(cString: strerror(reason))) }
        guard rename(temporary, path) == 0 else { throw unwritable() }
    }

    private func unwritable() -> NodeError {
        .unwritable(path, reason: String(cString: strerror(errno)))
    }
}
