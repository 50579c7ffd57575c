public import Detectors
internal import Events
public import Footage
internal import Scene

/// Runs the pipeline over a source as fast as it goes; time is the source's own.
public struct OfflineAnalysis {
    /// What events of a file name as their kernel set: every set gives the same lines, bit for bit, and so that this can
    /// be seen the summary alone says which one ran.
    public static let anyKernelSet = "any"
    /// Seconds between two calls of `progress`.
    private static let progressPeriod = 0.5

    private let source: any FrameSource
    private var pipeline: AnalysisPipeline
    private var sequence: UInt64 = 0
    private var lastTime = 0.0
    private var output = AnalysisOutput()

    public init(source: any FrameSource, pipeline: AnalysisPipeline) {
        self.source = source
        self.pipeline = pipeline
        if pipeline.readsVectors { source.exportMotion() }
    }

    /// Analyses everything.
    /// - Parameters:
    ///   - write: takes each line of JSON, without its line break, as soon as it is known.
    ///   - progress: called about twice a second.
    /// - Returns: the summary, `interrupted` when the source was stopped.
    /// - Throws: what `write` throws; ``FootageError`` when the source breaks, after everything known was written.
    public mutating func run(
        write: (String) throws -> Void, progress: (AnalysisSummary) -> Void = { _ in }
    ) throws -> AnalysisSummary {
        let start = (wall: SystemClock.monotonicSeconds(), cpu: SystemClock.processCPUSeconds())
        var nextProgress = start.wall + Self.progressPeriod
        var failure: FootageError?
        while true {
            let frame: SourceFrame?
            do throws(FootageError) {
                frame = try nextFrame()
            } catch {
                failure = error
                break
            }
            guard let frame else { break }
            for line in try lines(of: frame) { try write(line) }
            let now = SystemClock.monotonicSeconds()
            if now >= nextProgress {
                nextProgress = now + Self.progressPeriod
                progress(summary(since: start))
            }
        }
        for line in eventLines(pipeline.stop(timing: .file(seconds: lastTime))) { try write(line) }
        var summary = summary(since: start)
        summary.rulesWithoutTime = pipeline.configuration.rules.filter { $0.leastSeconds >= lastTime }
        summary.interrupted = failure?.code == .stopped
        if let failure, !summary.interrupted { throw failure }
        return summary
    }

    /// What was learnt, after ``run(write:progress:)``.
    public var learnt: CameraModel? { pipeline.learnt }

    private mutating func nextFrame() throws(FootageError) -> SourceFrame? {
        let cpu = SystemClock.threadCPUSeconds()
        defer { pipeline.stages[.decode] += SystemClock.threadCPUSeconds() - cpu }
        return try source.next()
    }

    private mutating func lines(of frame: SourceFrame) throws(CameraModelError) -> [String] {
        lastTime = frame.time
        try pipeline.ingest(frame, timing: .file(seconds: frame.time), into: &output)
        let observations = output.observations.compactMap {
            ObservationLine.text($0, time: frame.time, frame: frame.index)
        }
        return observations + eventLines(output.reports)
    }

    /// Events only: samples and zone states are for live use.
    private mutating func eventLines(_ reports: [Report]) -> [String] {
        reports.compactMap { report in
            guard case .event(let event) = report.payload else { return nil }
            sequence += 1
            return EventLine.text(report, event: event, sequence: sequence)
        }
    }

    private func summary(since start: (wall: Double, cpu: Double)) -> AnalysisSummary {
        var summary = AnalysisSummary()
        summary.frames = source.counts.frames
        summary.decoded = source.counts.decoded
        summary.analysed = pipeline.framesAnalysed
        summary.corrupt = source.counts.corrupt
        summary.events = Int(sequence)
        summary.footageSeconds = lastTime
        summary.wallSeconds = SystemClock.monotonicSeconds() - start.wall
        summary.cpuSeconds = SystemClock.processCPUSeconds() - start.cpu
        summary.stages = pipeline.stages
        return summary
    }
}
