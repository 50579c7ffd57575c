/// Frames per second over the last full second of stream time.
struct RateMeter: Sendable {
    private var start: Double?
    private var frames = 0
    private(set) var perSecond = 0.0

    mutating func count(at time: Double) {
        guard let start else {
            self.start = time
            return
        }
        frames += 1
        guard time - start >= 1 else { return }
        perSecond = Double(frames) / (time - start)
        self.start = time
        frames = 0
    }
}
