internal import Analysis
internal import Footage
internal import Foundation

/// UCSD Ped2: learns from the training recordings 01–08 and scores the test recordings 01–04 together.
struct Ped2Case: EvaluationCase {
    private static let rate = 10.0
    private static let training = (1...8).map { "training/0\($0)" }
    private static let testing = (1...4).map { "0\($0)" }

    let folder: String

    var name: String { "real-ped2" }
    var fingerprint: String { Fingerprint.of([name]) }
    var conditions: [String] { ["real", "small_picture"] }
    var expectedFrames: Int { 1890 }
    var learnsFrom: String? { nil }

    func run(_ context: CaseContext) throws -> CaseOutcome {
        let labels = try DevelopmentFootage.decode([String: [Int]].self, "\(folder)/frame_labels.json")
        let model = try learn(context)
        var recordings: [AnomalyScore.Recording] = []
        var (milliseconds, analysed, seconds) = ([String: Double](), 0, 0.0)
        for clip in Self.testing {
            let run = try Run(
                open("testing/\(clip)", context), configuration: DevelopmentFootage.configuration(), model: model,
                detectors: [.anomaly], context: context)
            recordings.append(
                AnomalyScore.Recording(
                    rows: run.lines.anomalies, isAbnormal: labels[clip, default: []].map { $0 != 0 },
                    framesPerSecond: Self.rate))
            milliseconds.merge(run.milliseconds) { $0 + $1 }
            analysed += run.summary.analysed
            seconds += run.summary.footageSeconds
        }
        let score = try AnomalyScore(recordings)
        var outcome = CaseOutcome(
            score: CaseScore(name: name, fingerprint: fingerprint, conditions: conditions, seconds: seconds),
            lines: ["anomaly: \(score)"])
        outcome.score.add(score)
        outcome.score.add(milliseconds: milliseconds, frames: analysed)
        return outcome
    }

    private func learn(_ context: CaseContext) throws -> ModelFile {
        var learning = Learning(configuration: try DevelopmentFootage.configuration())
        for clip in Self.training { try learning.learn(from: open(clip, context)) }
        let path = "\(context.temporaryFolder)/\(name).model"
        _ = try learning.save(to: path)
        return try ModelFile(path: path)
    }

    private func open(_ clip: String, _ context: CaseContext) throws -> any FrameSource {
        try FootageSource.open(
            SourceLocation("\(folder)/\(clip)"), picturesPerSecond: Self.rate, stop: context.stop)
    }
}
