public import Events
import Foundation
import GRDB
import Synchronization

/// The durable queue of one gateway: what the agents say stays in it until the datacentre has committed it.
///
/// A SQLite file in WAL mode with `synchronous = FULL`. A record's sequence is given in the transaction that stores
/// it, so within an ``epoch`` sequences count from 1 without holes; a new file is a new epoch. Every method may be
/// called from any thread; writes follow one another.
///
/// When the disk is full, ``append(_:)`` throws and counts what it could not store; the caller goes on. Once there is
/// space, loss records with these counts are stored before the next reports.
public final class Spool: Sendable {
    /// The size limit of the file unless told otherwise: 512 MiB, about a million events.
    public static let defaultMaximumBytes = 512 << 20

    /// Says that a damaged file was found on opening and what became of it.
    public struct Recovery: Sendable, Hashable {
        /// Where the damaged file is now.
        public var movedTo: String
        public var cause: SpoolError
    }

    public let siteID: String
    public let gatewayID: String
    public let epoch: String
    /// Not `nil` when the file was damaged: its unacknowledged records are lost, a loss record says so.
    public let recovery: Recovery?

    let path: String
    let pool: DatabasePool
    private let lock: SpoolLock
    private let losses = Mutex(PendingLosses())
    let state: Mutex<State>

    struct State {
        var acknowledged: UInt64
        var lastSequence: UInt64
        var counts = SpoolCounts()
    }

    /// Opens the spool, or creates it with a new epoch.
    ///
    /// A damaged file is moved aside and a new epoch begun (see ``recovery``). Reads the whole file once to find
    /// damage: about a second per 500 MiB.
    /// - Parameters:
    ///   - path: the SQLite file; its directory must exist.
    ///   - maximumBytes: the file never grows beyond; reaching the limit is a full disk.
    ///   - now: the time from which a new epoch takes its name; the wall clock when `nil`.
    public convenience init(
        path: String, siteID: String, gatewayID: String, maximumBytes: Int = Spool.defaultMaximumBytes,
        now: Timestamp? = nil
    ) throws(SpoolError) {
        let now = now ?? .now
        let lock = try SpoolLock(path: path)
        do throws(SpoolError) {
            try self.init(
                lock: lock, path: path, siteID: siteID, gatewayID: gatewayID, maximumBytes: maximumBytes, now: now,
                recovery: nil)
        } catch  where error.code == .corrupt {
            let recovery = Recovery(movedTo: try SpoolFile(path: path).moveAside(at: now), cause: error)
            try self.init(
                lock: lock, path: path, siteID: siteID, gatewayID: gatewayID, maximumBytes: maximumBytes, now: now,
                recovery: recovery)
            losses.withLock { $0.add(unknownLoss(at: now), reason: .spoolError) }
        }
    }

    private init(
        lock: SpoolLock, path: String, siteID: String, gatewayID: String, maximumBytes: Int, now: Timestamp,
        recovery: Recovery?
    ) throws(SpoolError) {
        let file = SpoolFile(path: path)
        let pool = try file.open(maximumBytes: maximumBytes)
        try file.check(pool)
        let identity = try SpoolIdentity.readOrCreate(
            in: pool, path: path, siteID: siteID, gatewayID: gatewayID, now: now)
        guard identity.siteID == siteID, identity.gatewayID == gatewayID else {
            throw SpoolError(
                .wrongGateway, path: path,
                "the spool belongs to gateway \(identity.gatewayID) of site \(identity.siteID)")
        }
        self.lock = lock
        self.path = path
        self.pool = pool
        self.siteID = siteID
        self.gatewayID = gatewayID
        self.recovery = recovery
        epoch = identity.epoch
        state = Mutex(State(acknowledged: identity.acknowledged, lastSequence: identity.lastSequence))
    }

    /// Records that wait for the datacentre's commit.
    public var depth: Int {
        state.withLock { Int($0.lastSequence - min($0.acknowledged, $0.lastSequence)) }
    }

    /// The datacentre has committed everything up to this sequence; 0 when nothing.
    public var acknowledged: UInt64 { state.withLock { $0.acknowledged } }

    /// The last sequence given; 0 when none.
    public var lastSequence: UInt64 { state.withLock { $0.lastSequence } }

    public var counts: SpoolCounts { state.withLock { $0.counts } }

    /// Stores reports in one transaction and gives them their sequences, which are returned.
    ///
    /// Heartbeats are not stored. A report that breaks the schema's limits is not stored and counted as a loss.
    /// Returns when the transaction is on the disk.
    /// - Throws: ``SpoolError``; then nothing of `reports` is stored and all of it is counted as a loss.
    @discardableResult
    public func append(_ reports: [Report]) throws(SpoolError) -> Range<UInt64> {
        do {
            return try losses.withLock { try store(reports, &$0) }
        } catch {
            throw SpoolError(error, path: path)
        }
    }

    private func store(_ reports: [Report], _ losses: inout PendingLosses) throws -> Range<UInt64> {
        let storable = storable(reports, &losses)
        let waiting = losses.reports
        do {
            let bodies = (waiting + storable).map { Data($0.encoded()) }
            let last = try bodies.isEmpty ? lastSequence : insert(bodies)
            losses = PendingLosses()
            state.withLock {
                $0.lastSequence = last
                $0.counts.stored += bodies.count
            }
            return last + 1 - UInt64(storable.count)..<last + 1
        } catch {
            let error = SpoolError(error, path: path)
            let reason: LossReason = error.code == .diskFull ? .diskFull : .spoolError
            for report in storable { losses.add(report, reason: reason) }
            state.withLock {
                $0.counts.lost += storable.count
                $0.counts.lostToFullDisk += reason == .diskFull ? storable.count : 0
            }
            throw error
        }
    }

    /// What of the reports belongs into the spool; the rest is counted.
    private func storable(_ reports: [Report], _ losses: inout PendingLosses) -> [Report] {
        var malformed = 0
        let storable = reports.filter { report in
            if case .heartbeat = report.payload { return false }
            if (try? report.validate()) != nil { return true }
            malformed += 1
            losses.add(report.withReadableIdentity, reason: .malformed)
            return false
        }
        if malformed > 0 {
            state.withLock {
                $0.counts.malformed += malformed
                $0.counts.lost += malformed
            }
        }
        return storable
    }

    private func insert(_ bodies: [Data]) throws -> UInt64 {
        try pool.write { database in
            let statement = try database.cachedStatement(sql: "INSERT INTO record (report) VALUES (?)")
            for body in bodies { try statement.execute(arguments: [body]) }
            return UInt64(clamping: database.lastInsertedRowID)
        }
    }

    /// Forgets everything up to a sequence that the datacentre has committed. Sequences acknowledged before, and those
    /// never given, change nothing.
    public func acknowledge(upTo sequence: UInt64) throws(SpoolError) {
        guard sequence > acknowledged, sequence <= lastSequence else { return }
        do {
            try pool.write { database in
                let arguments: StatementArguments = [Int64(clamping: sequence)]
                try database.execute(sql: "DELETE FROM record WHERE sequence <= ?", arguments: arguments)
                try database.execute(sql: "UPDATE spool SET acknowledged = ?", arguments: arguments)
            }
            state.withLock { $0.acknowledged = max($0.acknowledged, sequence) }
        } catch {
            throw SpoolError(error, path: path)
        }
    }

    /// One setting of SQLite as the writing connection has it, for checks and diagnostics.
    package func setting(_ pragma: String) throws(SpoolError) -> String? {
        do {
            return try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(pragma)") }
        } catch {
            throw SpoolError(error, path: path)
        }
    }
}
