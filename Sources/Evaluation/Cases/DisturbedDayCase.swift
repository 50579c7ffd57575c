internal import Analysis
internal import Detectors
internal import Events
internal import Scene
internal import SceneRendering

/// One day of a place on which nothing is left behind, and everything else happens that is taken for it elsewhere: headlights at
/// night, rain and wet ground, the shadows of trees and clouds, mains flicker, a bin and a bench that are pushed. Every
/// object that is called abandoned is a false one, as is every word against the camera.
struct DisturbedDayCase: EvaluationCase {
    /// The scene of the place, and the folder where it lies.
    let place: SceneCase
    let folder: String

    private typealias Hours = RenderedHours
    private static let count = 24
    private var rendered: Hours { Hours(name: name, place: place) }

    var name: String { "disturbed_\(place.name)" }
    var fingerprint: String { Fingerprint.of([name, place.fingerprint] + (0..<Self.count).map(Self.disturbance)) }
    var conditions: [String] { ["rendered", "days", "disturbed"] }
    var expectedFrames: Int { Self.count * Hours.hour * Hours.framesPerSecond }
    var learnsFrom: String? { nil }

    func run(_ context: CaseContext) throws -> CaseOutcome { try run(0..<Self.count, context) }

    /// Some hours of the day, one after the other.
    func run(_ hours: Range<Int>, _ context: CaseContext) throws -> CaseOutcome {
        var pipeline = AnalysisPipeline(
            configuration: try rendered.configuration(scene(0)), detectors: [.objects, .integrity], bootID: "file")
        var (objects, states): ([RunLines.Object], [RunLines.Integrity]) = ([], [])
        for hour in hours {
            try rendered.play(hour, scene(hour), through: &pipeline, context) { time, output in
                for case .object(let said) in output.observations {
                    objects.append(
                        RunLines.Object(time: time, id: said.id, phase: said.phase.rawValue, box: said.box))
                }
                for case .integrity(let said) in output.observations {
                    states.append(RunLines.Integrity(time: time, state: said.state.rawValue))
                }
            }
        }
        return outcome(ObjectScore(objects, truth: [], rule: Run.objectRule.alert), states)
    }

    func outcome(_ objects: ObjectScore, _ states: [RunLines.Integrity]) -> CaseOutcome {
        var outcome = CaseOutcome(
            score: CaseScore(name: name, fingerprint: fingerprint, conditions: conditions, seconds: CaseScore.day))
        outcome.score.add(objects, rule: Run.objectRule.alert)
        outcome.score.add(IntegrityScore(states, truth: [], seconds: CaseScore.day))
        outcome.lines += objects.falseAlarms.map {
            "false object, hour \($0.time / Double(Hours.hour)): \($0.id) \($0.box)"
        }
        outcome.lines += states.map { "integrity, hour \($0.time / Double(Hours.hour)): \($0.state)" }
        return outcome
    }

    func scene(_ hour: Int) throws -> SceneDescription {
        let clock = Double(hour)
        var scene = try SceneFile.parse(
            """
            version: 1
            scene: \(name)
            extends: \(place.name)
            seed: \(place.scene.seed)
            seconds: \(Hours.hour)
            picture: {width: \(Hours.width), height: \(Hours.height), fps: \(Hours.framesPerSecond)}
            movers:
              - {kind: bin, luma: 60, path: \(Self.path(hour, pushedAt: 15, [2.4, 10.1], [2.7, 9.9]))}
              - {kind: bench, luma: 80, path: \(Self.path(hour, pushedAt: 16, [-2, 10.4], [-1.6, 10.2]))}
            \(Self.disturbance(hour))
              level: [[0, \(Hours.daylight(clock))], [\(Hours.hour), \(Hours.daylight(clock + 1))]]
              azimuth_deg: \(15 * clock)
              deg_per_min: 0.25
            """, file: "\(folder)/\(name).yaml")
        scene.streams = Hours.streams(of: scene, busy: Hours.activity[hour])
        return scene
    }

    /// What stands at one place until it is pushed to another in the middle of an hour. Each hour's path has the same steps,
    /// before its first picture or after its last if need be: things face the way that they go.
    private static func path(_ hour: Int, pushedAt pushed: Int, _ before: [Double], _ after: [Double]) -> String {
        let moment = hour < pushed ? 7000 : hour == pushed ? Hours.hour / 2 : -500
        return "[[-600, \(before[0]), \(before[1])], [\(moment), \(before[0]), \(before[1])], "
            + "[\(moment + 2), \(after[0]), \(after[1])], [7200, \(after[0]), \(after[1])]]"
    }

    /// What an hour of the day is disturbed by, as lines of a scene file; the last begins what is said of the light.
    private static func disturbance(_ hour: Int) -> String {
        switch hour {
        case 6...8: "weather: {wet: 1, rain: 0.2}\nlight:"
        case 9...11:
            "trees: [{at: [-4, 5], height_m: 8, crown_m: 2.8}, {at: [5, 3], height_m: 10, crown_m: 3.5, sway_m: 0.4}]\n"
                + "light:\n  shadow: 0.55"
        case 12...14: "light:\n  clouds: 0.25\n  shadow: 0.5"
        case 15, 16: "light:"
        case 17...19: "weather: {wet: 1}\ncamera: {bands: 0.08, flicker: 0.04}\nlight:"
        default: "light:\n  headlights:\n" + headlights
        }
    }

    /// Every five minutes, from either side.
    private static let headlights = (0..<12).map { pass in
        let (start, side) = (100 + 300 * pass, pass % 2 == 0 ? -20 : 20)
        return "    - {from_s: \(start), to_s: \(start + 4), from: [\(side), 13], to: [\(-side), \(10 + pass % 4)], "
            + "radius_m: 5, strength: 0.9}"
    }.joined(separator: "\n")
}
