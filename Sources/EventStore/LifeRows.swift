import Events
import GRDB

/// The lives of events, kept beside the events so that "what is open" needs no join over history.
enum LifeRows {
    /// Takes note of one record of a life. Records may come late: the highest (epoch, sequence) says how things stand,
    /// and an `end` stays an end.
    static func advance(with event: Event, of record: Record, position: Int64, in db: Database) throws {
        let columns: KeyValuePairs<String, (any DatabaseValueConvertible)?> = [
            "gateway_id": record.identity.gatewayID,
            "camera_id": record.report.cameraID, "event_uid": event.eventUID, "use_case": event.useCase.rawValue,
            "zone_id": event.zoneID, "rule_id": event.ruleID, "boot_id": event.bootID,
            "started_at_ms": event.startedAt.milliseconds, "last_time_ms": record.report.time.milliseconds,
            "ended_at_ms": endTime(event, record), "last_epoch": record.identity.epoch,
            "last_sequence": Int64(record.identity.sequence), "last_position": position, "record_count": 1,
        ]
        let statement = try db.cachedStatement(sql: upsert(columns.map(\.key)))
        try statement.execute(arguments: StatementArguments(columns.map(\.value)))
        try supersedeOtherBoots(than: event, of: record, in: db)
    }

    private static func endTime(_ event: Event, _ record: Record) -> Int64? {
        event.phase == .end ? (event.endedAt ?? record.report.time).milliseconds : nil
    }

    private static func upsert(_ names: [String]) -> String {
        let newest = "(excluded.last_epoch, excluded.last_sequence) > (lives.last_epoch, lives.last_sequence)"
        let following = ["last_time_ms", "last_epoch", "last_sequence", "last_position"]
        let sets = following.map { "\($0) = CASE WHEN \(newest) THEN excluded.\($0) ELSE lives.\($0) END" }
        return """
            INSERT INTO lives (\(names.joined(separator: ", ")))
            VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
            ON CONFLICT DO UPDATE SET \(sets.joined(separator: ", ")),
                started_at_ms = MIN(lives.started_at_ms, excluded.started_at_ms),
                ended_at_ms = COALESCE(excluded.ended_at_ms, lives.ended_at_ms),
                superseded_at_ms = CASE WHEN \(newest) THEN NULL ELSE lives.superseded_at_ms END,
                record_count = lives.record_count + 1
            """
    }

    /// An agent that started again knows nothing of the events of its former life: they are over, their end unseen.
    private static func supersedeOtherBoots(than event: Event, of record: Record, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE lives SET superseded_at_ms = ?
                WHERE gateway_id = ? AND camera_id = ? AND rule_id = ? AND boot_id <> ?
                    AND ended_at_ms IS NULL AND superseded_at_ms IS NULL AND (last_epoch, last_sequence) < (?, ?)
                """)
        try statement.execute(arguments: [
            record.report.time.milliseconds, record.identity.gatewayID,
            record.report.cameraID, event.ruleID, event.bootID, record.identity.epoch,
            Int64(record.identity.sequence),
        ])
    }

    /// A rule that says "quiet" after an event's last word: the event is over, its end unseen.
    static func supersede(quiet state: ZoneState, of record: Record, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE lives SET superseded_at_ms = ?
                WHERE gateway_id = ? AND camera_id = ? AND rule_id = ? AND zone_id = ?
                    AND ended_at_ms IS NULL AND superseded_at_ms IS NULL AND (last_epoch, last_sequence) < (?, ?)
                """)
        try statement.execute(arguments: [
            record.report.time.milliseconds, record.identity.gatewayID,
            record.report.cameraID, state.ruleID, state.zoneID, record.identity.epoch,
            Int64(record.identity.sequence),
        ])
    }
}
