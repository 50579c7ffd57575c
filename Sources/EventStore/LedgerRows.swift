import Events
import GRDB
import Ingest

/// One spool of one gateway.
struct GatewayEpoch: Hashable {
    let siteID, gatewayID, epoch: String

    init(_ identity: RecordIdentity) {
        (siteID, gatewayID, epoch) = (identity.siteID, identity.gatewayID, identity.epoch)
    }

    var key: StatementArguments { [gatewayID, epoch] }
}

/// ``SequenceLedger`` as rows of `gateways` and `holes`.
enum LedgerRows {
    static func newest(ofGateway gatewayID: String, in db: Database) throws -> GatewayPosition? {
        try Row.fetchOne(
            db, sql: "SELECT epoch, last_sequence FROM gateways WHERE gateway_id = ? ORDER BY epoch DESC LIMIT 1",
            arguments: [gatewayID]
        ).map { GatewayPosition(epoch: $0["epoch"], sequence: UInt64($0["last_sequence"] as Int64)) }
    }

    static func load(_ epoch: GatewayEpoch, from db: Database) throws -> SequenceLedger {
        let last = try Int64.fetchOne(
            db, sql: "SELECT last_sequence FROM gateways WHERE (gateway_id, epoch) = (?, ?)", arguments: epoch.key)
        return SequenceLedger(last: UInt64(last ?? 0), holes: try holes(of: epoch, in: db))
    }

    private static func holes(of epoch: GatewayEpoch, in db: Database) throws -> [ClosedRange<UInt64>] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT first_sequence, last_sequence FROM holes WHERE (gateway_id, epoch) = (?, ?)
                ORDER BY first_sequence
                """, arguments: epoch.key
        ).map { UInt64($0["first_sequence"] as Int64)...UInt64($0["last_sequence"] as Int64) }
    }

    static func save(_ ledger: SequenceLedger, of epoch: GatewayEpoch, at now: Timestamp, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO gateways (site_id, gateway_id, epoch, last_sequence, first_seen_ms, last_seen_ms)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                SET last_sequence = excluded.last_sequence, last_seen_ms = excluded.last_seen_ms
                """,
            arguments: [
                epoch.siteID, epoch.gatewayID, epoch.epoch, Int64(ledger.last), now.milliseconds, now.milliseconds,
            ])
        guard try holes(of: epoch, in: db) != ledger.holes else { return }
        try saveHoles(ledger.holes, of: epoch, at: now, in: db)
    }

    /// A hole that shrank keeps the moment at which it was noticed, when its first number is unchanged.
    private static func saveHoles(
        _ holes: [ClosedRange<UInt64>], of epoch: GatewayEpoch, at now: Timestamp, in db: Database
    ) throws {
        let noticed = try Row.fetchAll(
            db, sql: "SELECT first_sequence, noticed_at_ms FROM holes WHERE (gateway_id, epoch) = (?, ?)",
            arguments: epoch.key
        ).reduce(into: [Int64: Int64]()) { $0[$1["first_sequence"]] = $1["noticed_at_ms"] }
        try db.execute(sql: "DELETE FROM holes WHERE (gateway_id, epoch) = (?, ?)", arguments: epoch.key)
        for hole in holes {
            let first = Int64(hole.lowerBound)
            try db.execute(
                sql: "INSERT INTO holes VALUES (?, ?, ?, ?, ?)",
                arguments: epoch.key + [first, Int64(hole.upperBound), noticed[first] ?? now.milliseconds])
        }
    }
}
