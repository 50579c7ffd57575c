import ChildProcesses
import Events
import Logging
import Scene

/// The one thread that owns all agents of a gateway: it waits for their pipes, performs what their supervision decides,
/// and stores what they say. It ends when it was asked to stop and every agent has ended.
final class AgentLoop {
    /// How often an expected exit is looked for; nothing becomes readable when a process ends.
    private static let exitPollInterval: Duration = .milliseconds(20)
    /// The longest wait: an agent may end without closing its output.
    private static let longestWait: Duration = .milliseconds(500)

    private let supervisors: [AgentSupervisor]
    private var store: ReportStore
    private var learnt: LearntFolder
    private let control: ControlSocket
    private let stopRequest: WakeUp
    private let logger: Logger
    private var isStopping = false

    /// - Parameter stopRequest: woken from elsewhere to make the loop stop.
    init(
        supervisors: [AgentSupervisor], store: ReportStore, learnt: LearntFolder, control: ControlSocket,
        stopRequest: WakeUp, logger: Logger
    ) {
        self.supervisors = supervisors
        self.store = store
        self.learnt = learnt
        self.control = control
        self.stopRequest = stopRequest
        self.logger = logger
    }

    /// Blocks its thread until everything has stopped.
    func run() {
        store.endLeftovers(now: .now)
        while !(isStopping && supervisors.allSatisfy(\.isFinished)) {
            waitForNews()
            stepAll(now: .now)
        }
        store.commit()
        learnt.keepAll()
    }

    private func waitForNews() {
        var descriptors = supervisors.compactMap(\.readableDescriptor) + control.descriptors
        if !isStopping { descriptors.append(stopRequest.descriptor) }
        let ready = waitUntilReadable(descriptors, atMost: timeToNextDeadline(now: .now))
        if ready.contains(stopRequest.descriptor) { stopAll(now: .now) }
        if control.descriptors.contains(where: ready.contains) { control.serve(answer) }
    }

    private func timeToNextDeadline(now: ContinuousClock.Instant) -> Duration {
        var wait = supervisors.contains(where: \.expectsExit) ? Self.exitPollInterval : Self.longestWait
        for deadline in supervisors.map(\.nextDeadline) + [store.nextDeadline, learnt.nextDeadline] {
            if let deadline { wait = min(wait, deadline - now) }
        }
        return wait
    }

    private func answer(_ order: AgentOrder, account: String) -> ControlAnswer {
        let uid = order.acknowledge
        guard let report = store.running[uid], case .event(let event) = report.payload else {
            return ControlAnswer(refusal: "no event '\(uid)' is running at this gateway")
        }
        guard event.useCase == .abandonedObject else {
            return ControlAnswer(
                refusal: "only events of abandoned_object are acknowledged; this is \(event.useCase.rawValue)")
        }
        let supervisor = supervisors.first { $0.cameraID == report.cameraID }
        guard supervisor?.order(order) == true else {
            return ControlAnswer(refusal: "the camera's agent cannot be told now; ask again")
        }
        logger.notice(
            "acknowledged",
            metadata: ["camera.id": "\(report.cameraID)", "event.uid": "\(uid)", "account": "\(account)"])
        return ControlAnswer()
    }

    private func stopAll(now: ContinuousClock.Instant) {
        isStopping = true
        for supervisor in supervisors { take(supervisor.stop(now: now), of: supervisor, now: now) }
    }

    private func stepAll(now: ContinuousClock.Instant) {
        for supervisor in supervisors where !supervisor.isFinished {
            take(supervisor.step(now: now), of: supervisor, now: now)
        }
        store.commitIfDue(now: now)
        learnt.keepDue(now: now)
    }

    private func take(_ output: [AgentOutput], of supervisor: AgentSupervisor, now: ContinuousClock.Instant) {
        for item in output {
            switch item {
            case .report(let report):
                store.add(report, now: now)
            case .learnt(let model):
                learnt.take(model, of: supervisor.cameraID, now: now)
            case .refused:
                store.add(.refusal(by: supervisor.cameraID), now: now)
            case .died(let death, let restarts):
                store.endAll(of: supervisor.cameraID, now: now)
                store.add(.health(of: supervisor.cameraID, after: death, restarts: restarts), now: now)
            }
        }
    }
}

extension Report {
    /// Stands for one frame that could not be understood; taken for an event, the most that it can have been.
    fileprivate static func refusal(by cameraID: String) -> Report {
        let now = Timestamp.now
        let loss = Loss(messageKind: "event", count: 1, from: now, to: now, reason: .malformed)
        return Report(cameraID: cameraID, time: now, severity: .warn, payload: .loss(loss))
    }

    /// What is known of a camera whose agent is gone: nothing is seen.
    fileprivate static func health(of cameraID: String, after death: AgentDeath, restarts: Int) -> Report {
        let health = Health(
            stream: .stopped, errorCode: death.code, coverage: .blind, decodeFPS: 0, analysedFPS: 0,
            latencyMilliseconds: 0, cpuShare: 0, residentBytes: 0, framesDecoded: 0, framesAnalysed: 0,
            framesSkipped: 0, framesCorrupt: 0, restarts: max(0, restarts), coverageReason: .stopped)
        return Report(cameraID: cameraID, time: .now, severity: .error, payload: .health(health))
    }
}
