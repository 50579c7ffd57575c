import Events
import GRDB

/// Lives joined with their newest record.
enum LifeQuery {
    private static let selection = """
        SELECT \(eventSelection), lives.started_at_ms AS life_started_at,
            lives.ended_at_ms AS life_ended_at, lives.superseded_at_ms AS life_superseded_at, lives.record_count
        FROM lives JOIN events ON events.position = lives.last_position
        """

    /// An event's columns, then its position.
    static let eventSelection = RecordTable.events.selection() + ", events.position"

    static func fetch(_ filter: EventFilter, in db: Database) throws -> [EventLife] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("lives.camera_id = ?", filter.cameraID)
        require("lives.zone_id = ?", filter.zoneID)
        require("lives.use_case = ?", filter.useCase?.rawValue)
        require("lives.started_at_ms < ?", filter.to?.milliseconds)
        require(
            "COALESCE(lives.ended_at_ms, lives.superseded_at_ms, lives.last_time_ms) >= ?", filter.from?.milliseconds)
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [filter.limit]
        return try Row.fetchAll(
            db, sql: "\(selection) \(condition) ORDER BY lives.started_at_ms DESC, lives.event_uid LIMIT ?",
            arguments: arguments
        ).map(life)
    }

    static func fetchOpen(limit: Int, in db: Database) throws -> [EventLife] {
        try Row.fetchAll(
            db,
            sql: """
                \(selection) WHERE lives.ended_at_ms IS NULL AND lives.superseded_at_ms IS NULL
                ORDER BY lives.started_at_ms DESC, lives.event_uid LIMIT ?
                """, arguments: [limit]
        ).map(life)
    }

    static func fetch(uid: String, in db: Database) throws -> EventLife? {
        try Row.fetchOne(
            db, sql: "\(selection) WHERE lives.event_uid = ? ORDER BY lives.started_at_ms DESC LIMIT 1",
            arguments: [uid]
        ).map(life)
    }

    static func records(uid: String, in db: Database) throws -> [StoredEvent] {
        try Row.fetchAll(
            db, sql: "SELECT \(eventSelection) FROM events WHERE event_uid = ? ORDER BY epoch, sequence",
            arguments: [uid]
        ).map(storedEvent)
    }

    static func storedEvent(_ row: Row) throws -> StoredEvent {
        let record = try RecordTable.events.record(row)
        guard case .event(let event) = record.report.payload else {
            throw EventStoreError.unreadable("use_case", "no event")
        }
        return StoredEvent(position: row["position"], record: record, event: event)
    }

    private static func life(_ row: Row) throws -> EventLife {
        EventLife(
            latest: try storedEvent(row), startedAt: row.time("life_started_at"),
            endedAt: row.optionalTime("life_ended_at"), supersededAt: row.optionalTime("life_superseded_at"),
            recordCount: row["record_count"])
    }
}
