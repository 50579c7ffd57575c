internal import Analysis
internal import Detectors
internal import Events
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
    /// The scene of the place, and the folder where it lies.
    let place: SceneCase
    let folder: String

    private typealias Hours = RenderedHours
    private var hours: Hours { Hours(name: name, place: place) }

    var name: String { "days_\(place.name)" }
    var fingerprint: String { Fingerprint.of([name, place.fingerprint, "\(Hours.activity)", "\(Self.learntDays)"]) }
    var conditions: [String] { ["rendered", "days"] }
    var expectedFrames: Int { 24 * (Self.learntDays + Self.testedDays) * Hours.hour * Hours.framesPerSecond }
    var learnsFrom: String? { nil }

    func run(_ context: CaseContext) throws -> CaseOutcome {
        var pipeline = AnalysisPipeline(
            configuration: try hours.configuration(scene(0)), detectors: [.anomaly, .integrity], bootID: "file")
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
        var started: [String] = []
        var states: [RunLines.Integrity] = []
        try hours.play(hour, scene(hour), through: &pipeline, context) { time, output in
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
        }
        return (started, states)
    }

    private static func words(_ event: Event) -> String {
        guard let metric = event.metric else { return event.eventUID }
        let value = (metric.value * 100).rounded() / 100
        let expected = [metric.expectedLow, metric.expectedHigh].compactMap { $0.map { ($0 * 100).rounded() / 100 } }
        return "\(metric.name) \(value) \(metric.unit), expected \(expected)"
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
            seconds: \(Hours.hour)
            picture: {width: \(Hours.width), height: \(Hours.height), fps: \(Hours.framesPerSecond)}
            light:
              level: [[0, \(Hours.daylight(clock))], [\(Hours.hour), \(Hours.daylight(clock + 1))]]
              azimuth_deg: \((15 * clock).truncatingRemainder(dividingBy: 360))
              deg_per_min: 0.25
            """, file: "\(folder)/\(name).yaml")
        // Days differ by a few in a hundred.
        let share = Hours.activity[hour % 24] * (0.9 + 0.2 * Double(hour * 7919 % 101) / 100)
        let streams = Hours.streams(of: scene, busy: share)
        guard var nobody = streams.first else { return scene }
        nobody.perMinute = 0
        scene.streams = Array(repeating: nobody, count: hour * streams.count) + streams
        return scene
    }
}
