import Events

/// What went wrong in the store: what, where, and how to put it right.
public struct EventStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable identifier, `E-STO-…`.
    public var code: String
    public var message: String
    /// The file, the gateway or the column that it is about.
    public var context: String
    public var remedy: String

    public init(code: String, message: String, context: String, remedy: String) {
        self.code = code
        self.message = message
        self.context = context
        self.remedy = remedy
    }

    public var description: String {
        "\(code): \(message) (\(context)). \(remedy)"
    }
}

extension EventStoreError {
    /// The code of "there is no database here".
    public static let missingCode = "E-STO-002"
    /// The code of the one error that whoever asked can mend by asking for less.
    public static let rangeTooWideCode = "E-STO-006"

    static func cannotOpen(_ path: String, _ reason: String) -> EventStoreError {
        EventStoreError(
            code: "E-STO-001", message: "the database cannot be opened: \(reason)", context: path,
            remedy: "Check that the directory exists, that this user may write to it and that the disk is not full.")
    }

    static func missing(_ path: String) -> EventStoreError {
        EventStoreError(
            code: missingCode, message: "there is no database", context: path,
            remedy: "Name the data directory that 'vigie-fusion serve --data' uses; it makes the database.")
    }

    static func newerSchema(_ path: String) -> EventStoreError {
        EventStoreError(
            code: "E-STO-003", message: "the database was written by a newer vigie-fusion", context: path,
            remedy: "Use that version, or a copy of the directory made before the upgrade.")
    }

    static func unreadable(_ error: EventCodingError) -> EventStoreError {
        EventStoreError(
            code: "E-STO-004", message: "a stored row is not of the event model: \(error.message)",
            context: "column \(error.path)",
            remedy: "The file was edited or damaged: restore it from a backup, or move it away and start afresh.")
    }

    static func unreadable(_ column: String, _ value: String) -> EventStoreError {
        unreadable(EventCodingError(.unknownValue, path: column, "'\(value)' is not in the closed list"))
    }

    static func notWritten(_ path: String, _ reason: String) -> EventStoreError {
        EventStoreError(
            code: "E-STO-005", message: "a batch was not stored: \(reason)", context: path,
            remedy: "Free disk space or repair the disk; gateways keep what was not acknowledged and send it again.")
    }

    static func invalid(_ error: EventCodingError, _ identity: RecordIdentity) -> EventStoreError {
        EventStoreError(
            code: "E-STO-007", message: "a record breaks the schema at \(error.path): \(error.message)",
            context: "gateway \(identity.gatewayID), sequence \(identity.sequence)", remedy: error.remedy)
    }

    static func rangeTooWide(minutes: Int64, limit: Int64) -> EventStoreError {
        EventStoreError(
            code: rangeTooWideCode, message: "\(minutes) minutes were asked for", context: "from, to",
            remedy: "Ask for at most \(limit) minutes (\(limit / 60) hours) at once.")
    }
}
