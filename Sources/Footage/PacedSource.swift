import Glibc

/// A recording played once at its own pace, as if it were a camera.
public final class PacedSource: LiveFrames {
    private static let nap = 0.05

    private let source: any FrameSource
    /// The source when it can be told how much to decode.
    private let video: VideoSource?
    private let stop: StopFlag
    private var start: Double?
    private var pending: SourceFrame?

    public private(set) var phase = ReconnectStateMachine.Phase.connecting
    public private(set) var lastError: FootageError?
    public let restarts = 0

    public init(_ source: any FrameSource, stop: StopFlag) {
        self.source = source
        video = source as? VideoSource
        self.stop = stop
    }

    public var counts: SourceCounts { source.counts }

    public func exportMotion() { source.exportMotion() }

    public func next(wakeAt: Double) -> LiveStep {
        while !stop.isRaised {
            guard let frame = nextFrame() else { break }
            let now = SystemClock.monotonicSeconds()
            let start = self.start ?? now
            self.start = start
            let wait = start + frame.time - now
            if wait <= 0 {
                pending = nil
                phase = .streaming
                return .frame(frame, lag: -wait)
            }
            guard now < wakeAt else { return .idle }
            usleep(UInt32(min(wait, Self.nap, wakeAt - now) * 1e6))
        }
        phase = .stopped
        return .ended
    }

    public var effort: DecodeEffort {
        get { video?.plan.effort ?? .full }
        set { video?.plan.effort = newValue }
    }
    public var appliedEffort: DecodeEffort { video?.appliedEffort ?? .full }

    private func nextFrame() -> SourceFrame? {
        if let pending { return pending }
        do {
            pending = try source.next()
        } catch {
            lastError = error
        }
        return pending
    }
}
