import GRDB

/// Why the spool could not do what it was asked.
public struct SpoolError: Error, Sendable, Hashable {
    /// Stable identifier of a kind of error.
    public enum Code: String, CaseIterable, Sendable {
        case diskFull = "E-SPL-001"
        case corrupt = "E-SPL-002"
        case wrongGateway = "E-SPL-003"
        case inUse = "E-SPL-004"
        case inputOutput = "E-SPL-005"
        case newerVersion = "E-SPL-006"
    }

    public var code: Code
    /// The spool's file.
    public var path: String
    public var message: String

    init(_ code: Code, path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .diskFull: "Free space on the volume of the spool, or raise the spool's size limit."
        case .corrupt: "Restart the node: it moves the file aside and starts a new epoch; check the disk."
        case .wrongGateway: "Give the node its own --data directory, or the --site and --gateway that it had before."
        case .inUse: "Stop the other program, or give this one another --data directory."
        case .inputOutput: "Check that the directory exists, may be written to and is on a healthy disk."
        case .newerVersion: "Run the version of Vigie that wrote the file, or a newer one."
        }
    }
}

extension SpoolError: CustomStringConvertible {
    public var description: String {
        "\(code.rawValue) \(path): \(message). \(remedy)"
    }
}

extension SpoolError {
    /// SQLite's error in this target's words.
    init(_ error: any Error, path: String) {
        if let error = error as? SpoolError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.inputOutput, path: path, "\(error)")
            return
        }
        let text = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.diskFull, path: path, "no space is left for the spool (\(text))")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self.init(.corrupt, path: path, "the spool is damaged (\(text))")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.inUse, path: path, "another program uses the spool (\(text))")
        default: self.init(.inputOutput, path: path, "SQLite says: \(text) (\(error.extendedResultCode.rawValue))")
        }
    }
}
