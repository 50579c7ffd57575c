internal import Analysis
internal import CameraFile
internal import Footage
internal import Foundation
internal import Scene

/// A scene or a clip with known truth, to be run and scored.
protocol EvaluationCase: Sendable {
    var name: String { get }
    /// Of everything that decides the figures but the detectors.
    var fingerprint: String { get }
    /// `rendered` or `real`, and what is special about it.
    var conditions: [String] { get }
    /// Frames to go through, learning included: what the time that is left is guessed from.
    var expectedFrames: Int { get }
    /// Name of the scene from which the model is learnt; `nil` when there is none, or the case learns by itself.
    var learnsFrom: String? { get }

    /// Analyses and scores. Called on one thread.
    func run(_ context: CaseContext) throws -> CaseOutcome
}

/// What a case is given.
struct CaseContext: Sendable {
    /// What was learnt from the scene that the case names.
    var model: ModelFile?
    var stop: StopFlag
    /// A folder that is deleted at the end.
    var temporaryFolder: String
    /// Where scenes are kept that are decoded from a video.
    var videos = SceneVideoCache.ofThisUser
    /// Called now and then with the frames done.
    var progress: @Sendable (Int) -> Void

    init(
        model: ModelFile? = nil, stop: StopFlag, temporaryFolder: String,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        (self.model, self.stop, self.temporaryFolder, self.progress) = (model, stop, temporaryFolder, progress)
    }
}

/// What came of a case.
public struct CaseOutcome: Sendable {
    public var score: CaseScore
    /// What the scorers of the development footage would print, one line a detector.
    public var lines: [String] = []
    /// Rendered scenes only.
    public var errors: [WorstError] = []

    init(score: CaseScore, lines: [String] = [], errors: [WorstError] = []) {
        (self.score, self.lines, self.errors) = (score, lines, errors)
    }
}

/// A mistake worth looking at: which frame of which scene, and what is where.
public struct WorstError: Sendable, Hashable {
    public struct Mark: Sendable, Hashable {
        public enum Kind: String, Sendable {
            case truth, said
        }

        /// In 0..1 of the picture.
        public var x, y, width, height: Double
        public var kind: Kind
    }

    public var scene: String
    public var detector: Figure.Detector
    /// What went wrong, one sentence without its full stop.
    public var sentence: String
    public var frame: Int
    public var marks: [Mark]
    /// Comparable within one detector: the largest are shown.
    public var severity: Double
}

/// One source through the whole pipeline, as `vigie analyse` runs it.
struct Run {
    /// Seconds after which the object rules of evaluated cameras warn and alert.
    static let objectRule = (warn: 5.0, alert: 10.0)

    var lines = RunLines()
    var text: [String] = []
    var summary = AnalysisSummary()

    init(
        _ source: any FrameSource, configuration: CameraConfiguration, model: ModelFile? = nil,
        detectors: Set<DetectorKind> = Set(DetectorKind.allCases), context: CaseContext
    ) throws {
        var analysis = OfflineAnalysis(
            source: source,
            pipeline: AnalysisPipeline(
                configuration: configuration, detectors: detectors, model: model, bootID: "file"))
        var (lines, text) = (RunLines(), [String]())
        summary = try analysis.run {
            try lines.add($0)
            text.append($0)
        } progress: {
            context.progress($0.frames)
        }
        (self.lines, self.text) = (lines, text)
        if summary.interrupted { throw FootageError(.stopped, "stopped while reading", source: "evaluation") }
    }

    /// CPU milliseconds by stage; `source` is what it took to render a scene with its truth, or to decode a clip.
    var milliseconds: [String: Double] {
        var times: [String: Double] = [:]
        for stage in Stage.allCases { times[stage == .decode ? "source" : "\(stage)"] = summary.stages[stage] * 1000 }
        return times
    }
}
