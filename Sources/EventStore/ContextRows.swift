public import Events
import GRDB

/// ``ContextHour`` as rows of `context_hours` and `context_happenings`.
enum ContextRows {
    static func replace(_ context: ContextHour, in db: Database) throws {
        let hour = context.hour.milliseconds
        try db.execute(sql: "DELETE FROM context_hours WHERE hour_ms = ?", arguments: [hour])
        try db.execute(
            sql: """
                INSERT INTO context_hours
                    (hour_ms, data_class, basis, temperature_c, rain_mm, wind_kmh, condition, day_kind)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                hour, context.dataClass.rawValue, context.basis.rawValue, context.temperature, context.rain,
                context.wind, context.condition.rawValue, context.dayKind.rawValue,
            ])
        for happening in context.happenings {
            try db.execute(
                sql: "INSERT INTO context_happenings (hour_ms, kind, label, data_class) VALUES (?, ?, ?, ?)",
                arguments: [hour, happening.kind.rawValue, happening.label.rawValue, happening.dataClass.rawValue])
        }
    }

    static func fetch(from: Timestamp, to: Timestamp, in db: Database) throws -> [ContextHour] {
        let happenings = try Row.fetchAll(
            db, sql: "SELECT * FROM context_happenings WHERE hour_ms > ? AND hour_ms < ? ORDER BY hour_ms, kind, label",
            arguments: [from.milliseconds - 3_600_000, to.milliseconds])
        let byHour = Dictionary(grouping: happenings) { $0["hour_ms"] as Int64 }
        return try Row.fetchAll(
            db, sql: "SELECT * FROM context_hours WHERE hour_ms > ? AND hour_ms < ? ORDER BY hour_ms",
            arguments: [from.milliseconds - 3_600_000, to.milliseconds]
        ).map { row in
            try ContextHour(row: row, happenings: byHour[row["hour_ms"] as Int64, default: []].map(Happening.init))
        }
    }
}

extension EventReader {
    /// What is known of the hours that `from ..< to` touches, in order.
    public func contextHours(from: Timestamp, to: Timestamp) async throws -> [ContextHour] {
        try await database.read { try ContextRows.fetch(from: from, to: to, in: $0) }
    }
}

extension ContextHour {
    fileprivate init(row: Row, happenings: [Happening]) throws {
        self.init(
            hour: row.time("hour_ms"), dataClass: try row.value("data_class"), basis: try row.value("basis"),
            temperature: row["temperature_c"], rain: row["rain_mm"], wind: row["wind_kmh"],
            condition: try row.value("condition"), dayKind: try row.value("day_kind"), happenings: happenings)
    }
}

extension Happening {
    fileprivate init(_ row: Row) throws {
        self.init(
            kind: try row.value("kind"), label: try row.value("label"), dataClass: try row.value("data_class"))
    }
}

extension Row {
    /// A value of a closed list.
    fileprivate func value<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let text: String = self[column]
        guard let value = Value(rawValue: text) else { throw EventStoreError.unreadable(column, text) }
        return value
    }
}
