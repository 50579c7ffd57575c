import DurableFile
import Events
import Glibc
import Logging
import ServiceLog

/// What the agents have learnt live, one file for each camera, which its next agent reads: a restart does not start
/// from nothing. The node looks into none of them: an agent decodes hostile video, and what it wrote is for itself.
struct LearntFolder {
    private let settings: NodeSettings
    private let logger: Logger
    private var warnings = RepeatLimit()
    private var limit = HandOverLimit()

    init(settings: NodeSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// When ``keepDue(now:)`` has something to do; `nil` when nothing waits.
    var nextDeadline: ContinuousClock.Instant? { limit.nextDeadline }

    mutating func take(_ learnt: LearntModel, of cameraID: String, now: ContinuousClock.Instant) {
        limit.take(learnt, of: cameraID, now: now)
    }

    /// Keeps what may be kept now.
    mutating func keepDue(now: ContinuousClock.Instant) {
        for kept in limit.due(now: now) { keep(kept.learnt, of: kept.cameraID) }
    }

    /// Keeps all that waits, at the end.
    mutating func keepAll() {
        for kept in limit.rest() { keep(kept.learnt, of: kept.cameraID) }
    }

    /// Replaces what was kept of a camera, or says why it could not. What is not gone on from (it was refused, or another
    /// model was given) is set aside first.
    private mutating func keep(_ learnt: LearntModel, of cameraID: String) {
        let path = settings.learntPath(of: cameraID)
        if learnt.isAnew { rename(path, settings.asidePath(of: cameraID)) }
        do {
            try DurableFile.keep(path, learnt.file)
        } catch {
            guard warnings.allows(cameraID) else { return }
            logger.warning(
                "what was learnt live could not be kept; the camera goes on",
                metadata: ["camera.id": "\(cameraID)", "error.code": "\(error.code)", "reason": "\(error)"])
        }
    }
}
