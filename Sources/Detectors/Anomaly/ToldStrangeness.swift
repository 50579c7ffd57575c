/// The highest strangeness of each two minutes as an operator is told of it: by whatever attribute, and for as many
/// frames in a row as make an event. Two minutes are the usual cooldown of a rule: what comes within them is one alarm.
public struct ToldStrangeness: Sendable, Hashable {
    public static let period = 120.0
    public static let periodsPerDay = 86_400 / period

    private var last = 0.0, lastButOne = 0.0
    private var highest = 0.0
    private var seconds = 0.0

    public init() {}

    /// Takes the score of one frame; answers the highest of the two minutes that end with it.
    public mutating func take(_ score: Double, interval: Double) -> Double? {
        // Three frames make an event (``InertiaStateMachine/enterFrames``).
        highest = max(highest, min(score, last, lastButOne))
        (lastButOne, last) = (last, score)
        seconds += interval
        guard seconds >= Self.period else { return nil }
        defer { (highest, seconds) = (0, 0) }
        return highest
    }
}
