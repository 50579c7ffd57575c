import SceneRendering
import Testing

@testable import Evaluation

@Suite("named situations as an operator gets them")
struct SituationScoreTests {
    private typealias Truth = SituationScore.Truth

    private func event(_ time: Double, _ useCase: String, _ name: String? = nil) -> RunLines.Event {
        RunLines.Event(time: time, useCase: useCase, name: name ?? useCase)
    }

    @Test("a situation is raised by any rule, and named by its own only")
    func names() {
        let truth = [
            Truth(kind: "gathering", start: 20, end: 40), Truth(kind: "running", start: 60, end: 65),
            Truth(kind: "night_presence", start: 90, end: 95), Truth(kind: "stopped_exit", start: 120, end: 150),
        ]
        let score = SituationScore(
            [
                event(25, "anomaly_flow"), event(30, "crowd_movement", "gathering"), event(62, "anomaly_flow"),
                event(91, "forbidden_zone"), event(130, "abandoned_object"),
            ], truth: truth)
        #expect(score.situations.map(\.raisedAt) == [25, 62, 91, nil])
        #expect(score.situations.map(\.namedAt) == [30, nil, 91, nil])
        #expect(score.named.count == 2 && score.nameable.count == 3 && score.falseNames.isEmpty)
    }

    @Test("what comes before a situation, or later than ten seconds after it, is not of it")
    func times() {
        let truth = [Truth(kind: "dispersal", start: 20, end: 30)]
        let early = event(19.8, "crowd_movement", "dispersal"), late = event(40.2, "wrong_direction")
        let score = SituationScore([early, late, event(10, "forbidden_zone")], truth: truth)
        #expect(score.raised.isEmpty && score.falseNames == [early, late])
        let strange = event(10, "anomaly_flow", "speed")
        #expect(SituationScore([strange, event(40, "anomaly_flow", "speed")], truth: truth).falseEvents == [strange])
        #expect(SituationScore([event(40, "crowd_movement", "dispersal")], truth: truth).named.count == 1)
    }

    @Test("only the beginning of an event counts, and a crowd's is called by its movement")
    func lines() throws {
        var lines = RunLines()
        func line(_ phase: String, _ useCase: String) -> String {
            #"{"kind":"event","t":4.6,"frame":46,"data":{"phase":"\#(phase)","use_case":"\#(useCase)","metric":{"name":"gathering"}}}"#
        }
        for phase in ["start", "update", "end"] {
            try lines.add(line(phase, "crowd_movement"))
            try lines.add(line(phase, "forbidden_zone"))
        }
        #expect(lines.events.map(\.name) == ["gathering", "forbidden_zone"])
    }

    @Test("every rule that a committed scene arms can be read as a camera file's")
    func rules() throws {
        let library = SceneLibrary(folder: "fixtures/scenes")
        #expect(library.failures.isEmpty)
        let armed = library.scenes.filter { !$0.scene.rules.isEmpty }
        #expect(armed.count > 30)
        var seen = Set<String>()
        for scene in armed where seen.insert(scene.scene.rules).inserted {
            #expect(throws: Never.self, "\(scene.name)") { try scene.configuration(SceneRenderer(scene.scene).truth()) }
        }
    }
}
