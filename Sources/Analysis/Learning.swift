public import Detectors
internal import Foundation
public import Footage
public import Scene

/// Learns what is normal in front of one camera from several recordings: state is kept, pixels are forgotten between
/// two recordings.
public struct Learning {
    /// Seconds put between two recordings, so that time grows and every memory of pixels has passed.
    private static let pause = 3600.0

    private var pipeline: AnalysisPipeline
    private var summary = AnalysisSummary()
    private var nextStart = 0.0
    private var output = AnalysisOutput()
    private let start = (wall: SystemClock.monotonicSeconds(), cpu: SystemClock.processCPUSeconds())

    public init(configuration: CameraConfiguration) {
        pipeline = AnalysisPipeline(configuration: configuration, detectors: [.anomaly, .objects], bootID: "file")
    }

    /// Learns from one recording, to its end.
    /// - Parameters:
    ///   - confirmed: seconds of the recording in which an event was confirmed: not learnt from.
    ///   - progress: called once per 100 analysed frames.
    public mutating func learn(
        from source: any FrameSource, confirmed: [ClosedRange<Double>] = [],
        progress: (AnalysisSummary) -> Void = { _ in }
    ) throws {
        pipeline.startRecording()
        if pipeline.readsVectors { source.exportMotion() }
        let before = summary
        var last = nextStart
        while let frame = try next(from: source) {
            let time = nextStart + frame.time
            let shifted = SourceFrame(
                luma: frame.luma, motion: frame.motion, time: time, index: frame.index, isChosen: frame.isChosen)
            pipeline.isLeftOut = confirmed.contains { $0.contains(frame.time) }
            try pipeline.ingest(shifted, timing: .file(seconds: time), into: &output)
            last = time
            guard output.analysed, pipeline.framesAnalysed % 100 == 0 else { continue }
            summarise(source, since: before, footage: last - nextStart)
            progress(summary)
        }
        summarise(source, since: before, footage: last - nextStart)
        nextStart = last + Self.pause
    }

    /// Writes what was learnt and answers what it took.
    /// - Throws: ``CameraModelError``.
    public func save(to path: String) throws(CameraModelError) -> AnalysisSummary {
        try pipeline.learnt?.write(path: path)
        return summary
    }

    private mutating func next(from source: any FrameSource) throws(FootageError) -> SourceFrame? {
        let cpu = SystemClock.threadCPUSeconds()
        defer { pipeline.stages[.decode] += SystemClock.threadCPUSeconds() - cpu }
        return try source.next()
    }

    private mutating func summarise(_ source: any FrameSource, since before: AnalysisSummary, footage: Double) {
        summary.frames = before.frames + source.counts.frames
        summary.decoded = before.decoded + source.counts.decoded
        summary.corrupt = before.corrupt + source.counts.corrupt
        summary.footageSeconds = before.footageSeconds + footage
        summary.analysed = pipeline.framesAnalysed
        summary.wallSeconds = SystemClock.monotonicSeconds() - start.wall
        summary.cpuSeconds = SystemClock.processCPUSeconds() - start.cpu
        summary.stages = pipeline.stages
    }
}
