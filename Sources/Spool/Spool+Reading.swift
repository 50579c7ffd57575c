public import Events
import Foundation
import GRDB
import Synchronization

extension Spool {
    /// Records after a sequence in order, at most `limit` of them and, beyond the first, at most `maximumBytes`
    /// encoded. A record that cannot be read back is replaced by a loss record with its sequence.
    public func read(after sequence: UInt64, limit: Int, maximumBytes: Int = .max) throws(SpoolError) -> [Events.Record]
    {
        do {
            let rows = try pool.read { database in
                try fetchRows(database, after: sequence, limit: limit, maximumBytes: maximumBytes)
            }
            return rows.map { record(sequence: $0.sequence, body: $0.body) }
        } catch {
            throw SpoolError(error, path: path)
        }
    }

    private func fetchRows(
        _ database: Database, after sequence: UInt64, limit: Int, maximumBytes: Int
    ) throws -> [(sequence: UInt64, body: Data)] {
        let cursor = try Row.fetchCursor(
            database, sql: "SELECT sequence, report FROM record WHERE sequence > ? ORDER BY sequence LIMIT ?",
            arguments: [Int64(clamping: sequence), limit])
        var rows: [(sequence: UInt64, body: Data)] = []
        var bytes = 0
        while let row = try cursor.next() {
            // A damaged row gives an empty body, which no report is.
            let body = Data.fromDatabaseValue(row[1]) ?? Data()
            bytes += body.count
            if !rows.isEmpty, bytes > maximumBytes { break }
            rows.append((UInt64(clamping: Int64.fromDatabaseValue(row[0]) ?? 0), body))
        }
        return rows
    }

    private func record(sequence: UInt64, body: Data) -> Events.Record {
        let identity = RecordIdentity(siteID: siteID, gatewayID: gatewayID, epoch: epoch, sequence: sequence)
        guard let report = try? Report(decoding: body) else {
            state.withLock { $0.counts.unreadable += 1 }
            return Events.Record(identity: identity, report: unknownLoss(at: .now))
        }
        return Events.Record(identity: identity, report: report)
    }
}
