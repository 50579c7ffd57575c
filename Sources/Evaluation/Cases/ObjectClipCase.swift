internal import Analysis
internal import Events
internal import Footage
internal import Foundation

/// A clip in which a bag is left, or in which nothing is: what is raised then is wrong.
struct ObjectClipCase: EvaluationCase {
    let name: String
    let path: String
    /// `gt.json`; `nil` for a negative.
    let truth: String?

    var fingerprint: String { Fingerprint.of([name]) }
    var conditions: [String] { ["real"] }
    /// A guess: files do not say how long they are without being opened.
    var expectedFrames: Int { 1000 }
    var learnsFrom: String? { nil }

    private struct Clip: Decodable {
        struct Thing: Decodable {
            var box: [Double]
            var owner_left: Double
            var removed: Double?
        }

        var w, h: Double
        var objects: [Thing]
    }

    func run(_ context: CaseContext) throws -> CaseOutcome {
        let run = try Run(
            FootageSource.open(SourceLocation(path), stop: context.stop),
            configuration: DevelopmentFootage.configuration(), detectors: [.objects, .integrity], context: context)
        let score = ObjectScore(run.lines.objects, truth: try objects(), rule: Run.objectRule.alert)
        var outcome = CaseOutcome(
            score: CaseScore(
                name: name, fingerprint: fingerprint, conditions: conditions, seconds: run.summary.footageSeconds),
            lines: ["objects: \(score)"])
        outcome.score.add(score, rule: Run.objectRule.alert)
        // Its cuts are what the clip with several shots is for: there something is to be said about the camera.
        if name != "real-scene-cuts" {
            outcome.score.add(
                IntegrityScore(run.lines.integrity, truth: [], seconds: run.summary.footageSeconds))
        }
        return outcome
    }

    private func objects() throws(EvaluationError) -> [ObjectScore.Truth] {
        guard let truth else { return [] }
        let clips = try DevelopmentFootage.decode([String: Clip].self, truth)
        guard let clip = clips[URL(fileURLWithPath: path).lastPathComponent] else { return [] }
        return clip.objects.filter { $0.box.count == 4 }.map { thing in
            ObjectScore.Truth(
                box: Box(
                    x: thing.box[0] / clip.w, y: thing.box[1] / clip.h, width: thing.box[2] / clip.w,
                    height: thing.box[3] / clip.h),
                ownerLeft: thing.owner_left, removed: thing.removed)
        }
    }
}
