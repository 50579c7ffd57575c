internal import Perception

/// Decides on which frames nothing is learnt: the camera is not to be relied on, it was moved, or the clock jumped.
struct LearningWatch: Sendable {
    /// Pixels of shift against the reference from which on blocks are other places.
    static let shift: Float = 3
    /// Seconds by which the wall clock may depart from the stream's own between two frames.
    static let clockTolerance = 30.0
    /// Seconds for which nothing is learnt after a jump.
    static let pauseSeconds = 60.0

    private var last: (wall: Int64, time: Double)?
    private var jumpedAt: Double?

    mutating func pause(_ evidence: Evidence, _ context: LearningContext) -> LearningPause? {
        if hasJumped(context.wallMilliseconds, time: evidence.time) { jumpedAt = evidence.time }
        if !context.isReliable { return .cameraUnreliable }
        let quality = evidence.quality
        if max(abs(quality.shiftX), abs(quality.shiftY)) >= Self.shift { return .cameraMoved }
        guard let jumpedAt, evidence.time - jumpedAt < Self.pauseSeconds else { return nil }
        return .clockJump
    }

    private mutating func hasJumped(_ wall: Int64?, time: Double) -> Bool {
        guard let wall else { return false }
        defer { last = (wall, time) }
        guard let last else { return false }
        return abs(Double(wall - last.wall) / 1000 - (time - last.time)) > Self.clockTolerance
    }
}
