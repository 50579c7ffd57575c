import ArgumentParser
import Evaluation
import Footage
import Foundation

/// `vigie evaluate`: every detector against known truth.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Score every detector on rendered scenes and on real footage.",
        discussion: """
            Scenes are rendered straight into the pipeline of `vigie analyse`, those with a bit rate through H.264; real \
            footage is used when it is there. One table for each detector: accuracy, delay, false alarms per camera-day, by condition, each against the \
            committed baseline.

              vigie evaluate                          the quick scenes, and real footage where it is there
              vigie evaluate --quick                  the quick scenes only, as CI does
              vigie evaluate --scenes 'bag*,flow'     some scenes; what each scored is told in a line a detector
              vigie evaluate --footage-only           real footage only
              vigie evaluate --all --json             everything, as JSON

            Exit codes: 0 done, 1 a detector got worse than the baseline or a scene failed, 64 usage, \
            130 interrupted.
            """)

    @Flag(help: "The quick scenes only.") var quick = false
    @Flag(help: "All scenes and real footage: ten minutes on two cores.") var all = false
    @Option(help: ArgumentHelp("These scenes; * stands for any letters.", valueName: "names")) var scenes: String?
    @Flag(help: "Real footage only.") var footageOnly = false
    @Flag(help: "Whole ordinary days, and three disturbed ones, for false alarms: half an hour.") var days = false

    @Option(help: ArgumentHelp("Folder of scene files.", valueName: "dir")) var sceneFolder = "fixtures/scenes"
    @Option(help: ArgumentHelp("Folder of the development footage.", valueName: "dir")) var data = "../shared/data"
    @Option(help: ArgumentHelp("Figures to compare with.", valueName: "file"))
    var baseline = "fixtures/baseline/evaluation.json"
    @Flag(help: "Put the new figures into the baseline instead of comparing.") var writeBaseline = false
    @Flag(help: "Print one JSON object instead of tables.") var json = false
    @Option(help: ArgumentHelp("Write a page with the tables and the worst errors.", valueName: "dir"))
    var html: String?

    func validate() throws {
        guard [quick, all, footageOnly, days, scenes != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give one of --quick, --all, --days, --scenes and --footage-only.")
        }
    }

    private var selection: EvaluationPlan.Selection {
        if quick { return .quick }
        if all { return .all }
        if footageOnly { return .footage }
        if days { return .days }
        return scenes.map { .scenes($0.split(separator: ",").map(String.init)) } ?? .quickAndFootage
    }

    func run() throws {
        Interruption.install()
        let plan = EvaluationPlan(selection, scenes: sceneFolder, data: data)
        for failure in plan.failures { EvaluationNotices.report(failure) }
        let result = Evaluation(plan, stop: Interruption.stop) { EvaluationNotices.show($0) }.run()
        StandardError.endProgress()
        if Interruption.stop.isRaised { throw ExitCode(Interruption.exitCode) }
        var isGood = result.failures.isEmpty
        do throws(EvaluationError) {
            isGood = try (writeBaseline ? write(result) : compare(result)) && isGood
        } catch {
            StandardError.write("error: \(error)")
            isGood = false
        }
        if !isGood { throw ExitCode.failure }
    }

    private func write(_ result: EvaluationResult) throws(EvaluationError) -> Bool {
        try report(result, nil)
        let isThere = FileManager.default.fileExists(atPath: baseline)
        let old = isThere ? try Baseline(path: baseline) : Baseline([])
        try old.merged(with: result.scores).write(path: baseline)
        StandardError.write("\(baseline): figures of \(result.scores.count) cases written")
        return true
    }

    /// - Returns: whether nothing got worse.
    private func compare(_ result: EvaluationResult) throws(EvaluationError) -> Bool {
        guard FileManager.default.fileExists(atPath: baseline) else {
            try report(result, nil)
            StandardError.write("\(baseline) is not there: nothing to compare with")
            return true
        }
        let known = try Baseline(path: baseline)
        try report(result, known)
        let uncompared = Regressions.uncompared(result.scores, baseline: known)
        if !uncompared.isEmpty {
            StandardError.write("not in the baseline, or changed since: \(uncompared.joined(separator: ", "))")
        }
        let regressions = Regressions.find(result.scores, baseline: known)
        for change in regressions { StandardError.write("worse: \(change.sentence)") }
        return regressions.isEmpty
    }

    private func report(_ result: EvaluationResult, _ known: Baseline?) throws(EvaluationError) {
        if let html { try HTMLReport(result, baseline: known).write(to: html, scenes: sceneFolder) }
        guard json else {
            print(TextReport(result.scores, baseline: known).text)
            return
        }
        guard let text = try? EvaluationJSON(result, baseline: known).text() else {
            throw EvaluationError(.failed, "the figures cannot be written as JSON")
        }
        print(text)
    }
}

/// What is told on standard error while it runs.
enum EvaluationNotices {
    static func show(_ notice: Evaluation.Notice) {
        switch notice {
        case .finished(let outcome):
            StandardError.endProgress()
            for line in outcome.lines { StandardError.write("\(outcome.score.name): \(line)") }
        case .failed(let failure): report(failure)
        case .progress(let progress): StandardError.progress(text(progress))
        }
    }

    static func report(_ failure: EvaluationFailure) {
        StandardError.endProgress()
        StandardError.write("error: \(failure.name): \(failure.message)")
    }

    private static func text(_ progress: EvaluationProgress) -> String {
        let left = progress.secondsLeft.map { ", about \(Int($0 / 60)) min \(Int($0) % 60) s left" } ?? ""
        return "\(Int(progress.share * 100)) %\(left)"
    }
}
