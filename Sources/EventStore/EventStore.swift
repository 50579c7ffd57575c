public import Events
import Foundation
import GRDB
public import Ingest

/// The datacentre's store: SQLite through GRDB, write-ahead log, `synchronous=FULL`. A batch that ``commit(_:recordedAt:)``
/// has returned for survives a power cut; a batch that comes again changes nothing.
public final class EventStore: RecordSink, Sendable {
    /// Name of the database in a data directory.
    public static let fileName = "vigie.sqlite"
    /// Older health rows are deleted as new ones come; the newest row of each camera stays.
    public static let healthHistoryHours = 72

    /// Answers questions from the same file, beside the writer.
    public let reader: EventReader
    let pool: DatabasePool
    private let path: String

    /// Opens the database of a data directory, or makes both.
    ///
    /// - Throws: ``EventStoreError`` when the directory cannot be written or the file is not ours to open.
    public init(directory: String) throws {
        path = directory + "/" + Self.fileName
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            pool = try DatabasePool(path: path)
            // GRDB sets NORMAL when it turns the write-ahead log on; an acknowledged record must survive a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Schema.migrator.migrate(pool)
        } catch let error as DatabaseError {
            throw EventStoreError.cannotOpen(path, error.message ?? "SQLite error \(error.resultCode.rawValue)")
        } catch {
            throw EventStoreError.cannotOpen(path, error.localizedDescription)
        }
        guard try pool.read({ try Schema.migrator.hasBeenSuperseded($0) }) == false else {
            throw EventStoreError.newerSchema(path)
        }
        reader = EventReader(database: pool)
    }

    /// Stores a batch in one transaction: all of it or nothing.
    ///
    /// Records whose (gateway, epoch, sequence) was stored before are counted and ignored.
    ///
    /// - Throws: ``EventStoreError`` `E-STO-005` when the disk refuses, `E-STO-007` when a record breaks the schema.
    public func commit(_ batch: [Events.Record], recordedAt: Timestamp) throws -> CommitOutcome {
        do {
            return try pool.write { try BatchWriter(db: $0, recordedAt: recordedAt).write(batch) }
        } catch let error as DatabaseError {
            throw EventStoreError.notWritten(path, error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }

    /// How far a gateway is stored: the highest sequence of its newest epoch.
    public func position(ofGateway gatewayID: String) throws -> GatewayPosition? {
        try pool.read { try LedgerRows.newest(ofGateway: gatewayID, in: $0) }
    }

    /// Replaces what is known of the given hours.
    public func storeContext(_ hours: [ContextHour]) throws {
        do {
            try pool.write { db in try hours.forEach { try ContextRows.replace($0, in: db) } }
        } catch let error as DatabaseError {
            throw EventStoreError.notWritten(path, error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }

    /// Moves the write-ahead log into the database file and closes it; used at a graceful stop.
    public func close() throws {
        try pool.close()
    }
}
