import Events
import GRDB
import Ingest

/// Writes one batch inside one transaction.
struct BatchWriter {
    let db: Database
    let recordedAt: Timestamp

    func write(_ batch: [Record]) throws -> CommitOutcome {
        var ledgers: [GatewayEpoch: SequenceLedger] = [:]
        var outcome = CommitOutcome(inserted: 0, duplicates: 0)
        for record in batch {
            try validate(record)
            let epoch = GatewayEpoch(record.identity)
            var ledger = try ledgers[epoch] ?? LedgerRows.load(epoch, from: db)
            switch ledger.admit(record.identity.sequence) {
            case .duplicate: outcome.duplicates += 1
            case .new:
                try store(record)
                outcome.inserted += 1
            }
            ledgers[epoch] = ledger
        }
        for (epoch, ledger) in ledgers {
            try LedgerRows.save(ledger, of: epoch, at: recordedAt, in: db)
        }
        return outcome
    }

    /// What comes from the network was checked when it was decoded; whoever else commits is held to the same.
    private func validate(_ record: Record) throws {
        do { try record.validate() } catch { throw EventStoreError.invalid(error, record.identity) }
    }

    private func store(_ received: Record) throws {
        var record = received
        record.recordedAt = recordedAt
        switch record.report.payload {
        case .event(let event):
            try db.insert(record)
            try LifeRows.advance(with: event, of: record, position: db.lastInsertedRowID, in: db)
        case .sample:
            try db.insert(record)
            try db.replaceOlder(record, in: "latest_samples", key: "gateway_id, camera_id, zone_id")
        case .zoneState(let state):
            try db.replaceOlder(
                record, in: "zone_states", key: "gateway_id, camera_id, zone_id, rule_id")
            if !state.active { try LifeRows.supersede(quiet: state, of: record, in: db) }
        case .health:
            try db.insert(record)
            try db.replaceOlder(record, in: "latest_health", key: "gateway_id, camera_id")
            try forgetOldHealth(before: record)
        case .loss: try db.insert(record)
        case .heartbeat: break  // says "alive" now, and nothing later
        }
    }

    private func forgetOldHealth(before record: Record) throws {
        let oldest = record.report.time.advanced(bySeconds: -3600 * Double(EventStore.healthHistoryHours))
        let statement = try db.cachedStatement(
            sql: "DELETE FROM health WHERE gateway_id = ? AND camera_id = ? AND time_ms < ?")
        try statement.execute(arguments: [
            record.identity.gatewayID, record.report.cameraID, oldest.milliseconds,
        ])
    }
}
