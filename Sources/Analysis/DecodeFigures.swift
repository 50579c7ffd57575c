internal import Events
public import Scene

/// What the agent took under one decode policy.
public struct AgentFigures: Sendable, Hashable {
    public let policy: DecodePolicy
    /// CPU seconds of each run, in the order in which they were made.
    public var cpu: [Double] = []
    /// Pictures decoded, and analysed by all detectors.
    public var decoded = 0
    public var analysed = 0
    public var reportBytes = 0
    /// Of the last run.
    public var stages = StageTimes()

    init(policy: DecodePolicy) { self.policy = policy }

    /// Milliseconds per analysed frame beside decoding.
    public var pixelMilliseconds: Double {
        let rest = Stage.allCases.filter { $0 != .decode }.reduce(0) { $0 + stages[$1] }
        return analysed == 0 ? 0 : rest * 1000 / Double(analysed)
    }
}

/// What ``DecodeBenchmark`` measured.
public struct DecodeFigures: Sendable, Hashable {
    /// CPU seconds of each bare decode.
    public var bare: [Double] = []
    public var agents: [AgentFigures]
    public var frames = 0
    /// Nominal frames per second of the file; 0 when it does not say.
    public var frameRate = 0.0
    /// Most memory that a `vigie-agent` had resident on the file, in bytes; `nil` when it was not measured.
    public var residentBytes: Int64?

    init(policies: [DecodePolicy]) {
        agents = policies.map(AgentFigures.init(policy:))
    }

    /// CPU of the agent over CPU of the bare decode, medians of all runs.
    public func ratio(_ agent: AgentFigures) -> Double { Self.median(agent.cpu) / Self.median(bare) }

    /// Cameras like the file, sent at so many frames per second, that one core carries: decoding grows with the rate,
    /// analysis does not.
    public func camerasPerCore(_ agent: AgentFigures, framesPerSecond: Double) -> Double {
        guard frameRate > 0, frames > 0 else { return .nan }
        let seconds = Double(frames) / frameRate
        let pixels = agent.pixelMilliseconds / 1000 * Double(agent.analysed)
        let decoding = max(0, Self.median(agent.cpu) - pixels) * framesPerSecond / frameRate
        return seconds / (decoding + pixels)
    }

    /// Frames per second for which ``camerasPerCore(_:framesPerSecond:)`` is told.
    static let cameraRate = 15.0

    /// One JSON object; `ratio` is that of the last policy.
    public var line: String {
        var json = LineJSON(kind: "bench")
        json.add("bench", .string("decode"))
        if let last = agents.last { json.add("ratio", rounded: ratio(last)) }
        json.add("bare_cpu_s", rounded: Self.median(bare))
        json.add("bare_runs", .array(bare.map { LineJSON.rounded($0) }))
        json.add("frames", .integer(Int64(frames)))
        json.add("frame_rate", rounded: frameRate)
        if let residentBytes { json.add("agent_peak_rss_bytes", .integer(residentBytes)) }
        json.add("policies", .array(agents.map(object)))
        json.add("build", .string(AgentVersion.current))
        return json.finished
    }

    private func object(_ agent: AgentFigures) -> JSONValue {
        .object([
            "decode": .string(agent.policy.rawValue),
            "ratio": LineJSON.rounded(ratio(agent)),
            "agent_cpu_s": LineJSON.rounded(Self.median(agent.cpu)),
            "agent_runs": .array(agent.cpu.map { LineJSON.rounded($0) }),
            "decoded": .integer(Int64(agent.decoded)),
            "analysed": .integer(Int64(agent.analysed)),
            "ms_per_analysed_frame": LineJSON.rounded(agent.pixelMilliseconds),
            "cameras_per_core_at_15": LineJSON.rounded(camerasPerCore(agent, framesPerSecond: Self.cameraRate)),
            "stages": agent.stages.json,
        ])
    }

    /// For people.
    public var text: String {
        let head =
            "bare decode: \(Self.short(Self.median(bare))) s of CPU for \(frames) frames at \(Self.short(frameRate)) "
            + "frames/s, one thread (median of \(bare.count))"
        let columns = ["policy", "ratio", "CPU s", "decoded", "analysed", "ms/analysed", "cameras/core at 15/s"]
        var lines = [head, Self.row(columns)]
        lines += agents.map { agent in
            Self.row([
                agent.policy.rawValue, "\(Self.short(ratio(agent)))", "\(Self.short(Self.median(agent.cpu)))",
                "\(agent.decoded)", "\(agent.analysed)", "\(Self.short(agent.pixelMilliseconds))",
                "\(Self.short(camerasPerCore(agent, framesPerSecond: Self.cameraRate)))",
            ])
        }
        if let last = agents.last {
            lines.append("ms per analysed frame, \(last.policy.rawValue): \(Self.stages(last))")
        }
        if let residentBytes { lines.append("vigie-agent: at most \(residentBytes / 1_000_000) MB resident") }
        return lines.joined(separator: "\n")
    }

    private static func stages(_ agent: AgentFigures) -> String {
        Stage.allCases.filter { $0 != .decode }.map { stage in
            "\(stage) \(short(agent.stages[stage] * 1000 / Double(max(1, agent.analysed))))"
        }.joined(separator: ", ")
    }

    private static func row(_ cells: [String]) -> String {
        cells.map { $0 + String(repeating: " ", count: max(1, 12 - $0.count)) }.joined()
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func short(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
