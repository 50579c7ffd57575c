import Events
import GRDB

/// The row form of the model, as Events defines it, in SQLite.
extension RecordTable {
    /// The columns' part of `CREATE TABLE` as the schema's first version had it, from the same list as the rows.
    var definition: String {
        columns.filter { $0.since == 1 }.map(\.definition).joined(separator: ", ")
    }

    /// The columns that a version of the schema added.
    func columns(addedBy version: Int) -> [RecordColumn] {
        columns.filter { $0.since == version }
    }

    /// The columns in order, each behind the name of its table.
    func selection(of table: String? = nil) -> String {
        columns.map { "\(table ?? rawValue).\($0.name)" }.joined(separator: ", ")
    }

    /// Reads a row of ``selection(of:)``: a file that was edited gives an error that names the column, never a crash.
    func record(_ row: Row) throws -> Record {
        do {
            return try Record(table: self, row: columns.indices.map { RowValue(row[$0] as DatabaseValue) })
        } catch {
            throw EventStoreError.unreadable(error)
        }
    }
}

extension RecordColumn {
    /// The column's part of `CREATE TABLE` and `ALTER TABLE`.
    var definition: String { "\(name) \(sqliteType)\(isNullable ? "" : " NOT NULL")" }
}

extension RowValue {
    init(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let integer): self = .integer(integer)
        case .double(let real): self = .real(real)
        case .string(let text): self = .text(text)
        case .null, .blob: self = .null
        }
    }

    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        }
    }
}

extension Database {
    /// Inserts a record's row unless its (gateway, epoch, sequence) is there already.
    func insert(_ record: Record) throws {
        guard let (table, values) = record.row else { return }
        try write(
            values, of: table, into: table.rawValue,
            onConflict: "(\(RecordTable.primaryKey.joined(separator: ", "))) DO NOTHING")
    }

    /// Makes the record the latest of its `key`, unless one with a higher (epoch, sequence) stands there: the
    /// gateway's own order decides, not the clock.
    func replaceOlder(_ record: Record, in latest: String, key: String) throws {
        guard let (table, values) = record.row else { return }
        let sets = table.columns.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        try write(
            values, of: table, into: latest,
            onConflict: """
                (\(key)) DO UPDATE SET \(sets)
                WHERE (excluded.epoch, excluded.sequence) > (\(latest).epoch, \(latest).sequence)
                """)
    }

    private func write(_ values: [RowValue], of table: RecordTable, into name: String, onConflict: String) throws {
        let names = table.columns.map(\.name).joined(separator: ", ")
        let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try cachedStatement(
            sql: "INSERT INTO \(name) (\(names)) VALUES (\(marks)) ON CONFLICT \(onConflict)")
        try statement.execute(arguments: StatementArguments(values.map(\.databaseValue)))
    }
}
