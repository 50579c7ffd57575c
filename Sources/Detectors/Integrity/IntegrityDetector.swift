public import Perception
public import Scene

/// Says what keeps a camera from seeing: dark, bright, blurred, blocked, moved, frozen. (`lost` is the pipeline's.)
///
/// Every limit is on a quantity that light, crowds and compression leave alone: directions of remembered edges, the
/// ratio of Laplacian to gradient against its own past, the exact sameness of frames.
public struct IntegrityDetector {
    /// Mean luma and share of saturated pixels beyond which nothing can be seen.
    static let darkBelow: Float = 18
    static let brightAbove: Float = 235
    static let blindSaturation: Float = 0.7
    /// Share of the reference's edges below which the view is no longer the reference's.
    static let keptBelow: Float = 0.4
    /// Edges there are, for each of the reference's: above it the camera looks elsewhere, below something covers it.
    static let elsewhereAbove: Float = 0.6
    /// Least shift, analysis pixels.
    static let leastShift: Float = 3
    /// Sharpness against its own running median.
    static let blurredBelow: Float = 0.62
    /// Mean change of a frame, grey levels, that even the quietest sensor exceeds.
    static let frozenBelow: Float = 0.004

    private var machine = IntegrityStateMachine()
    private var sharpness = RunningReference()
    private var hasMoved = false

    /// The configuration is part of every detector's face; integrity needs nothing of it today.
    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry) {}

    /// Says one observation when the state changes, else none.
    public mutating func ingest(_ evidence: Evidence, into observations: inout [Observation]) {
        let quality = evidence.quality
        if quality.contentChange >= Self.frozenBelow { hasMoved = true }
        let finding = finding(quality, isFirst: evidence.interval == 0)
        if finding.state == .good, !evidence.isHeld {
            sharpness.learn(quality.sharpness, interval: evidence.interval)
        }
        if let change = machine.ingest(finding, time: evidence.time) { observations.append(.integrity(change)) }
    }

    /// The first that holds, the most certain first.
    private func finding(_ quality: ImageQuality, isFirst: Bool) -> IntegrityFinding {
        if hasMoved, !isFirst, quality.contentChange < Self.frozenBelow {
            return IntegrityFinding(state: .frozen, score: 1)
        }
        if quality.brightness < Self.darkBelow, quality.saturated > Self.blindSaturation || quality.edgesKept < 0.2 {
            return IntegrityFinding(state: .dark, score: beyond(quality.brightness, Self.darkBelow))
        }
        if quality.brightness > Self.brightAbove, quality.saturated > Self.blindSaturation || quality.edgesKept < 0.2 {
            return IntegrityFinding(
                state: .bright, score: beyond(255 - quality.brightness, 255 - Self.brightAbove))
        }
        // A sharpness of 0 means that nothing has an edge: covered, not blurred.
        if let usual = sharpness.value, quality.sharpness > 0, quality.sharpness < Self.blurredBelow * usual {
            return IntegrityFinding(state: .blurred, score: beyond(quality.sharpness, Self.blurredBelow * usual))
        }
        if max(abs(quality.shiftX), abs(quality.shiftY)) >= Self.leastShift {
            return IntegrityFinding(state: .moved, score: beyond(quality.edgesKept, 1))
        }
        guard quality.edgesKept < Self.keptBelow else { return .good }
        let state: IntegrityState = quality.edgeRatio > Self.elsewhereAbove ? .moved : .blocked
        return IntegrityFinding(state: state, score: beyond(quality.edgesKept, Self.keptBelow))
    }

    private func beyond(_ value: Float, _ limit: Float) -> Double {
        Double(min(1, max(0, 1 - value / max(limit, 1e-6))))
    }
}

/// A slow running median of a quantity that is learnt while all is well.
struct RunningReference {
    /// Seconds until it may be used, and share by which it moves in a second.
    static let warmUp = 8.0
    static let stepPerSecond: Float = 0.01

    private var current: Float = 0
    private var age = 0.0

    /// `nil` until enough was seen.
    var value: Float? { age >= Self.warmUp ? current : nil }

    mutating func learn(_ sample: Float, interval: Double) {
        guard sample > 0 else { return }
        if current == 0 { current = sample }
        age += interval
        // Early steps are ten times as large: the first sample is as good as any.
        let rate = Self.stepPerSecond * Float(min(1, interval)) * (age < Self.warmUp ? 10 : 1)
        current += current * rate * (sample > current ? 1 : sample < current ? -1 : 0)
    }
}
