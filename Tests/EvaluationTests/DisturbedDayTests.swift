import Events
import Footage
import SceneRendering
import TestFolders
import Testing

@testable import Evaluation

@Suite("a day full of what is taken for objects")
struct DisturbedDayTests {
    private static let folder = "fixtures/scenes"

    private func day(_ place: String = "place_square") throws -> DisturbedDayCase {
        let plan = EvaluationPlan(.scenes([place]), scenes: Self.folder, data: "/nowhere")
        return DisturbedDayCase(place: try #require(plan.cases.first as? SceneCase), folder: Self.folder)
    }

    @Test("its hours hold what the case says, nothing is left behind in them, and the camera is not tampered with")
    func scenes() throws {
        let day = try day()
        let hours = try (0..<24).map { try day.scene($0) }
        #expect(hours.allSatisfy { $0.objects.isEmpty && $0.tampering.isEmpty && $0.seconds == 3600 })
        #expect(hours[2].light.headlights.count == 12 && hours[13].light.headlights.isEmpty)
        #expect(hours[7].weather.wet == 1 && hours[7].weather.rain > 0 && hours[13].weather == .dry)
        #expect(hours[10].trees.count == 2 && hours[10].light.shadow > 0.5)
        #expect(hours[13].light.clouds > 0.2)
        #expect(hours[18].camera.bands > 0 && hours[18].camera.flicker > 0 && hours[18].weather.wet == 1)
        // The sun goes round, and people come as they do at each hour.
        #expect(try #require(hours[12].light.level.first).value > 5 * #require(hours[2].light.level.first).value)
        #expect(hours[18].streams[0].perMinute > 10 * hours[3].streams[0].perMinute)
    }

    @Test("a bin and a bench stand still but for one push each, in the middle of an hour")
    func furniture() throws {
        let day = try day()
        for (name, hour) in [("bin", 15), ("bench", 16)] {
            func places(_ hour: Int) throws -> [SIMD2<Double>] {
                let mover = try #require(day.scene(hour).movers.first { "\($0.kind)" == name })
                // Where it was last at a time: the pushes themselves take two seconds.
                return try [10.0, 1795, 1805, 3590].map { time in
                    try #require(mover.path.last { $0.time <= time }).at
                }
            }
            let (before, during, after) = (try places(hour - 1), try places(hour), try places(hour + 1))
            #expect(Set(before).count == 1 && Set(after).count == 1)
            #expect(during == [before[0], before[0], after[0], after[0]])
            let push = after[0] - before[0]
            #expect((0.2...0.6).contains((push * push).sum().squareRoot()), "pushed a little")
        }
    }

    @Test("an object that is called abandoned is a false one, told with its hour, and so is a word against the camera")
    func score() throws {
        let box = Box(x: 0.2, y: 0.2, width: 0.1, height: 0.1)
        let alarm = RunLines.Object(time: 17.25 * 3600, id: "o-9", phase: "abandoned", box: box)
        let followed = RunLines.Object(time: 9 * 3600, id: "o-8", phase: "unattended", box: box)
        let words = [
            RunLines.Integrity(time: 3600, state: "blurred"), RunLines.Integrity(time: 3620, state: "good"),
        ]
        let outcome = try day().outcome(
            ObjectScore([followed, alarm], truth: [], rule: Run.objectRule.alert), words)
        #expect(outcome.score.figures["objects.false_per_day"]?.amount == 1)
        #expect(outcome.score.figures["integrity.false_per_day"]?.amount == 1)
        #expect(outcome.lines.contains { $0.hasPrefix("false object, hour 17.25: o-9") }, "\(outcome.lines)")
        #expect(outcome.score.seconds == 86_400)
    }

    @Test("while the background takes in a bench that was pushed, none of its pieces is an object")
    func pushedBench() throws {
        let folder = try TemporaryFolder()
        let context = CaseContext(stop: StopFlag(), temporaryFolder: folder.path)
        #expect(try day().run(16..<17, context).lines == [])
    }

    @Test("each place has a day of its own")
    func places() {
        let names = EvaluationPlan(.days, scenes: Self.folder, data: "/nowhere").cases.map(\.name)
        #expect(
            names.filter { $0.hasPrefix("disturbed_") }
                == ["disturbed_place_boulevard", "disturbed_place_concourse", "disturbed_place_square"])
    }
}
