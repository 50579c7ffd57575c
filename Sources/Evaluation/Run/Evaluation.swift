internal import Analysis
internal import Dispatch
public import Footage
internal import Foundation
internal import Synchronization

/// Runs the cases of a plan, two at a time, and collects what they score.
public final class Evaluation: Sendable {
    /// Told on the way; calls come one at a time.
    public enum Notice: Sendable {
        /// A case is done: its place in the order of the plan says when to print it.
        case finished(CaseOutcome)
        case failed(EvaluationFailure)
        case progress(EvaluationProgress)
    }

    private let plan: EvaluationPlan
    private let workers: Int
    private let stop: StopFlag
    private let notify: @Sendable (Notice) -> Void
    private let state: Mutex<State>

    private struct State: Sendable {
        var progress: EvaluationProgress
        /// By place in the plan; told in that order.
        var results: [Result<CaseOutcome, EvaluationFailure>?]
        var told = 0
        var models: [String: Result<ModelFile, EvaluationFailure>] = [:]
    }

    /// - Parameters:
    ///   - workers: cases that run at once.
    ///   - stop: ends the evaluation; cases that are not done count as failed.
    public init(
        _ plan: EvaluationPlan, workers: Int = 2, stop: StopFlag, notify: @escaping @Sendable (Notice) -> Void
    ) {
        self.plan = plan
        self.workers = max(1, workers)
        self.stop = stop
        self.notify = notify
        let frames = plan.cases.reduce(0) { $0 + $1.expectedFrames } + plan.lessons.reduce(0) { $0 + $1.expectedFrames }
        state = Mutex(
            State(progress: EvaluationProgress(frames: frames), results: plan.cases.map { _ in nil }))
    }

    /// Runs everything, models first.
    public func run() -> EvaluationResult {
        let folder = FileManager.default.temporaryDirectory.path + "/vigie-evaluate-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        inParallel(plan.lessons.count) { self.learn(self.plan.lessons[$0], folder) }
        inParallel(plan.cases.count) { self.run(at: $0, folder) }
        let results = state.withLock { $0.results }
        var result = EvaluationResult(failures: plan.failures)
        for case .some(let outcome) in results { result.add(outcome) }
        return result
    }

    /// The next of `count` jobs to whoever is free; the longest waits are short because jobs are many.
    private func inParallel(_ count: Int, _ job: @escaping @Sendable (Int) -> Void) {
        let next = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
            while let index = next.withLock({ next in
                defer { next += 1 }
                return next < count ? next : nil
            }) {
                job(index)
            }
        }
    }

    private func learn(_ lesson: SceneCase, _ folder: String) {
        let result: Result<ModelFile, EvaluationFailure>
        do {
            result = .success(try lesson.learn(context(nil, folder, frames: lesson.expectedFrames)))
        } catch {
            result = .failure(EvaluationFailure(name: lesson.name, error))
        }
        state.withLock { $0.models[lesson.name] = result }
    }

    private func run(at index: Int, _ folder: String) {
        let item = plan.cases[index]
        let result: Result<CaseOutcome, EvaluationFailure>
        do {
            let model = try item.learnsFrom.flatMap { name in state.withLock { $0.models[name] } }?.get()
            result = .success(try item.run(context(model, folder, frames: item.expectedFrames)))
        } catch {
            result = .failure(EvaluationFailure(name: item.name, error))
        }
        tell(result, at: index)
    }

    /// Results are told in the order of the plan, so that two runs print the same.
    private func tell(_ result: Result<CaseOutcome, EvaluationFailure>, at index: Int) {
        state.withLock { state in
            state.results[index] = result
            while state.told < state.results.count, let next = state.results[state.told] {
                switch next {
                case .success(let outcome): notify(.finished(outcome))
                case .failure(let failure): notify(.failed(failure))
                }
                state.told += 1
            }
        }
    }

    private func context(_ model: ModelFile?, _ folder: String, frames expected: Int) -> CaseContext {
        let done = Mutex(0)
        return CaseContext(model: model, stop: stop, temporaryFolder: folder) { [self] frames in
            // A case that goes through several sources counts each from 0.
            let step = done.withLock { done in
                defer { done = frames }
                return frames > done ? frames - done : frames
            }
            state.withLock { state in
                state.progress.advance(by: step)
                notify(.progress(state.progress))
            }
        }
    }
}

/// How far the evaluation is.
public struct EvaluationProgress: Sendable, Hashable {
    public private(set) var frames: Int
    public private(set) var framesDone = 0
    private let start = SystemClock.monotonicSeconds()

    init(frames: Int) { self.frames = max(1, frames) }

    mutating func advance(by step: Int) { framesDone += step }

    public var share: Double { min(1, Double(framesDone) / Double(frames)) }

    /// Seconds that are left, if the rest goes like what is done; `nil` until something is known.
    public var secondsLeft: Double? {
        let elapsed = SystemClock.monotonicSeconds() - start
        return share > 0.01 ? elapsed * (1 - share) / share : nil
    }
}

/// Everything that was measured.
public struct EvaluationResult: Sendable {
    public private(set) var outcomes: [CaseOutcome] = []
    public private(set) var failures: [EvaluationFailure]

    init(failures: [EvaluationFailure] = []) { self.failures = failures }

    public var scores: [CaseScore] { outcomes.map(\.score) }

    mutating func add(_ result: Result<CaseOutcome, EvaluationFailure>) {
        switch result {
        case .success(let outcome): outcomes.append(outcome)
        case .failure(let failure): failures.append(failure)
        }
    }
}
