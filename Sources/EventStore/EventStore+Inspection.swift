import GRDB

/// What the contract tests ask of the file itself.
extension EventStore {
    /// Columns that the store has beside those of Events' `RecordTable`.
    package static var ownColumns: Set<String> { Schema.otherColumns }

    /// The tables with their columns.
    package func tables() throws -> [String: [String]] {
        try pool.read { db in
            let names = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            let ours = names.filter { $0 != "grdb_migrations" }
            return try Dictionary(uniqueKeysWithValues: ours.map { ($0, try db.columns(in: $0).map(\.name)) })
        }
    }

    package func journalMode() throws -> String? {
        try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    }

    /// Of the connection that writes: 2 is FULL.
    package func synchronousLevel() throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}
