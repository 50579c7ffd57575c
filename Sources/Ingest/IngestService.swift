public import Link
public import Logging
public import ServiceLifecycle
import Synchronization

/// Receives the records of all enrolled gateways and hands them to a store; acknowledges what the store has committed.
///
/// Everything, the store's commits included, happens on one thread of its own, which owns the sockets.
public final class IngestService: Service {
    let endpoint: String
    let keys: CurveKeyPair
    let enrolled: EnrolledKeys
    let sink: any RecordSink
    let logger: Logger
    let listening: @Sendable (String) -> Void
    private let isStopped = Atomic(false)
    private let current = Mutex(IngestStatus())

    /// - Parameters:
    ///   - endpoint: `tcp://ADDRESS:PORT` to listen on; `*` lets the system choose the port.
    ///   - keys: the datacentre's key pair.
    ///   - listening: called once with the endpoint, its port filled in, when gateways can connect.
    public init(
        endpoint: String, keys: CurveKeyPair, enrolled: EnrolledKeys, sink: any RecordSink, logger: Logger,
        listening: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.endpoint = endpoint
        self.keys = keys
        self.enrolled = enrolled
        self.sink = sink
        self.logger = logger
        self.listening = listening
    }

    /// What went through, and where each gateway stands.
    public var status: IngestStatus { current.withLock { $0 } }

    /// Runs until it is cancelled or asked to stop.
    /// - Throws: ``LinkError``, with code `portInUse` when another program has the port.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await runOnOwnThread(named: "ingest") {
                let driver = try IngestDriver(self)
                while !self.isStopped.load(ordering: .relaxed) { try driver.turn() }
            }
        } onCancelOrGracefulShutdown: {
            self.isStopped.store(true, ordering: .relaxed)
        }
    }

    func publish(_ status: IngestStatus) {
        current.withLock { $0 = status }
    }
}
