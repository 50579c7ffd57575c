internal import Events
public import Footage
public import Scene

/// CPU time of the whole agent, by decode policy, against that of a bare decode of the same file: all of them in one
/// process, turn by turn, so that what disturbs one disturbs the others.
public struct DecodeBenchmark {
    private let path: String
    private let configuration: CameraConfiguration
    private let stop: StopFlag

    public init(path: String, configuration: CameraConfiguration, stop: StopFlag) {
        self.path = path
        self.configuration = configuration
        self.stop = stop
    }

    /// Runs the bare decode and each policy so many times; every other round goes backwards.
    /// - Throws: ``FootageError``.
    public func run(policies: [DecodePolicy], rounds: Int) throws -> DecodeFigures {
        var figures = DecodeFigures(policies: policies)
        for round in 0..<rounds {
            let turns = [nil] + policies.indices.map { Optional($0) }
            for turn in round.isMultiple(of: 2) ? turns : turns.reversed() {
                if let turn {
                    try wholeAgent(&figures.agents[turn])
                } else {
                    figures.bare.append(try bareDecode(&figures))
                }
            }
        }
        return figures
    }

    /// Every frame through libavcodec on one thread, and nothing else.
    private func bareDecode(_ figures: inout DecodeFigures) throws(FootageError) -> Double {
        let start = SystemClock.processCPUSeconds()
        let source = try VideoSource(file: path, stop: stop)
        while try source.skip() {}
        figures.frames = source.counts.decoded
        figures.frameRate = source.frameRate ?? 0
        return SystemClock.processCPUSeconds() - start
    }

    /// What `vigie-agent` does with a frame, writing its reports included; the reports go nowhere.
    private func wholeAgent(_ figures: inout AgentFigures) throws {
        let start = SystemClock.processCPUSeconds()
        var configuration = configuration
        configuration.decode = figures.policy
        let source = try VideoSource(file: path, plan: configuration.decodePlan, stop: stop)
        var pipeline = AnalysisPipeline(configuration: configuration, bootID: "file")
        if pipeline.readsVectors { source.exportMotion() }
        var (output, bytes) = (AnalysisOutput(), 0)
        while let frame = try decode(from: source, &pipeline) {
            try pipeline.ingest(frame, timing: .file(seconds: frame.time), into: &output)
            for report in output.reports { bytes += report.pipeFrame().count }
        }
        figures.cpu.append(SystemClock.processCPUSeconds() - start)
        figures.decoded = source.counts.decoded
        figures.analysed = pipeline.framesAnalysed
        figures.reportBytes = bytes
        figures.stages = pipeline.stages
    }

    private func decode(
        from source: VideoSource, _ pipeline: inout AnalysisPipeline
    ) throws(FootageError) -> SourceFrame? {
        let cpu = SystemClock.threadCPUSeconds()
        defer { pipeline.stages[.decode] += SystemClock.threadCPUSeconds() - cpu }
        return try source.next()
    }
}
