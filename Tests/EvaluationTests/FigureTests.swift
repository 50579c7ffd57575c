import TestFolders
import Testing

@testable import Evaluation

@Suite("figures, their intervals and their changes")
struct FigureTests {
    /// Twelve scenes with every judged figure.
    private func scores(_ change: (Figure, Int, inout Contribution) -> Void = { _, _, _ in }) -> [CaseScore] {
        (0..<12).map { index in
            var score = CaseScore(
                name: "scene-\(index)", fingerprint: "a", conditions: ["rendered"], seconds: 600)
            for figure in Figure.all where figure.isJudged {
                var part =
                    switch figure.kind {
                    case .mean, .ratio: Contribution(0.8 + 0.01 * Double(index))
                    case .proportion: Contribution(2, of: 3)
                    case .rate: Contribution(1, of: 600 / 86_400)
                    }
                change(figure, index, &part)
                score.figures[figure.id] = part
            }
            return score
        }
    }

    private func worsened(_ figure: Figure, _ part: inout Contribution) {
        let step = figure.kind == .mean ? 3 * max(figure.tolerance, 0.1) : 1
        part.amount += figure.direction == .higherIsBetter ? -step : step
    }

    @Test(
        "a figure that gets worse in every scene is a regression, and the only one",
        arguments: Figure.all.filter(\.isJudged))
    func plantedRegression(figure: Figure) {
        let now = scores { other, _, part in if other == figure { worsened(figure, &part) } }
        let found = Regressions.find(now, baseline: Baseline(scores()))
        #expect(found.map(\.figure) == [figure])
        let sentence = found.first?.sentence ?? ""
        #expect(sentence.hasPrefix("\(figure.detector.rawValue): \(figure.title) was "))
        #expect(sentence.contains(" is noise"))
    }

    @Test("a figure that gets better everywhere is none", arguments: Figure.all.filter(\.isJudged))
    func improvement(figure: Figure) {
        let before = scores { other, _, part in if other == figure { worsened(figure, &part) } }
        let change = FigureChange(figure, now: scores(), baseline: before)
        #expect(change?.verdict == .better)
        #expect(Regressions.find(scores(), baseline: Baseline(before)).isEmpty)
    }

    @Test("nothing changed is nothing worse")
    func same() {
        #expect(Regressions.find(scores(), baseline: Baseline(scores())).isEmpty)
    }

    @Test("one missed object more is noise, two are not")
    func flips() throws {
        let found = try #require(Figure.all.first { $0.id == "objects.found" })
        func lost(_ number: Int) -> FigureChange.Verdict? {
            let now = scores { figure, index, part in
                if figure == found, index < number { part.amount -= 1 }
            }
            return FigureChange(found, now: now, baseline: scores())?.verdict
        }
        #expect(lost(1) == .same)
        #expect(lost(2) == .worse)
    }

    @Test("gains and losses that cancel are noise, however large")
    func cancelling() throws {
        let mae = try #require(Figure.all.first { $0.id == "density.mae" })
        let now = scores { figure, index, part in
            if figure == mae { part.amount += index.isMultiple(of: 2) ? 2 : -1.9 }
        }
        #expect(FigureChange(mae, now: now, baseline: scores())?.verdict == .same)
    }

    @Test("a scene whose text changed since is not compared, and is named")
    func changedScene() {
        var now = scores { figure, _, part in worsened(figure, &part) }
        for index in now.indices { now[index].fingerprint = "b" }
        let baseline = Baseline(scores())
        #expect(Regressions.find(now, baseline: baseline).isEmpty)
        #expect(Regressions.uncompared(now, baseline: baseline).count == 12)
    }

    @Test("rendered scenes do not hide what got worse on real footage")
    func realFootage() throws {
        func withReal(_ count: Double) -> [CaseScore] {
            scores() + [
                CaseScore(
                    name: "real", fingerprint: "a", conditions: ["real"], seconds: 60,
                    figures: ["density.mae": Contribution(count)])
            ]
        }
        let found = Regressions.find(withReal(4), baseline: Baseline(withReal(3)))
        #expect(found.map(\.figure.id) == ["density.mae"])
    }

    @Test("the baseline reads back as it was written, without costs, and takes new cases in")
    func baseline() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("baseline.json")
        let cost = CaseScore(
            name: "x", fingerprint: "a", conditions: ["rendered"], seconds: 1,
            figures: ["cost.reduce": Contribution(1, of: 2), "objects.found": Contribution(1, of: 1)])
        try Baseline(scores()).merged(with: [cost]).write(path: path)
        let read = try Baseline(path: path)
        #expect(read.cases.count == 13)
        #expect(read.cases.last?.figures.keys.sorted() == ["objects.found"])
        #expect(Regressions.find(scores(), baseline: read).isEmpty)
        #expect(throws: EvaluationError.self) { try Baseline(path: "/nowhere/baseline.json") }
        #expect(throws: EvaluationError.self) { try Baseline([]).write(path: "/proc/baseline.json") }
    }

    @Test("intervals are those of the textbooks")
    func intervals() throws {
        let wilson = try #require(Interval.wilson(8, of: 10))
        #expect(abs(wilson.lowerBound - 0.4902) < 1e-3 && abs(wilson.upperBound - 0.9433) < 1e-3)
        let none = try #require(Interval.poisson(0, in: 1))
        #expect(none.lowerBound == 0 && abs(none.upperBound - 3.69) < 0.05)
        let five = try #require(Interval.poisson(5, in: 2))
        #expect(abs(five.lowerBound - 0.812) < 0.02 && abs(five.upperBound - 5.834) < 0.02)
        let mean = try #require(Interval.bootstrap([1, 2, 3, 4, 5]))
        #expect(mean == Interval.bootstrap([1, 2, 3, 4, 5]))
        #expect((1.4...2.4).contains(mean.lowerBound) && (3.6...4.6).contains(mean.upperBound))
        #expect(Interval.bootstrap([1]) == nil)
    }
}
