import ChildProcesses
import Link
public import Logging
public import ServiceLifecycle
public import Spool

/// The gateway's agents as a service: runs ``AgentLoop`` on a thread of its own until graceful shutdown, then gives the
/// uplink a moment to deliver what the agents said last.
public struct AgentService: Service {
    private let settings: NodeSettings
    private let cameras: [CameraFolder.Camera]
    private let spool: Spool
    private let board: ZoneStateBoard
    private let limits: AgentSupervisionLimits
    private let drainTime: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - board: is kept up to date with what the agents say of their zones.
    ///   - drainTime: how long a stop waits for the spool to empty; what is left goes out at the next start.
    public init(
        settings: NodeSettings, cameras: [CameraFolder.Camera], spool: Spool, board: ZoneStateBoard,
        limits: AgentSupervisionLimits = AgentSupervisionLimits(), drainTime: Duration = .seconds(3), logger: Logger
    ) {
        self.settings = settings
        self.cameras = cameras
        self.spool = spool
        self.board = board
        self.limits = limits
        self.drainTime = drainTime
        self.logger = logger
    }

    public func run() async throws {
        let stopRequest = try WakeUp()
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await runOnOwnThread(named: "agents") { try makeLoop(stopRequest: stopRequest).run() }
        } onCancelOrGracefulShutdown: {
            stopRequest.wake()
        }
        await drain()
    }

    private func makeLoop(stopRequest: WakeUp) throws -> AgentLoop {
        let store = ReportStore(
            spool: spool, journal: OpenEventJournal(path: settings.openEventsPath), board: board, logger: logger)
        let now = ContinuousClock.now
        let supervisors = cameras.map { camera in
            AgentSupervisor(launch: settings.launch(of: camera), limits: limits, logger: logger, now: now)
        }
        return AgentLoop(
            supervisors: supervisors, store: store, learnt: LearntFolder(settings: settings, logger: logger),
            control: try ControlSocket(path: settings.controlPath), stopRequest: stopRequest, logger: logger)
    }

    private func drain() async {
        let deadline = ContinuousClock.now + drainTime
        while ContinuousClock.now < deadline, spool.depth > 0 {
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
