/// Counts analysed frames: true for so many in a row to enter, false for so many in a row to leave.
public struct InertiaStateMachine: Sendable {
    public let framesIn, framesOut: Int
    public private(set) var isActive = false
    /// Time in seconds of the first frame of the run that made it enter.
    public private(set) var activeSince: Double?
    private var run = 0
    private var runBegan = 0.0

    /// The product's own.
    public static let enterFrames = 3, exitFrames = 5

    public init(framesIn: Int = enterFrames, framesOut: Int = exitFrames) {
        precondition(framesIn > 0 && framesOut > 0)
        self.framesIn = framesIn
        self.framesOut = framesOut
    }

    /// - Parameter framesIn: frames to enter, where this once others are asked for than usually.
    public mutating func ingest(_ holds: Bool, time: Double, framesIn: Int? = nil) {
        guard holds != isActive else {
            run = 0
            return
        }
        if run == 0 { runBegan = time }
        run += 1
        guard run >= (isActive ? framesOut : framesIn ?? self.framesIn) else { return }
        isActive.toggle()
        activeSince = isActive ? runBegan : nil
        run = 0
    }

    public mutating func reset() {
        self = InertiaStateMachine(framesIn: framesIn, framesOut: framesOut)
    }
}
