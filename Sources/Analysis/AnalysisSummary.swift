internal import Events
internal import PixelKernels
public import Scene

/// What a run over a source took.
public struct AnalysisSummary: Sendable, Hashable {
    /// Frames of the source, those of them that were decoded, that were analysed and that were damaged.
    public var frames = 0, decoded = 0, analysed = 0, corrupt = 0
    /// Seconds of footage, of waiting and of CPU.
    public var footageSeconds = 0.0, wallSeconds = 0.0, cpuSeconds = 0.0
    public var stages = StageTimes()
    public var events = 0
    /// Rules that look for longer than the footage lasts before they say anything.
    public var rulesWithoutTime: [Rule] = []
    /// `true` when it was stopped before the end.
    public var interrupted = false

    public init() {}

    /// `{"kind":"summary", …}` without its line break.
    public var line: String {
        var json = LineJSON(kind: "summary")
        json.add("frames", .integer(Int64(frames)))
        json.add("decoded", .integer(Int64(decoded)))
        json.add("analysed", .integer(Int64(analysed)))
        json.add("corrupt", .integer(Int64(corrupt)))
        json.add("events", .integer(Int64(events)))
        json.add("footage_s", rounded: footageSeconds)
        json.add("wall_s", rounded: wallSeconds)
        json.add("cpu_s", rounded: cpuSeconds)
        json.add("decode_cpu_s", rounded: stages[.decode])
        json.add("stages", stages.json)
        json.add("kernel_set", .string(KernelSet.name))
        json.add("rules_without_time", .array(rulesWithoutTime.map { .string($0.id) }))
        json.add("interrupted", .bool(interrupted))
        return json.finished
    }

    /// One sentence for people.
    public var sentence: String {
        let speed = wallSeconds > 0 ? Int((footageSeconds / wallSeconds).rounded()) : 0
        return
            "\(frames) frames (\(Self.short(footageSeconds)) s), \(decoded) decoded, \(analysed) analysed, \(corrupt) damaged, "
            + "\(events) event reports; \(Self.short(wallSeconds)) s, \(Self.short(cpuSeconds)) s of CPU of which "
            + "\(Self.short(stages[.decode])) s decoding; \(speed) times real time"
    }

    /// One sentence for each rule that had no time to say anything.
    public var warnings: [String] {
        rulesWithoutTime.map {
            "warning: rule \($0.id) waits for \(Self.short($0.leastSeconds)) s, but this is only \(Self.short(footageSeconds)) s: "
                + "that it says nothing means nothing"
        }
    }

    private static func short(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension StageTimes {
    /// Seconds by stage, but for decoding, which has a field of its own.
    var json: JSONValue {
        var seconds: [String: JSONValue] = [:]
        for stage in Stage.allCases where stage != .decode { seconds["\(stage)"] = LineJSON.rounded(self[stage]) }
        return .object(seconds)
    }
}
