/// When to connect, when to read, when to wait: the life of a camera's stream, for ever. Pure: it is told what
/// happened and when, and says what to do next.
///
/// Waits grow by full jitter (Brooker, "Exponential Backoff and Jitter", 2015): uniform between nothing and a ceiling
/// that grows from 1 to 60 s, so that the cameras of a street do not come back all at once. The ceiling grows by 15 %
/// each time: it stays at about a third of the time that the stream has been away, so a short loss is soon over. A
/// refused password waits 60 to 120 s, because cameras lock out those who insist. The ladder starts again after 60 s of
/// good video.
public struct ReconnectStateMachine: Sendable {
    public enum Phase: Sendable, Hashable {
        case connecting, streaming, stalled, backingOff, refused, stopped
    }

    public enum Action: Sendable, Hashable {
        case connect
        case read
        /// Do nothing until this instant (seconds, monotonic).
        case wait(until: Double)
        case stop
    }

    public static let firstWait = 1.0
    public static let longestWait = 60.0
    public static let growth = 1.15
    /// Shortest wait, so that a port that refuses at once is not hammered.
    public static let shortestWait = 0.25
    public static let refusedWait = 60.0...120.0
    public static let goodVideo = 60.0

    public private(set) var phase = Phase.connecting
    /// Failures since the last good video.
    public private(set) var attempts = 0
    /// Connections after the first one that gave a frame.
    public private(set) var restarts = 0
    private var nextCeiling = firstWait
    private var retryAt = -Double.infinity
    private var isConnected = false
    private var streamingSince: Double?
    private var hasStreamed = false
    private var jitter: SplitMix64

    public init(seed: UInt64) {
        jitter = SplitMix64(state: seed)
    }

    /// What to do now.
    public func action(at now: Double) -> Action {
        switch phase {
        case .stopped: .stop
        case .connecting where isConnected, .streaming: .read
        case .connecting: .connect
        case .stalled, .backingOff, .refused: now >= retryAt ? .connect : .wait(until: retryAt)
        }
    }

    /// The session is open; no frame has come yet.
    public mutating func connected(at now: Double) {
        guard phase != .stopped else { return }
        phase = .connecting
        isConnected = true
    }

    /// A frame was decoded.
    public mutating func received(at now: Double) {
        guard phase != .stopped else { return }
        if phase != .streaming {
            phase = .streaming
            streamingSince = now
            if hasStreamed { restarts += 1 }
            hasStreamed = true
        }
        if let since = streamingSince, now - since >= Self.goodVideo {
            attempts = 0
            nextCeiling = Self.firstWait
        }
    }

    /// Connecting or reading failed.
    public mutating func failed(_ code: FootageError.Code, at now: Double) {
        guard phase != .stopped else { return }
        let wasStreaming = phase == .streaming
        isConnected = false
        streamingSince = nil
        switch code {
        case .stopped: phase = .stopped
        case .unauthorised:
            phase = .refused
            retryAt = now + jitter.uniform(in: Self.refusedWait)
        case .timedOut where wasStreaming:
            // Nothing new came for the whole read limit: the decoder starts again at once.
            phase = .stalled
            retryAt = now
        default:
            phase = .backingOff
            retryAt = now + nextWait()
        }
    }

    /// Asked to end.
    public mutating func stop() { phase = .stopped }

    private mutating func nextWait() -> Double {
        let ceiling = min(Self.longestWait, nextCeiling)
        nextCeiling = ceiling * Self.growth
        attempts += 1
        return max(Self.shortestWait, jitter.uniform(in: 0...ceiling))
    }
}

/// Sebastiano Vigna's SplitMix64: small, seedable, good enough for jitter.
struct SplitMix64: Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in the range.
    mutating func uniform(in range: ClosedRange<Double>) -> Double {
        let unit = Double(next() >> 11) * 0x1p-53
        return range.lowerBound + unit * (range.upperBound - range.lowerBound)
    }
}
