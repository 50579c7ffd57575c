/// Turns presentation times as they come (missing, equal, backwards, wild) into strictly growing seconds since the
/// first frame.
public struct PresentationClock: Sendable {
    /// A step longer than this is a broken time, not a pause of the camera.
    public static let longestStep = 3600.0

    private let frameInterval: Double
    private var offset: Double?
    private var lastTime: Double?

    /// - Parameter frameInterval: seconds between frames, used where the source gives no usable time; > 0.
    public init(frameInterval: Double) {
        self.frameInterval = frameInterval.isFinite && frameInterval > 0 ? frameInterval : 0.04
    }

    /// Seconds since the first frame of a frame with this presentation time (seconds on the source's own clock).
    public mutating func time(ofPresentation presentation: Double?) -> Double {
        guard let last = lastTime else {
            offset = presentation
            lastTime = 0
            return 0
        }
        let time = step(from: last, to: presentation)
        lastTime = time
        return time
    }

    /// Seconds since the first frame at this presentation time as it is mapped now; `nil` before the first frame.
    func elapsed(at presentation: Double) -> Double? { offset.map { presentation - $0 } }

    private mutating func step(from last: Double, to presentation: Double?) -> Double {
        guard let presentation, presentation.isFinite else { return last + frameInterval }
        if let offset {
            let time = presentation - offset
            if time > last, time - last <= Self.longestStep { return time }
        }
        // Unusable: this frame takes the next regular place and the clock is tied to it anew.
        offset = presentation - (last + frameInterval)
        return last + frameInterval
    }
}
