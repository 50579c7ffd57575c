internal import Events
public import Footage
public import Scene

/// CPU time of the whole agent against that of a bare decode of the same file, alternating in one process.
public struct DecodeBenchmark {
    private let path: String
    private let configuration: CameraConfiguration
    private let stop: StopFlag

    public init(path: String, configuration: CameraConfiguration, stop: StopFlag) {
        self.path = path
        self.configuration = configuration
        self.stop = stop
    }

    /// Runs each so many times; which one goes first alternates.
    /// - Throws: ``FootageError``.
    public func run(pairs: Int) throws -> DecodeFigures {
        var figures = DecodeFigures()
        for pair in 0..<pairs {
            if pair.isMultiple(of: 2) {
                figures.bare.append(try bareDecode(&figures))
                figures.agent.append(try wholeAgent(&figures))
            } else {
                figures.agent.append(try wholeAgent(&figures))
                figures.bare.append(try bareDecode(&figures))
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
        return SystemClock.processCPUSeconds() - start
    }

    /// What `vigie-agent` does with a frame, writing its reports included; the reports go nowhere.
    private func wholeAgent(_ figures: inout DecodeFigures) throws -> Double {
        let start = SystemClock.processCPUSeconds()
        let source = try VideoSource(file: path, stop: stop)
        var pipeline = AnalysisPipeline(configuration: configuration, bootID: "file")
        if pipeline.readsVectors { source.exportMotion() }
        var (output, bytes) = (AnalysisOutput(), 0)
        while let frame = try decode(from: source, &pipeline) {
            try pipeline.ingest(frame, timing: .file(seconds: frame.time), into: &output)
            for report in output.reports { bytes += report.pipeFrame().count }
        }
        figures.analysed = pipeline.framesAnalysed
        figures.reportBytes = bytes
        figures.stages = pipeline.stages
        return SystemClock.processCPUSeconds() - start
    }

    private func decode(
        from source: VideoSource, _ pipeline: inout AnalysisPipeline
    ) throws(FootageError) -> SourceFrame? {
        let cpu = SystemClock.threadCPUSeconds()
        defer { pipeline.stages[.decode] += SystemClock.threadCPUSeconds() - cpu }
        return try source.next()
    }
}

/// What ``DecodeBenchmark`` measured. CPU seconds of each run, in the order in which they were made.
public struct DecodeFigures: Sendable, Hashable {
    public var bare: [Double] = []
    public var agent: [Double] = []
    public var frames = 0
    public var analysed = 0
    public var reportBytes = 0
    /// Of the last run of the agent.
    public var stages = StageTimes()

    /// CPU of the agent over CPU of the bare decode, medians of all runs.
    public var ratio: Double { Self.median(agent) / Self.median(bare) }

    /// One JSON object.
    public var line: String {
        var json = LineJSON(kind: "bench")
        json.add("bench", .string("decode"))
        json.add("ratio", rounded: ratio)
        json.add("bare_cpu_s", rounded: Self.median(bare))
        json.add("agent_cpu_s", rounded: Self.median(agent))
        json.add("bare_runs", .array(bare.map { LineJSON.rounded($0) }))
        json.add("agent_runs", .array(agent.map { LineJSON.rounded($0) }))
        json.add("frames", .integer(Int64(frames)))
        json.add("analysed", .integer(Int64(analysed)))
        json.add("ms_per_analysed_frame", rounded: pixelMilliseconds)
        json.add("stages", stages.json)
        json.add("build", .string(AgentVersion.current))
        return json.finished
    }

    /// For people.
    public var text: String {
        let stageLines = Stage.allCases.map { stage in
            "  \("\(stage)".padded(to: 12))\(Self.short(stages[stage])) s"
        }
        return """
            bare decode   \(Self.short(Self.median(bare))) s of CPU for \(frames) frames, one thread (median of \(bare.count))
            whole agent   \(Self.short(Self.median(agent))) s of CPU, \(analysed) frames analysed by all detectors
            ratio         \(Self.short(ratio))
            per analysed frame \(Self.short(pixelMilliseconds)) ms beside decoding
            stages of the last run:
            \(stageLines.joined(separator: "\n"))
            """
    }

    private var pixelMilliseconds: Double {
        let rest = Stage.allCases.filter { $0 != .decode }.reduce(0) { $0 + stages[$1] }
        return analysed == 0 ? 0 : rest * 1000 / Double(analysed)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func short(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
