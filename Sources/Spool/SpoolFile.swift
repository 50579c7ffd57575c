import Events
import Foundation
import GRDB

/// The file of a spool: opening, checking, and moving aside when it is damaged.
struct SpoolFile {
    /// Schema version, in SQLite's `user_version`.
    static let version = 1

    let path: String

    /// Opens or creates the database: WAL, a commit is on the disk when it returns (`synchronous = FULL`), no page
    /// beyond the size limit.
    func open(maximumBytes: Int) throws(SpoolError) -> DatabasePool {
        do {
            // SQLite gives its side files the permissions of the main file.
            if !FileManager.default.fileExists(atPath: path) {
                try createPrivateFile()
            }
            var configuration = Configuration()
            configuration.label = "spool"
            configuration.maximumReaderCount = 2
            configuration.busyMode = .timeout(5)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // After opening: GRDB sets NORMAL when it turns WAL on, and NORMAL may lose the last commits.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
                _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(maximumBytes / pageSize)")
            }
            return pool
        } catch {
            throw SpoolError(error, path: path)
        }
    }

    /// Finds damage in the structure of the file. Reads all of it.
    func check(_ pool: DatabasePool) throws(SpoolError) {
        do {
            let verdict = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else {
                throw SpoolError(.corrupt, path: path, "the spool is damaged (\(verdict ?? "no verdict"))")
            }
        } catch {
            throw SpoolError(error, path: path)
        }
    }

    /// Renames the database and its side files so that a new one can be made; returns the new name.
    func moveAside(at time: Timestamp) throws(SpoolError) -> String {
        let aside = "\(path).damaged-\(time.milliseconds)"
        do {
            for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
        } catch {
            throw SpoolError(.inputOutput, path: path, "the damaged spool cannot be moved aside (\(error))")
        }
        return aside
    }

    private func createPrivateFile() throws(SpoolError) {
        let descriptor = Foundation.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code: SpoolError.Code = errno == ENOSPC ? .diskFull : .inputOutput
            throw SpoolError(code, path: path, "the file cannot be created (\(String(cString: strerror(errno))))")
        }
        close(descriptor)
    }
}
