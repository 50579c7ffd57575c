internal import Analysis
internal import CameraFile
internal import Detectors
internal import Events
internal import Footage
internal import Foundation
internal import Scene
internal import SceneRendering

/// Whole ordinary days of a place, one after the other: three are learnt from, then every alarm is a false one, as is every
/// word against the camera.
///
/// Nothing is left out of the days, but pictures are small and few, which is what makes them affordable. People come as
/// they do at each hour, other people each day; the light follows the sun, with its shadows.
struct NormalDaysCase: EvaluationCase {
    static let learntDays = 3, testedDays = 4
    /// A Monday, 00:00 UTC.
    static let firstDay: Int64 = 1_767_571_200_000
    static let hour = 3600
    static let width = 320, height = 180, framesPerSecond = 2
    /// People by hour of the day, as a share of those that the place's scene has.
    static let activity = [
        0.08, 0.05, 0.03, 0.03, 0.05, 0.15, 0.4, 0.8, 1, 0.8, 0.8, 0.9, 1.1, 1, 0.8, 0.8, 0.9, 1.1, 1.2, 1, 0.7, 0.5,
        0.3,
        0.15,
    ]
    /// Seconds before the end of an hour after which nobody comes any more: the next hour is a scene of its own.
    static let lull = 40.0

    /// The scene of the place, and the folder where it lies.
    let place: SceneCase
    let folder: String

    var name: String { "days_\(place.name)" }
    var fingerprint: String { Fingerprint.of([name, place.fingerprint, "\(Self.activity)", "\(Self.learntDays)"]) }
    var conditions: [String] { ["rendered", "days"] }
    var expectedFrames: Int { 24 * (Self.learntDays + Self.testedDays) * Self.hour * Self.framesPerSecond }
    var learnsFrom: String? { nil }

    func run(_ context: CaseContext) throws -> CaseOutcome {
        var pipeline = AnalysisPipeline(
            configuration: try configuration(), detectors: [.anomaly, .integrity], bootID: "file")
        var outcome = CaseOutcome(
            score: CaseScore(
                name: name, fingerprint: fingerprint, conditions: conditions,
                seconds: Double(Self.testedDays) * CaseScore.day))
        var (alarms, highest) = (0, 0.0)
        var states: [RunLines.Integrity] = []
        for hour in 0..<24 * (Self.learntDays + Self.testedDays) {
            let (started, said) = try analyse(hour, &pipeline, context, &highest)
            if hour % 24 == 23 {
                outcome.lines.append("day \(hour / 24): the strangest score is \((highest * 1000).rounded() / 1000)")
                highest = 0
            }
            guard hour >= 24 * Self.learntDays else { continue }
            alarms += started.count
            outcome.lines += started.map { "false alarm, day \(hour / 24), hour \(hour % 24): \($0)" }
            outcome.lines += said.map { "integrity, day \(hour / 24), hour \(hour % 24): \($0.state)" }
            states += said
        }
        outcome.score.add(
            IntegrityScore(states, truth: [], seconds: Double(Self.testedDays) * CaseScore.day))
        outcome.score.figures["anomaly.false_per_day"] = Contribution(Double(alarms), of: Double(Self.testedDays))
        return outcome
    }

    /// - Returns: the anomaly events that began in this hour, in words, and what was said of the camera.
    private func analyse(
        _ hour: Int, _ pipeline: inout AnalysisPipeline, _ context: CaseContext, _ highest: inout Double
    ) throws -> (started: [String], states: [RunLines.Integrity]) {
        let source = SceneSource(SceneRenderer(try scene(hour)), hasTruth: false, stop: context.stop)
        var output = AnalysisOutput()
        var started: [String] = []
        var states: [RunLines.Integrity] = []
        while let frame = try source.next() {
            let time = Double(hour * Self.hour) + frame.time
            let taken = Timestamp(milliseconds: Self.firstDay).advanced(bySeconds: time)
            try pipeline.ingest(
                SourceFrame(luma: frame.luma, time: time, index: hour * Self.hour * Self.framesPerSecond + frame.index),
                timing: FrameTiming(
                    timestamp: taken, emittedAt: taken, source: .wallClock, uncertaintyMilliseconds: 0), into: &output)
            for case .event(let event) in output.reports.map(\.payload)
            where event.phase == .start && event.useCase == .anomalyFlow {
                started.append(Self.words(event))
            }
            for case .integrity(let said) in output.observations {
                states.append(RunLines.Integrity(time: time, state: said.state.rawValue))
            }
            for case .anomaly(let said) in output.observations where !said.learning {
                highest = max(highest, said.score)
            }
            if frame.index % 100 == 0 { context.progress(hour * Self.hour * Self.framesPerSecond + frame.index) }
        }
        return (started, states)
    }

    private static func words(_ event: Event) -> String {
        guard let metric = event.metric else { return event.eventUID }
        let value = (metric.value * 100).rounded() / 100
        let expected = [metric.expectedLow, metric.expectedHigh].compactMap { $0.map { ($0 * 100).rounded() / 100 } }
        return "\(metric.name) \(value) \(metric.unit), expected \(expected)"
    }

    private func configuration() throws -> CameraConfiguration {
        let settings = "analysis: {fps: \(Self.framesPerSecond), width: \(Self.width)}\ncalendar: {time_zone: UTC}\n"
        let scene = try scene(0)
        return try CameraFile.parse(
            SceneCameraFile.text(scene, SceneRenderer(scene).truth(), camera: name) + settings,
            file: "camera file of \(name)")
    }

    /// One hour of the place. The seed is that of the place, whose ground and walls stay; other people come because each
    /// hour's streams have numbers of their own.
    private func scene(_ hour: Int) throws -> SceneDescription {
        let clock = Double(hour % 24)
        var scene = try SceneFile.parse(
            """
            version: 1
            scene: \(name)
            extends: \(place.name)
            seed: \(place.scene.seed)
            seconds: \(Self.hour)
            picture: {width: \(Self.width), height: \(Self.height), fps: \(Self.framesPerSecond)}
            light:
              level: [[0, \(Self.daylight(clock))], [\(Self.hour), \(Self.daylight(clock + 1))]]
              azimuth_deg: \((15 * clock).truncatingRemainder(dividingBy: 360))
              deg_per_min: 0.25
            """, file: "\(folder)/\(name).yaml")
        // Days differ by a few in a hundred.
        let share = Self.activity[hour % 24] * (0.9 + 0.2 * Double(hour * 7919 % 101) / 100)
        let streams = scene.streams.map { stream in
            var stream = stream
            stream.perMinute *= share
            (stream.startSeconds, stream.endSeconds) = (0, Double(Self.hour) - Self.lull)
            return stream
        }
        guard var nobody = streams.first else { return scene }
        nobody.perMinute = 0
        scene.streams = Array(repeating: nobody, count: hour * streams.count) + streams
        return scene
    }

    /// Full light at one o'clock, an eighth of it from eight in the evening to six.
    static func daylight(_ hour: Double) -> Double {
        let share = (hour.truncatingRemainder(dividingBy: 24) - 6) / 14
        return 0.12 + 0.88 * max(0, 4 * share * (1 - share))
    }
}
