import DurableFile
import Events
import FoundationEssentials

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
        var reader = AgentFrameReader()
        reader.append(data)
        return Array(sequence(state: reader) { $0.next() }).compactMap { frame in
            if case .success(.report(let report)) = frame { report } else { nil }
        }
    }

    /// Replaces the file.
    ///
    /// - Throws: `E-NOD-006`.
    func save(_ reports: [Report]) throws(NodeError) {
        try DurableFile.keep(path, reports.flatMap { $0.pipeFrame() })
    }
}
