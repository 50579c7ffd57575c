public import EventStore
import Hummingbird
public import Logging
import Glibc
import NIOCore
public import ServiceLifecycle

/// The HTTP API, the live stream and the page, as one service. Read only: nothing can be changed through it.
public struct Console: Service {
    private let address: ConsoleAddress
    private let reader: EventReader
    private let logger: Logger
    private let onReady: @Sendable (Int) -> Void

    /// - Parameter onReady: called with the port once it listens.
    public init(
        address: ConsoleAddress, reader: EventReader, logger: Logger,
        onReady: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.address = address
        self.reader = reader
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until graceful shutdown.
    ///
    /// - Throws: ``PortTaken`` when another program listens on the port.
    public func run() async throws {
        let board = LiveBoard(reader: reader, logger: logger)
        let router = ConsoleRouter(reader: reader, board: board, logger: logger).router()
        let application = Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            services: [board],
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? address.port) }, logger: quiet(logger))
        do {
            try await application.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw PortTaken(address: address)
        }
    }

    /// The server's own chatter (each connection, each request) is of no use to an operator.
    private func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = .warning
        return quiet
    }
}

/// Another program listens where the console was to.
public struct PortTaken: Error, Sendable, CustomStringConvertible {
    public let address: ConsoleAddress

    public var description: String {
        "E-CON-010: port \(address.port) of \(address.host) is taken by another program. "
            + "Stop it ('ss -ltnp' names it), or choose another port with --http."
    }
}
