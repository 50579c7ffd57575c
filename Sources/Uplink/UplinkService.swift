public import Events
public import Link
public import Logging
public import ServiceLifecycle
public import Spool
import Synchronization

/// Forwards a gateway's spool to the datacentre for as long as it runs, whether the datacentre is there or not.
///
/// Everything happens on one thread of its own, which owns the socket. The spool forgets a record when the datacentre
/// has committed it. On each new session the present state of every zone is put into the spool, so that an `end` that
/// was lost leaves no zone stuck.
public final class UplinkService: Service {
    /// Where the uplink stands.
    public struct Status: Sendable, Hashable {
        public var phase = UplinkStateMachine.Phase.greeting
        /// Records sent again because they were not acknowledged in time, or missed.
        public var resends = 0
        public var batchesInFlight = 0
        /// Sessions with the datacentre so far.
        public var sessions = 0
    }

    let spool: Spool
    let endpoint: String
    let keys: CurveKeyPair
    let serverKey: CurvePublicKey
    let settings: UplinkSettings
    let zoneStates: @Sendable () -> [Report]
    let logger: Logger
    private let isStopped = Atomic(false)
    private let current = Mutex(Status())

    /// - Parameters:
    ///   - endpoint: `tcp://ADDRESS:PORT` of the datacentre.
    ///   - keys: the gateway's key pair; the datacentre must have enrolled it.
    ///   - serverKey: the datacentre's public key.
    ///   - zoneStates: the present state of every rule of every zone; called on the uplink's thread.
    public init(
        spool: Spool, endpoint: String, keys: CurveKeyPair, serverKey: CurvePublicKey,
        settings: UplinkSettings = UplinkSettings(), zoneStates: @escaping @Sendable () -> [Report], logger: Logger
    ) {
        self.spool = spool
        self.endpoint = endpoint
        self.keys = keys
        self.serverKey = serverKey
        self.settings = settings
        self.zoneStates = zoneStates
        self.logger = logger
    }

    public var status: Status { current.withLock { $0 } }

    /// Runs until it is cancelled or asked to stop. What is not forwarded then stays in the spool.
    /// - Throws: ``LinkError`` when the endpoint is none, or the system has no room for a socket.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await runOnOwnThread(named: "uplink") {
                let driver = try UplinkDriver(self)
                while !self.isStopped.load(ordering: .relaxed) { try driver.turn() }
            }
        } onCancelOrGracefulShutdown: {
            self.isStopped.store(true, ordering: .relaxed)
        }
    }

    func publish(_ change: (inout Status) -> Void) {
        current.withLock { change(&$0) }
    }
}
