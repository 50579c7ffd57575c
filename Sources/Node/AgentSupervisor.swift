import ChildProcesses
import Events
import FoundationEssentials
import Glibc
import Logging
import Scene

/// What comes out of supervising an agent.
enum AgentOutput {
    case report(Report)
    case learnt(LearntModel)
    /// The agent wrote a frame that is not a report of its camera.
    case refused
    /// The agent is gone without having been asked to; what it left open is to be ended.
    case died(AgentDeath, restarts: Int)
}

/// Runs the agent of one camera: performs what ``AgentSupervisionStateMachine`` decides, and turns the agent's output
/// into reports.
final class AgentSupervisor {
    /// An agent that writes more unreadable frames than this is broken, or taken over.
    private static let refusalLimit = 10

    /// How the agent of a camera is started.
    struct Launch {
        var agentPath: String
        var camera: CameraFolder.Camera
        /// The camera's learnt model, when there is one.
        var modelPath: String?
        /// Where what was learnt live is kept; there is no file at first.
        var learntPath: String
        var credentials: CredentialStore
        /// The acts that name the camera; `nil` when none is demanded.
        var authorisations: [Authorisation]?
    }

    private let launch: Launch
    private let logger: Logger
    private var machine: AgentSupervisionStateMachine
    private var process: ChildProcess?
    private var frames = AgentFrameReader()
    private var refusals = 0

    init(launch: Launch, limits: AgentSupervisionLimits, logger: Logger, now: ContinuousClock.Instant) {
        self.launch = launch
        machine = AgentSupervisionStateMachine(limits: limits, now: now)
        var logger = logger
        logger[metadataKey: "camera.id"] = "\(launch.camera.configuration.cameraID)"
        self.logger = logger
    }

    var cameraID: String { launch.camera.configuration.cameraID }
    /// To be waited for: readable when the agent has said something.
    var readableDescriptor: Int32? { process?.output }
    var isFinished: Bool { machine.isFinished }
    /// When ``step(now:)`` is due at the latest, unless the output becomes readable before.
    var nextDeadline: ContinuousClock.Instant? { machine.nextDeadline }
    /// Whether the agent's exit is awaited: nothing becomes readable then.
    var expectsExit: Bool { machine.expectsExit }

    /// Reads what the agent has said, looks at the process and at the clock, and acts.
    func step(now: ContinuousClock.Instant) -> [AgentOutput] {
        var output = readOutput(now)
        if let status = process?.reap() {
            output += readOutput(now) + handle(.exited(status), now)
            process = nil
        }
        return output + handle(.tick, now)
    }

    /// Asks the agent to stop. ``isFinished`` becomes true when it has, or was killed for not doing so.
    func stop(now: ContinuousClock.Instant) -> [AgentOutput] {
        handle(.stop, now)
    }

    /// Tells the agent; `false` when there is none, or it does not listen.
    func order(_ order: AgentOrder) -> Bool {
        guard let process, let line = try? line(order) else { return false }
        return (try? process.write(line)) != nil
    }

    private func handle(
        _ input: AgentSupervisionStateMachine.Input, _ now: ContinuousClock.Instant
    ) -> [AgentOutput] {
        machine.handle(input, now: now).flatMap { perform($0, now) }
    }

    private func perform(
        _ action: AgentSupervisionStateMachine.Action, _ now: ContinuousClock.Instant
    ) -> [AgentOutput] {
        switch action {
        case .spawn:
            return handle(spawn(), now)
        case .closeInput:
            process?.closeInput()
        case .kill:
            process?.signal(SIGKILL)
        case .announceDeath(let death, let delay):
            log(death, restartIn: delay)
            return [.died(death, restarts: machine.restarts)]
        case .finish:
            process = nil
        }
        return []
    }
}

// MARK: - The process

extension AgentSupervisor {
    private func spawn() -> AgentSupervisionStateMachine.Input {
        frames = AgentFrameReader()
        refusals = 0
        do {
            // Read again at each start, so that a corrected password is used without restarting the node.
            let settings = AgentSettings(
                credentials: try launch.camera.configuration.source?.credentials.map(launch.credentials.login),
                authorisations: launch.authorisations)
            let agent = try ChildProcess(
                path: launch.agentPath, arguments: arguments, input: .pipe, output: .pipe, errors: .inherited)
            try agent.write(line(settings))
            process = agent
            logger.info("agent started", metadata: ["agent.pid": "\(agent.processID)"])
            return .spawned
        } catch {
            return .spawnFailed(message: "\(error)")
        }
    }

    /// One JSON object and the end of the line.
    private func line(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    private var arguments: [String] {
        ["--camera-file", launch.camera.path, "--learnt", launch.learntPath]
            + (launch.modelPath.map { ["--model", $0] } ?? [])
    }

    private func log(_ death: AgentDeath, restartIn delay: Duration?) {
        let restart = delay.map { "in \($0)" } ?? "never: correct the camera file and restart the node"
        logger.error(
            "agent died",
            metadata: ["error.code": "\(death.code)", "reason": "\(death)", "agent.restart": "\(restart)"])
    }
}

// MARK: - Its reports

extension AgentSupervisor {
    /// Takes what is in the pipe, at most 1 MiB at once so that one camera cannot keep the others waiting.
    private func readOutput(_ now: ContinuousClock.Instant) -> [AgentOutput] {
        var output: [AgentOutput] = []
        for _ in 0..<16 {
            guard let descriptor = process?.output else { return output }
            switch readAvailable(from: descriptor) {
            case .nothing:
                return output
            case .ended:
                process?.closeOutput()
                output += handle(.outputEnded, now)
            case .bytes(let bytes):
                output += take(bytes, now)
            }
        }
        return output
    }

    private func take(_ bytes: [UInt8], _ now: ContinuousClock.Instant) -> [AgentOutput] {
        var output: [AgentOutput] = []
        frames.append(bytes)
        while let result = frames.next() {
            switch checked(result) {
            case .success(.report(let report)): output += [.report(report)] + handle(.sign, now)
            case .success(.learnt(let learnt)): output += [.learnt(learnt)] + handle(.sign, now)
            case .failure(let error): output += refuse(error, now)
            }
        }
        return output
    }

    /// An agent decodes hostile video: it may speak of its own camera only, and only of what an act arms.
    private func checked(_ result: Result<AgentFrame, EventCodingError>) -> Result<AgentFrame, EventCodingError> {
        result.flatMap { frame in
            guard case .report(let report) = frame else { return .success(frame) }
            guard report.cameraID == cameraID else {
                return .failure(EventCodingError(.unknownValue, path: "report.camera_id", "it is another camera's"))
            }
            guard case .event(let event) = report.payload, !isArmed(event) else { return .success(frame) }
            return .failure(
                EventCodingError(.unknownValue, path: "event.authorisation_id", "no act arms this use case"))
        }
    }

    private func isArmed(_ event: Event) -> Bool {
        guard let acts = launch.authorisations, event.useCase.needsAct else { return true }
        return acts.contains { $0.id == event.authorisationID && $0.useCases.contains(event.useCase) }
    }

    private func refuse(_ error: EventCodingError, _ now: ContinuousClock.Instant) -> [AgentOutput] {
        refusals += 1
        if frames.isBroken || refusals > Self.refusalLimit { return [.refused] + condemn("\(error)", now) }
        logger.warning("a report was refused", metadata: ["reason": "\(error)"])
        return [.refused]
    }

    /// From here on nothing that the agent says is believed.
    private func condemn(_ message: String, _ now: ContinuousClock.Instant) -> [AgentOutput] {
        process?.closeOutput()
        return handle(.malformed(message: message), now)
    }
}
