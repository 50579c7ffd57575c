public import Events
internal import Footage
internal import Synchronization

/// The sign of life that the analysing thread leaves for the thread that says "alive".
public final class AgentPulse: Sendable {
    /// Seconds between two heartbeats.
    public static let period = 5.0
    /// A thread that has left no sign for so long hangs: no heartbeat is sent, and the node starts the agent again.
    public static let longestSilence = 60.0

    private struct Sign {
        var framesAnalysed = 0
        var at = SystemClock.monotonicSeconds()
    }

    private let sign = Mutex(Sign())

    public init() {}

    func beat(framesAnalysed: Int) {
        let sign = Sign(framesAnalysed: framesAnalysed)
        self.sign.withLock { $0 = sign }
    }

    /// The heartbeat to send now; `nil` when the analysing thread hangs.
    public func heartbeat(cameraID: String) -> Report? {
        let sign = self.sign.withLock { $0 }
        guard SystemClock.monotonicSeconds() - sign.at < Self.longestSilence else { return nil }
        let timing = FrameTiming.live(wall: SystemClock.wallSeconds(), lag: 0)
        return Report(
            cameraID: cameraID, time: timing.timestamp,
            payload: .heartbeat(Heartbeat(framesAnalysed: Int64(sign.framesAnalysed))))
    }
}
