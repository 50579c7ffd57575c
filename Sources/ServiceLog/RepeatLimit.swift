/// Lets a repeated message through once in an interval for each key, so that a fault that lasts does not fill the log.
public struct RepeatLimit: Sendable {
    private let interval: Duration
    private var last: [String: ContinuousClock.Instant] = [:]

    public init(interval: Duration = .seconds(10)) {
        self.interval = interval
    }

    /// Whether the message with this key is due now; if so it counts as written.
    public mutating func allows(_ key: String, now: ContinuousClock.Instant = .now) -> Bool {
        if let previous = last[key], now - previous < interval { return false }
        last[key] = now
        return true
    }
}
