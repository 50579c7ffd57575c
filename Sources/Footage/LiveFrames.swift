/// What comes next from a camera that is watched for ever.
public enum LiveStep {
    /// A decoded frame and how late it came, in seconds. Its luma is valid until the next call.
    case frame(SourceFrame, lag: Double)
    /// Nothing came; look at the phase and the last error and call again.
    case idle
    /// There is nothing more to come.
    case ended
}

/// Frames at the pace of the world.
public protocol LiveFrames: AnyObject {
    /// Waits for the next frame or the next thing to know.
    /// - Parameter wakeAt: monotonic seconds at which to come back if nothing came.
    func next(wakeAt: Double) -> LiveStep
    var phase: ReconnectStateMachine.Phase { get }
    /// Why there are no frames; `nil` while there are.
    var lastError: FootageError? { get }
    var counts: SourceCounts { get }
    /// How much is decoded; may change between two frames.
    var effort: DecodeEffort { get set }
    /// What is done of it: key pictures alone are too little where they are rare.
    var appliedEffort: DecodeEffort { get }
    /// Sessions after the first one that gave frames.
    var restarts: Int { get }
    /// Asks for ``SourceFrame/motion``, before the first frame.
    func exportMotion()
}
