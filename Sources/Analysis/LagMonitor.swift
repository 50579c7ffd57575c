/// Tells a backlog from lateness: an agent that cannot keep up falls ever further behind, while a slower network or a
/// camera's own buffer is late by the same all the time. Pure.
public struct LagMonitor: Sendable {
    /// Seconds behind the least lag of the last ``memory`` seconds that make a backlog …
    public static let backlog = 0.5
    public static let memory = 10.0
    /// … when it lasts so long: a burst after a hiccup is caught up with, frame by frame.
    public static let patience = 2.0

    /// Least lag of each second, oldest first.
    private var leasts: [(second: Double, lag: Double)] = []
    private var behindSince: Double?

    public init() {}

    /// Whether frames must be skipped to catch up.
    /// - Parameters:
    ///   - lag: seconds by which the frame came late.
    ///   - now: monotonic seconds.
    public mutating func isBehind(lag: Double, at now: Double) -> Bool {
        remember(lag, at: now)
        let least = leasts.lazy.map(\.lag).min() ?? lag
        guard lag - least > Self.backlog else {
            behindSince = nil
            return false
        }
        let since = behindSince ?? now
        behindSince = since
        return now - since >= Self.patience
    }

    private mutating func remember(_ lag: Double, at now: Double) {
        let second = now.rounded(.down)
        leasts.removeAll { now - $0.second > Self.memory }
        if let last = leasts.indices.last, leasts[last].second == second {
            leasts[last].lag = min(leasts[last].lag, lag)
        } else {
            leasts.append((second, lag))
        }
    }
}
