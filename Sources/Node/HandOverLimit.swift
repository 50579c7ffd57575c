public import Events

/// Lets one model of each camera through in a minute, the newest: however often an agent hands one over, the disk is
/// written once a minute. Pure.
public struct HandOverLimit: Sendable {
    /// Between two models of a camera.
    public static let interval: Duration = .seconds(60)

    /// A model to be kept, and whose it is.
    public struct Kept: Sendable, Hashable {
        public var cameraID: String
        public var learnt: LearntModel
    }

    private var nextAt: [String: ContinuousClock.Instant] = [:]
    /// Of each camera the newest that has to wait.
    private var waiting: [String: LearntModel] = [:]

    public init() {}

    /// When ``due(now:)`` has something to give; `nil` when nothing waits.
    public var nextDeadline: ContinuousClock.Instant? { waiting.keys.compactMap { nextAt[$0] }.min() }

    /// Takes what a camera's agent hands over; it takes the place of what waits.
    public mutating func take(_ learnt: LearntModel, of cameraID: String, now: ContinuousClock.Instant) {
        var newest = learnt
        // What was kept before both is still worth a place of its own.
        newest.isAnew = learnt.isAnew || waiting[cameraID]?.isAnew ?? false
        waiting[cameraID] = newest
        if nextAt[cameraID] == nil { nextAt[cameraID] = now }
    }

    /// What may be kept now, by the cameras' names.
    public mutating func due(now: ContinuousClock.Instant) -> [Kept] {
        let due = waiting.keys.filter { camera in nextAt[camera].map { $0 <= now } ?? true }.sorted()
        return due.compactMap { camera in
            nextAt[camera] = now + Self.interval
            return waiting.removeValue(forKey: camera).map { Kept(cameraID: camera, learnt: $0) }
        }
    }

    /// All that waits, at the end.
    public mutating func rest() -> [Kept] {
        let rest = waiting.sorted { $0.key < $1.key }.map { Kept(cameraID: $0.key, learnt: $0.value) }
        waiting.removeAll()
        return rest
    }
}
