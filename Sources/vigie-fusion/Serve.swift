import ArgumentParser
import ChildProcesses
import Console
import EventStore
import Foundation
import Fusion
import Ingest
import Link
import Logging
import ServiceLifecycle
import UnixSignals

/// `vigie-fusion serve`: the service itself.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Receives, stores and serves until it is asked to stop (SIGINT, SIGTERM).")

    @Option(help: "Folder for the database, the keys and the enrolled gateways.") var data: String
    @Option(help: ArgumentHelp("Where gateways send to.", valueName: "tcp://ADDRESS:PORT"))
    var ingest = "tcp://127.0.0.1:7400"
    @Option(help: ArgumentHelp("Where the page and the API are; loopback only.", valueName: "ADDRESS:PORT"))
    var http = "127.0.0.1:7480"
    @Option(help: "Folder with the other data sources (sources.csv, weather, calendar).") var context: String?
    @Option(help: "The site's time zone, for the other data sources; this machine's unless told.")
    var timeZone: String?
    @Flag(help: .hidden) var lifeline = false

    func run() async throws {
        let logger = Logger(label: "vigie-fusion")
        let address = try ConsoleAddress(http)
        let sources = try contextSources()
        let directory = DataDirectory(path: data)
        let store = try EventStore(directory: data)
        let readiness = Readiness(logger: logger)
        let ingest = IngestService(
            endpoint: ingest, keys: try directory.keyPair(), enrolled: try directory.enrolledKeys(), sink: store,
            logger: logger, listening: { readiness.ingest(at: $0) })
        let console = Console(
            address: address, reader: store.reader, logger: logger, onReady: { readiness.http(port: $0, of: address) })
        var services: [any Service] = [ingest, console]
        if let sources { services.append(ContextService(sources: sources, store: store, logger: logger)) }
        try await serve(services, logger)
        try store.close()
        logger.info("stopped")
    }

    private func serve(_ services: [any Service], _ logger: Logger) async throws {
        var configurations = services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        if lifeline {
            configurations.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: LifelineService(), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: configurations, gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        ).run()
    }

    private func contextSources() throws -> ContextSources? {
        let zone = try siteTimeZone()
        return try context.map { try ContextSources(directory: $0, timeZone: zone) }
    }

    private func siteTimeZone() throws -> TimeZone {
        guard let timeZone else { return .current }
        guard let zone = TimeZone(identifier: timeZone) else {
            throw ValidationError("--time-zone: '\(timeZone)' is not a time zone: give a name such as Europe/Paris")
        }
        return zone
    }
}
