public import Detectors
public import Events

/// What came of one decoded frame.
public struct AnalysisOutput: Sendable {
    /// What the detectors say; empty when the frame was not analysed.
    public var observations: [Observation] = []
    /// Events, samples and zone states to send.
    public var reports: [Report] = []
    public var analysed = false

    public init() {}

    /// Empties it and keeps the memory.
    mutating func clear() {
        observations.removeAll(keepingCapacity: true)
        reports.removeAll(keepingCapacity: true)
        analysed = false
    }
}
