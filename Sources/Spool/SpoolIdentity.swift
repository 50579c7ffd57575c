import DurableFile
import Events
import Foundation
import GRDB

/// What a spool file says of itself.
struct SpoolIdentity {
    var siteID, gatewayID, epoch: String
    /// The datacentre has committed everything up to here.
    var acknowledged: UInt64
    /// The last sequence given.
    var lastSequence: UInt64

    /// Reads the identity, or gives the file one: a new file is a new epoch.
    static func readOrCreate(
        in pool: DatabasePool, path: String, siteID: String, gatewayID: String, now: Timestamp
    ) throws(SpoolError) -> SpoolIdentity {
        do {
            return try pool.write { database in
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version <= SpoolFile.version else {
                    throw SpoolError(.newerVersion, path: path, "the file has version \(version)")
                }
                if version == 0 {
                    let epoch = try EpochName.next(beside: path, now: now)
                    try create(database, siteID: siteID, gatewayID: gatewayID, epoch: epoch)
                }
                return try read(database, path: path)
            }
        } catch {
            throw SpoolError(error, path: path)
        }
    }

    private static func create(_ database: Database, siteID: String, gatewayID: String, epoch: String) throws {
        // AUTOINCREMENT: a sequence is never given twice, even after its record was pruned.
        try database.execute(
            sql: """
                CREATE TABLE spool (
                    id INTEGER PRIMARY KEY CHECK (id = 1), site_id TEXT NOT NULL, gateway_id TEXT NOT NULL,
                    epoch TEXT NOT NULL, acknowledged INTEGER NOT NULL);
                CREATE TABLE record (sequence INTEGER PRIMARY KEY AUTOINCREMENT, report BLOB NOT NULL);
                PRAGMA user_version = \(SpoolFile.version);
                """)
        try database.execute(
            sql: "INSERT INTO spool (id, site_id, gateway_id, epoch, acknowledged) VALUES (1, ?, ?, ?, 0)",
            arguments: [siteID, gatewayID, epoch])
    }

    private static func read(_ database: Database, path: String) throws -> SpoolIdentity {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT site_id, gateway_id, epoch, acknowledged FROM spool WHERE id = 1")
        else {
            throw SpoolError(.corrupt, path: path, "the spool does not say whose it is")
        }
        let last = try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'record'") ?? 0
        // Not by subscript, which traps on a damaged row.
        guard let siteID = String.fromDatabaseValue(row["site_id"]),
            let gatewayID = String.fromDatabaseValue(row["gateway_id"]),
            let epoch = String.fromDatabaseValue(row["epoch"]),
            let acknowledged = Int64.fromDatabaseValue(row["acknowledged"])
        else { throw SpoolError(.corrupt, path: path, "the spool does not say whose it is") }
        return SpoolIdentity(
            siteID: siteID, gatewayID: gatewayID, epoch: epoch, acknowledged: UInt64(clamping: acknowledged),
            lastSequence: UInt64(clamping: last))
    }
}

/// Names of epochs: 12 hexadecimal digits of milliseconds, then 20 random ones, so that their order as text is their
/// order in time and two spools never share one.
///
/// The last name is kept in a file of its own, so that a clock that went back does not make a new epoch look old.
enum EpochName {
    static func next(beside path: String, now: Timestamp) throws -> String {
        let keeper = path + ".epoch"
        let kept = try? String(contentsOfFile: keeper, encoding: .utf8)
        let last = kept.flatMap { Int64($0.prefix(12), radix: 16) } ?? 0
        let name = make(milliseconds: max(now.milliseconds, last + 1))
        try DurableFile.replace(keeper, by: name.utf8)
        return name
    }

    static func make(milliseconds: Int64) -> String {
        let random = (0..<20).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
        let time = String(max(0, milliseconds), radix: 16)
        return String(repeating: "0", count: max(0, 12 - time.count)) + time + random
    }
}
