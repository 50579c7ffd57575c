internal import Detectors
internal import Dispatch
internal import Events
internal import Logging

/// Hands over what was learnt live, every ten minutes, when the agent stops, and at once when the camera was found to have
/// moved or to have come back, so that the next agent goes on from it.
///
/// The file is made on a queue of its own: it takes longer than a frame has time for.
struct LearntKeeper {
    /// Seconds: what a crash may cost of days of learning.
    static let period = 600.0

    private let output: any ReportOutput
    private let logger: Logger
    private let queue = DispatchQueue(label: "learnt", qos: .utility)
    private var due: Double
    /// Frames analysed when it was last handed over.
    private var framesKept = 0
    private var movedKept: String?

    init(output: any ReportOutput, logger: Logger, now: Double) {
        self.output = output
        self.logger = logger
        due = now + Self.period
    }

    /// Hands over what was learnt when it is time.
    mutating func keep(_ pipeline: AnalysisPipeline, at now: Double) {
        guard now >= due || pipeline.movedCalibration != movedKept else { return }
        movedKept = pipeline.movedCalibration
        due = now + Self.period
        guard let work = work(pipeline) else { return }
        queue.async(execute: work)
    }

    /// Hands over what was learnt, and returns when it is said.
    mutating func finish(_ pipeline: AnalysisPipeline) {
        guard let work = work(pipeline) else { return }
        queue.sync(execute: work)
    }

    /// `nil` when nothing came since.
    private mutating func work(_ pipeline: AnalysisPipeline) -> (@Sendable () -> Void)? {
        guard pipeline.framesAnalysed > framesKept, let model = pipeline.learntLive else { return nil }
        // What was refused is set aside by the first that is handed over.
        let isAnew = pipeline.liveRefusal != nil && framesKept == 0
        framesKept = pipeline.framesAnalysed
        return { [output, logger] in
            do {
                try output.keep(LearntModel(file: try model.encoded(), isAnew: isAnew))
            } catch {
                logger.warning("what was learnt could not be handed over", metadata: ["error": "\(error)"])
            }
        }
    }
}
