import Events
import Logging
import ServiceLog
import Spool

/// Puts the agents' reports into the spool, many in one transaction, and keeps account of what is running so that
/// nothing stays open.
///
/// A transaction is written at most every ``commitInterval``: with `synchronous=FULL` its cost is the disk's flush, not
/// the records.
struct ReportStore {
    static let commitInterval: Duration = .milliseconds(100)

    private let spool: Spool
    private let journal: OpenEventJournal
    private let board: ZoneStateBoard
    private let logger: Logger
    private var open: [String: OpenEvents] = [:]
    /// What the journal holds.
    private var journaled: [String: Report] = [:]
    private var pending: [Report] = []
    private var commitDue: ContinuousClock.Instant?
    private var warnings = RepeatLimit()

    init(spool: Spool, journal: OpenEventJournal, board: ZoneStateBoard, logger: Logger) {
        self.spool = spool
        self.journal = journal
        self.board = board
        self.logger = logger
    }

    /// When ``commitIfDue(now:)`` has something to do; `nil` when nothing waits.
    var nextDeadline: ContinuousClock.Instant? { commitDue }

    /// Ends what an earlier node with this data left running when it was killed.
    mutating func endLeftovers(now: ContinuousClock.Instant) {
        for report in journal.load() { open[report.cameraID, default: OpenEvents()].note(report) }
        journaled = running
        for camera in open.keys.sorted() { endAll(of: camera, now: now) }
        commit()
    }

    /// Takes a report. Heartbeats have done their work when they arrive and are not stored.
    mutating func add(_ report: Report, now: ContinuousClock.Instant) {
        if case .heartbeat = report.payload { return }
        open[report.cameraID, default: OpenEvents()].note(report)
        board.note(report)
        pending.append(report)
        commitDue = commitDue ?? now + Self.commitInterval
    }

    /// Ends everything that runs at a camera with `stream_lost`, and says of its zones that nobody sees them.
    mutating func endAll(of cameraID: String, now: ContinuousClock.Instant) {
        let ends = open[cameraID]?.endAll(reason: .streamLost, at: .now) ?? []
        for report in ends + board.blinded(cameraID: cameraID, at: .now) { add(report, now: now) }
    }

    mutating func commitIfDue(now: ContinuousClock.Instant) {
        if let commitDue, now >= commitDue { commit() }
    }

    /// Stores what waits. The journal holds before it what it opens, and after it no longer what it ends.
    mutating func commit() {
        commitDue = nil
        guard !pending.isEmpty else { return }
        let running = self.running
        if running.keys.contains(where: { journaled[$0] == nil }) {
            saveJournal(journaled.merging(running) { _, new in new })
        }
        append()
        if journaled.count != running.count { saveJournal(running) }
    }

    /// The last report of each running event, by `event_uid`.
    var running: [String: Report] {
        open.values.reduce(into: [:]) { all, camera in all.merge(camera.events) { _, new in new } }
    }

    private mutating func append() {
        defer { pending = [] }
        do {
            _ = try spool.append(pending)
        } catch {
            warn("reports could not be stored and are counted as lost", "\(error)", count: pending.count)
        }
    }

    private mutating func saveJournal(_ reports: [String: Report]) {
        do {
            try journal.save(reports.sorted { $0.key < $1.key }.map(\.value))
            journaled = reports
        } catch {
            warn("running events could not be noted", "\(error)", count: reports.count)
        }
    }

    private mutating func warn(_ message: Logger.Message, _ reason: String, count: Int) {
        guard warnings.allows("\(message)") else { return }
        logger.error(message, metadata: ["reason": "\(reason)", "reports": "\(count)"])
    }
}
