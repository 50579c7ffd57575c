internal import Footage

/// The parts of an agent whose CPU time is told apart.
public enum Stage: Int, CaseIterable, Sendable {
    case decode, reduce, background, cells, motion, quality, density, objects, anomaly, integrity, rules
}

/// CPU seconds of the calling thread, by stage.
public struct StageTimes: Sendable, Hashable {
    /// One lane a stage: a copy for a summary must not make the next frame allocate.
    private var seconds = SIMD16<Double>.zero

    public init() {}

    public subscript(stage: Stage) -> Double {
        get { seconds[stage.rawValue] }
        set { seconds[stage.rawValue] = newValue }
    }

    /// Runs `work` and adds the CPU time that the thread spent in it to a stage.
    @inline(__always)
    public mutating func measure<Result, Failure: Error>(
        _ stage: Stage, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = SystemClock.threadCPUSeconds()
        defer { self[stage] += SystemClock.threadCPUSeconds() - start }
        return try work()
    }
}
