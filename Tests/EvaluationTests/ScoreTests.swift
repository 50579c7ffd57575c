import Events
import Testing

@testable import Evaluation

@Suite("what counts as found, early, false and cleared")
struct ScoreTests {
    private let box = Box(x: 0.2, y: 0.2, width: 0.1, height: 0.1)

    private func alarm(_ time: Double, _ id: String = "o-1", x: Double = 0.2, phase: String = "abandoned")
        -> RunLines.Object
    {
        RunLines.Object(time: time, id: id, phase: phase, box: Box(x: x, y: 0.2, width: 0.1, height: 0.1))
    }

    private func score(_ rows: [RunLines.Object]) -> ObjectScore {
        ObjectScore(rows, truth: [ObjectScore.Truth(box: box, ownerLeft: 20, removed: 60)], rule: 10)
    }

    @Test("an alarm on the object after its owner left is right, another place is false, before is early")
    func objects() {
        #expect(score([alarm(31)]).found.map(\.delay) == [11])
        #expect(score([alarm(31, x: 0.7)]).falseAlarms.count == 1)
        #expect(score([alarm(18)]).early.count == 1)
        #expect(score([alarm(61)]).falseAlarms.count == 1)
        #expect(score([alarm(31), alarm(40, "o-2")]).falseAlarms.count == 1)
        #expect(score([alarm(31), alarm(40)]).falseAlarms.isEmpty)
    }

    @Test("a removal that is seen within half a minute is cleared")
    func cleared() {
        #expect(score([alarm(31), alarm(65, phase: "removed")]).cleared.count == 1)
        #expect(score([alarm(31), alarm(95, phase: "cleared")]).cleared.isEmpty)
        #expect(score([alarm(31), alarm(65, "o-9", phase: "removed")]).cleared.isEmpty)
    }

    @Test("a tampering is noticed by any state, named by its own, and anything else is false")
    func integrity() {
        let truth = [IntegrityScore.Truth(state: "blocked", start: 30, end: 60)]
        func score(_ rows: [(Double, String)]) -> IntegrityScore {
            IntegrityScore(
                rows.map { RunLines.Integrity(time: $0.0, state: $0.1) }, truth: truth, seconds: 120)
        }
        let right = score([(41, "blurred"), (45, "blocked"), (70, "good")])
        #expect(right.noticed.map(\.delay) == [11] && right.named.count == 1 && right.cleared.count == 1)
        #expect(score([(41, "dark"), (90, "good")]).named.isEmpty)
        #expect(score([(41, "dark"), (90, "good")]).cleared.isEmpty)
        #expect(score([(10, "dark"), (20, "good"), (100, "moved")]).falseAlarms.count == 2)
        #expect(score([]).noticed.isEmpty)
    }

    @Test("a tampering that is over before a state is raised must not be told of")
    func briefTampering() {
        let truth = [
            IntegrityScore.Truth(state: "blocked", start: 30, end: 34),
            IntegrityScore.Truth(state: "dark", start: 50, end: 60),
        ]
        func score(_ rows: [(Double, String)]) -> IntegrityScore {
            IntegrityScore(
                rows.map { RunLines.Integrity(time: $0.0, state: $0.1) }, truth: truth, seconds: 120)
        }
        #expect(score([(59, "dark"), (70, "good")]).falseAlarms.isEmpty)
        #expect(score([(59, "dark")]).tamperings.map(\.truth.state) == ["dark"])
        #expect(score([(38, "blocked"), (45, "good")]).falseAlarms.count == 1)
    }

    @Test("an alarm that begins soon after an anomaly belongs to it; a later one is false")
    func anomalyOnsets() throws {
        func score(_ alarms: Range<Int>) throws -> AnomalyScore {
            let rows = (0..<400).map { frame in
                RunLines.Anomaly(
                    time: Double(frame) / 5, frame: frame, score: 0, alarm: alarms.contains(frame), box: box)
            }
            return try AnomalyScore([
                .init(rows: rows, isAbnormal: (0..<400).map { (100..<150).contains($0) }, framesPerSecond: 5)
            ])
        }
        #expect(try score(160..<170).falseAlarms == [[]])
        #expect(try score(250..<260).falseAlarms == [[250]])
        #expect(try score(120..<160).found.map(\.delay) == [4])
        #expect(try score(250..<260).falseFrames == 10)
    }

    @Test("too few counted frames are an error and no figure")
    func tooFew() {
        let rows = [RunLines.Density(time: 0, frame: 0, zone: "all", count: 1, low: 0, high: 2)]
        #expect(throws: EvaluationError.self) {
            try DensityScore(rows, truth: [Int](repeating: 1, count: 100), zone: "all", skip: 0)
        }
    }

    @Test("a line that no run writes is refused")
    func lines() throws {
        var lines = RunLines()
        #expect(throws: EvaluationError.self) { try lines.add("{\"kind\":\"density\"") }
        try lines.add(#"{"kind":"integrity","t":5.0,"frame":25,"state":"moved","score":0.8}"#)
        #expect(lines.integrity.map(\.state) == ["moved"])
    }
}
