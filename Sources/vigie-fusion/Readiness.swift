import Console
import Logging
import Synchronization

/// Says "ready" once, when gateways and browsers can both connect.
final class Readiness: Sendable {
    private let logger: Logger
    private let places = Mutex<(ingest: String?, http: String?)>((nil, nil))

    init(logger: Logger) {
        self.logger = logger
    }

    func ingest(at endpoint: String) {
        announce { $0.ingest = endpoint }
    }

    func http(port: Int, of address: ConsoleAddress) {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        announce { $0.http = "http://\(host):\(port)" }
    }

    private func announce(_ change: (inout (ingest: String?, http: String?)) -> Void) {
        let (ingest, http) = places.withLock { places in
            change(&places)
            return places
        }
        guard let ingest, let http else { return }
        logger.info("ready", metadata: ["ingest": "\(ingest)", "http": "\(http)"])
    }
}
