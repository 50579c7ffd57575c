import Footage
import Foundation
import Synchronization
import TestFolders
import Testing

@testable import Evaluation

@Suite("plans and how they are run")
struct PlanTests {
    /// A case that scores or fails at once.
    private struct Stub: EvaluationCase {
        var name: String
        var fails = false
        var fingerprint: String { "a" }
        var conditions: [String] { ["rendered"] }
        var expectedFrames: Int { 10 }
        var learnsFrom: String? { nil }

        func run(_ context: CaseContext) throws -> CaseOutcome {
            if fails { throw EvaluationError(.failed, "it does not render", place: name) }
            return CaseOutcome(score: CaseScore(name: name, fingerprint: "a", conditions: ["rendered"], seconds: 1))
        }
    }

    private func plan(_ cases: [Stub]) -> EvaluationPlan {
        var plan = EvaluationPlan(.scenes([]), scenes: "fixtures/scenes", data: "/nowhere")
        plan.cases = cases
        return plan
    }

    @Test("a scene that fails is named, the others are scored, and all are told in the order of the plan")
    func failure() {
        let told = Mutex<[String]>([])
        let cases = (0..<20).map { Stub(name: "s\($0)", fails: $0 == 3) }
        let result = Evaluation(plan(cases), stop: StopFlag()) { notice in
            told.withLock { told in
                switch notice {
                case .finished(let outcome): told.append(outcome.score.name)
                case .failed(let failure): told.append(failure.name)
                case .progress: break
                }
            }
        }.run()
        #expect(told.withLock { $0 } == cases.map(\.name))
        #expect(result.scores.count == 19)
        #expect(result.failures.map(\.name) == ["s3"])
        #expect(result.failures.first?.message.contains("it does not render") == true)
    }

    @Test("an unknown scene is named with its remedy, and the known ones stay")
    func unknownScene() {
        let plan = EvaluationPlan(.scenes(["bag", "no-such-*"]), scenes: "fixtures/scenes", data: "/nowhere")
        #expect(plan.cases.map(\.name) == ["bag"])
        #expect(plan.failures.map(\.name) == ["no-such-*"])
        #expect(plan.failures.first?.message.contains("E-EVL-001") == true)
    }

    @Test("a missing folder of scenes and missing footage are named")
    func missing() {
        #expect(EvaluationPlan(.quick, scenes: "/nowhere", data: "/nowhere").failures.count == 1)
        let footage = EvaluationPlan(.footage, scenes: "fixtures/scenes", data: "/nowhere")
        #expect(footage.failures.first?.message.contains("E-EVL-002") == true)
        // Who does not ask for it does not miss it.
        #expect(EvaluationPlan(.quickAndFootage, scenes: "fixtures/scenes", data: "/nowhere").failures.isEmpty)
    }

    @Test("a star stands for any letters, at any place")
    func patterns() {
        #expect(ScenePattern("crowd_*").matches("crowd_dense"))
        #expect(ScenePattern("*dense*").matches("crowd_dense_night"))
        #expect(ScenePattern("*").matches("bag"))
        #expect(!ScenePattern("crowd").matches("crowd_dense"))
        #expect(!ScenePattern("a*ba").matches("aba_"))
        #expect(!ScenePattern("ab*ba").matches("aba"))
    }

    @Test("a rendered scene goes through the pipeline and every detector is scored")
    func scene() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.path
        var text = try String(contentsOfFile: "fixtures/scenes/empty_noisy.yaml", encoding: .utf8)
        text.replace("seconds: 60", with: "seconds: 12")
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/empty_noisy.yaml"))
        try Data("version: 1\nscene: broken\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/broken.yaml"))
        let plan = EvaluationPlan(.all, scenes: folder, data: "/nowhere")
        #expect(plan.failures.map(\.name) == ["broken"])
        let result = Evaluation(plan, stop: StopFlag()) { _ in }.run()
        #expect(result.failures.map(\.name) == ["broken"])
        let figures = try #require(result.scores.first).figures
        #expect(figures["objects.false_per_day"]?.amount == 0)
        #expect(figures["density.mae"] != nil)
        #expect(figures["integrity.false_per_day"] != nil)
        #expect(TextReport(result.scores, baseline: nil).text.contains("density"))
        let page = HTMLReport(result, baseline: nil)
        try page.write(to: "\(folder)/report", scenes: folder)
        let html = try String(contentsOfFile: "\(folder)/report/index.html", encoding: .utf8)
        #expect(html.contains("empty_noisy") && html.contains("broken"))
        #expect(throws: EvaluationError.self) { try page.write(to: "/proc/report", scenes: folder) }
    }

    @Test("what a page shows cannot be markup")
    func escaping() {
        #expect(HTMLReport.escaped("<a href=\"x\">&") == "&lt;a href=&quot;x&quot;&gt;&amp;")
    }
}
