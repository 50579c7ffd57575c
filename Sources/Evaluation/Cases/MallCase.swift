internal import Analysis
internal import Footage
internal import Foundation
internal import Scene

/// Mall, frames 1 to 600: counts of the whole picture, scored on 201–600. Nothing is left behind in it.
struct MallCase: EvaluationCase {
    enum Calibration: String, CaseIterable {
        case uncalibrated, bars
        case counts = "20-counts"
    }

    /// Frames that may be counted; scores begin after them.
    private static let learnt = 200
    private static let frames = 600
    private static let counted = 20
    /// Four people, drawn by eye on a picture.
    private static let bars = """
        calibration:
          bars:
            - {foot: [0.209, 0.990], head: [0.206, 0.720], height_m: 1.65}
            - {foot: [0.181, 0.620], head: [0.175, 0.408], height_m: 1.75}
            - {foot: [0.429, 0.397], head: [0.428, 0.255], height_m: 1.7}
            - {foot: [0.744, 0.429], head: [0.746, 0.263], height_m: 1.65}
        """

    let folder: String
    let calibration: Calibration

    var name: String { "real-mall-\(calibration.rawValue)" }
    var fingerprint: String { Fingerprint.of([name, Self.bars, "\(Self.counted)"]) }
    var conditions: [String] { ["real", "medium"] }
    var expectedFrames: Int { Self.frames + (calibration == .counts ? 3 * Self.learnt : 0) }
    var learnsFrom: String? { nil }

    func run(_ context: CaseContext) throws -> CaseOutcome {
        let points = try DevelopmentFootage.decode([String: [[Double]]].self, "\(folder)/points.json")
        let truth = points.sorted { $0.key < $1.key }.map(\.value.count)
        var configuration = try DevelopmentFootage.configuration(
            calibration: calibration == .uncalibrated ? "" : Self.bars)
        if calibration == .counts {
            configuration.density.fits = try fits(configuration, truth: truth, context: context)
        }
        let run = try Run(open(context), configuration: configuration, context: context)
        let score = try DensityScore(run.lines.density, truth: truth, zone: "all", skip: Self.learnt)
        let objects = ObjectScore(run.lines.objects, truth: [], rule: Run.objectRule.alert)
        var outcome = CaseOutcome(
            score: CaseScore(
                name: name, fingerprint: fingerprint, conditions: conditions, seconds: run.summary.footageSeconds),
            lines: ["density all: \(score)", "objects: \(objects)"])
        outcome.score.add([score])
        // The same pictures: false alarms are told once.
        if calibration == .bars { outcome.score.add(objects, rule: Run.objectRule.alert) }
        outcome.score.add(milliseconds: run.milliseconds, frames: run.summary.analysed)
        return outcome
    }

    private func open(_ context: CaseContext) throws -> any FrameSource {
        try FootageSource.open(SourceLocation("\(folder)/seq_%06d.jpg"), picturesPerSecond: 2, stop: context.stop)
    }

    private func learntFrames(_ context: CaseContext) throws -> any FrameSource {
        LimitedSource(try open(context), frames: Self.learnt)
    }

    /// The frames that the product proposes among the first 200, with their true counts.
    private func fits(
        _ configuration: CameraConfiguration, truth: [Int], context: CaseContext
    ) throws -> [DensityFit] {
        let pictures = "\(context.temporaryFolder)/\(name)"
        // The pictures of research footage are for nobody: only the choice is wanted.
        defer { try? FileManager.default.removeItem(atPath: pictures) }
        let chosen = try CountSuggestions(configuration: configuration).write(Self.counted, into: pictures) {
            try learntFrames(context)
        }
        let table = CountTable(
            rows: chosen.map { CountTable.Row(frame: $0, zoneID: "all", count: Double(truth[$0])) })
        return try CountFitting(configuration: configuration, file: "counts of \(name)")
            .fit(table, in: learntFrames(context)).map(\.fit)
    }
}
