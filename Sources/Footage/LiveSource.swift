import Glibc

/// A camera's stream that never ends: connects, reads, waits and connects again as ``ReconnectStateMachine`` says.
/// Used by one thread.
public final class LiveSource: LiveFrames {
    /// Longest sleep before the stop flag is looked at again, in seconds.
    private static let nap = 0.1
    /// Longest time without a frame before the caller is told that there is none yet, in seconds.
    private static let patience = 1.0

    /// The camera's streams; one of them is analysed.
    private let addresses: [StreamAddress]
    private let analysisWidth: Int
    /// Which one, once all of them have been looked at.
    private var choice: Int?
    private let credentials: Credentials?
    private let stop: StopFlag
    private let readSeconds: Double
    private var plan: DecodePlan
    private var machine: ReconnectStateMachine
    private var clock = LiveClock()
    private var session: VideoSource?
    private var finished = SourceCounts()
    private var firstIndex = 0
    private var exportsMotion = false

    /// Why the stream is not there; `nil` while it is.
    public private(set) var lastError: FootageError?

    /// - Parameters:
    ///   - address: the camera's main stream.
    ///   - substream: a smaller one of the same view, analysed instead when it is large enough.
    ///   - analysisWidth: in pixels.
    ///   - plan: what is decoded at the start.
    ///   - readSeconds: without anything new for so long the session is given up.
    ///   - seed: of the jitter.
    public init(
        _ address: StreamAddress, substream: StreamAddress? = nil, analysisWidth: Int = 640,
        credentials: Credentials?, plan: DecodePlan = .everything, readSeconds: Double = 10, seed: UInt64,
        stop: StopFlag
    ) {
        addresses = [address] + (substream.map { [$0] } ?? [])
        self.analysisWidth = analysisWidth
        self.credentials = credentials
        self.plan = plan
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
        counts.skipped += session?.counts.skipped ?? 0
        return counts
    }

    public var effort: DecodeEffort {
        get { plan.effort }
        set {
            plan.effort = newValue
            session?.plan = plan
        }
    }
    public var appliedEffort: DecodeEffort { session?.appliedEffort ?? plan.effort }

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
            session = try openBest(within: seconds)
            if exportsMotion { session?.exportMotion() }
            clock.startSession()
            machine.connected(at: SystemClock.monotonicSeconds())
        } catch {
            // The streams may be others when the camera is back.
            choice = nil
            fail(error)
        }
    }

    /// Opens the stream that was chosen, or all of them to choose one.
    private func openBest(within seconds: Double) throws(FootageError) -> VideoSource {
        if let only = addresses.count == 1 ? 0 : choice { return try open(addresses[only], within: seconds) }
        var sessions: [VideoSource?] = []
        var failure: FootageError?
        for address in addresses {
            do {
                sessions.append(try open(address, within: seconds / Double(addresses.count)))
            } catch {
                // A camera that refuses one stream is not asked for another: some lock out those who insist.
                guard error.code == .streamNotFound || error.code == .unreadableCodec else { throw error }
                failure = failure ?? error
                sessions.append(nil)
            }
        }
        let best = StreamChoice.best(widths: sessions.map { $0?.pictureWidth }, analysisWidth: analysisWidth)
        if let best, let session = sessions[best] {
            choice = best
            return session
        }
        throw failure ?? FootageError(.streamNotFound, "the camera has no stream", source: addresses[0].description)
    }

    private func open(_ address: StreamAddress, within seconds: Double) throws(FootageError) -> VideoSource {
        try VideoSource(
            stream: address, credentials: credentials, plan: plan, openSeconds: seconds, readSeconds: readSeconds,
            stop: stop)
    }

    private func read() -> LiveStep {
        do throws(FootageError) {
            guard case .frame(let frame) = try step() else { return .idle }
            let now = SystemClock.monotonicSeconds()
            machine.received(at: now)
            lastError = nil
            let (time, lag) = clock.place(presentation: frame.time, arrival: now)
            return .frame(
                SourceFrame(
                    luma: frame.luma, motion: frame.motion, time: time, index: firstIndex + frame.index,
                    isChosen: frame.isChosen),
                lag: lag)
        } catch {
            fail(error)
            return .idle
        }
    }

    private func step() throws(FootageError) -> VideoSource.Step {
        switch try session?.step(until: SystemClock.monotonicSeconds() + Self.patience) {
        case .end, nil:
            throw FootageError(.disconnected, "the camera ended the stream", source: addresses[choice ?? 0].description)
        case .some(let step): return step
        }
    }

    private func fail(_ error: FootageError) {
        // Being told to stop is no trouble of the stream's.
        if error.code != .stopped { lastError = error }
        machine.failed(error.code, at: SystemClock.monotonicSeconds())
    }

    private func endSession() {
        finished = counts
        firstIndex = finished.frames
        session = nil
    }

    private func nap(until instant: Double) {
        let seconds = min(Self.nap, instant - SystemClock.monotonicSeconds())
        guard seconds > 0 else { return }
        usleep(UInt32(seconds * 1e6))
    }
}
