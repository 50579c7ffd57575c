import Glibc

/// A camera's stream that never ends: connects, reads, waits and connects again as ``ReconnectStateMachine`` says.
/// Used by one thread.
public final class LiveSource: LiveFrames {
    /// Longest sleep before the stop flag is looked at again, in seconds.
    private static let nap = 0.1

    private let address: StreamAddress
    private let credentials: Credentials?
    private let stop: StopFlag
    private let readSeconds: Double
    private var machine: ReconnectStateMachine
    private var clock = LiveClock()
    private var session: VideoSource?
    private var finished = SourceCounts()
    private var firstIndex = 0
    private var exportsMotion = false

    /// Why the stream is not there; `nil` while it is.
    public private(set) var lastError: FootageError?

    /// - Parameters:
    ///   - readSeconds: without a frame for so long the session is given up.
    ///   - seed: of the jitter.
    public init(
        _ address: StreamAddress, credentials: Credentials?, readSeconds: Double = 10, seed: UInt64, stop: StopFlag
    ) {
        self.address = address
        self.credentials = credentials
        self.readSeconds = readSeconds
        self.stop = stop
        machine = ReconnectStateMachine(seed: seed)
    }

    public var phase: ReconnectStateMachine.Phase { machine.phase }
    public var restarts: Int { machine.restarts }

    public func exportMotion() { exportsMotion = true }

    /// Frames of all sessions together.
    public var counts: SourceCounts {
        var counts = finished
        counts.decoded += session?.counts.decoded ?? 0
        counts.corrupt += session?.counts.corrupt ?? 0
        return counts
    }

    /// Waits for the next frame or the next thing to know.
    /// - Parameter wakeAt: monotonic seconds at which to come back whatever happens; a call that blocks may be up to a
    ///   second late.
    public func next(wakeAt: Double) -> LiveStep {
        if stop.isRaised { machine.stop() }
        let now = SystemClock.monotonicSeconds()
        switch machine.action(at: now) {
        case .stop:
            endSession()
            return .ended
        case .connect:
            connect(within: max(1, min(5, wakeAt - now)))
            return .idle
        case .read: return read()
        case .wait(let until):
            nap(until: min(until, wakeAt))
            return .idle
        }
    }

    private func connect(within seconds: Double) {
        endSession()
        do {
            session = try VideoSource(
                stream: address, credentials: credentials, openSeconds: seconds, readSeconds: readSeconds, stop: stop)
            if exportsMotion { session?.exportMotion() }
            clock.startSession()
            machine.connected(at: SystemClock.monotonicSeconds())
        } catch {
            fail(error)
        }
    }

    private func read() -> LiveStep {
        do throws(FootageError) {
            guard let frame = try session?.next() else {
                throw FootageError(.disconnected, "the camera ended the stream", source: address.description)
            }
            let now = SystemClock.monotonicSeconds()
            machine.received(at: now)
            lastError = nil
            let (time, lag) = clock.place(presentation: frame.time, arrival: now)
            return .frame(
                SourceFrame(luma: frame.luma, motion: frame.motion, time: time, index: firstIndex + frame.index),
                lag: lag)
        } catch {
            fail(error)
            return .idle
        }
    }

    private func fail(_ error: FootageError) {
        lastError = error
        machine.failed(error.code, at: SystemClock.monotonicSeconds())
    }

    private func endSession() {
        finished = counts
        firstIndex = finished.decoded
        session = nil
    }

    private func nap(until instant: Double) {
        let seconds = min(Self.nap, instant - SystemClock.monotonicSeconds())
        guard seconds > 0 else { return }
        usleep(UInt32(seconds * 1e6))
    }
}
