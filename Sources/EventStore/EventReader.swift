public import Events
import Foundation
import GRDB

/// Which events to look for; `nil` means any.
public struct EventFilter: Sendable, Hashable {
    public var cameraID, zoneID: String?
    public var useCase: UseCase?
    /// Events that were going on at some instant in `from ..< to`.
    public var from, to: Timestamp?
    /// At most so many, the latest first.
    public var limit: Int

    public init(
        cameraID: String? = nil, zoneID: String? = nil, useCase: UseCase? = nil, from: Timestamp? = nil,
        to: Timestamp? = nil, limit: Int = 100
    ) {
        self.cameraID = cameraID
        self.zoneID = zoneID
        self.useCase = useCase
        self.from = from
        self.to = to
        self.limit = limit
    }
}

/// Answers questions from the store. Any number of readers may work beside the one writer, in this process or another.
public struct EventReader: Sendable {
    let database: any DatabaseReader

    /// Opens the database of a data directory for reading only, whether a server is writing to it or not.
    ///
    /// - Throws: ``EventStoreError`` when there is none or it cannot be read.
    public init(directory: String) throws {
        let path = directory + "/" + EventStore.fileName
        guard FileManager.default.fileExists(atPath: path) else { throw EventStoreError.missing(path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            guard try database.read({ try Schema.migrator.hasCompletedMigrations($0) }) else {
                throw EventStoreError.missing(path)
            }
        } catch let error as DatabaseError {
            throw EventStoreError.cannotOpen(path, error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
        guard try database.read({ try Schema.migrator.hasBeenSuperseded($0) }) == false else {
            throw EventStoreError.newerSchema(path)
        }
    }

    init(database: any DatabaseReader) {
        self.database = database
    }

    /// Events, the latest first.
    public func lives(_ filter: EventFilter) async throws -> [EventLife] {
        try await database.read { try LifeQuery.fetch(filter, in: $0) }
    }

    /// Events that have neither ended nor been superseded, the latest first.
    public func openLives(limit: Int = 500) async throws -> [EventLife] {
        try await database.read { try LifeQuery.fetchOpen(limit: limit, in: $0) }
    }

    /// The life of one event, with its records in order; `nil` when it is not known.
    public func life(uid: String) async throws -> (life: EventLife, records: [StoredEvent])? {
        try await database.read { db in
            guard let life = try LifeQuery.fetch(uid: uid, in: db) else { return nil }
            return (life, try LifeQuery.records(uid: uid, in: db))
        }
    }

    /// Events stored after a position, oldest first.
    public func events(after position: Int64, limit: Int) async throws -> [StoredEvent] {
        try await database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(LifeQuery.eventSelection) FROM events WHERE position > ? ORDER BY position LIMIT ?",
                arguments: [position, limit]
            ).map(LifeQuery.storedEvent)
        }
    }

    /// Position of the event stored last; 0 before the first.
    public func lastPosition() async throws -> Int64 {
        try await database.read { try Int64.fetchOne($0, sql: "SELECT MAX(position) FROM events") ?? 0 }
    }
}
