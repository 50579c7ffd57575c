public import Logging
import Synchronization

/// Remembers one value of the metadata of each message, such as the codes of warnings.
public final class MetadataLog: LogHandler {
    private let said = Mutex<[String]>([])

    private let key: String
    private let level: Logger.Level

    /// - Parameter key: what is kept of each message: its error code unless told otherwise.
    public init(of key: String = "error.code", from level: Logger.Level = .warning) {
        (self.key, self.level) = (key, level)
    }

    public var values: [String] { said.withLock { $0 } }
    public var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }
    public var logLevel: Logger.Level {
        get { level }
        set { _ = newValue }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    public func log(event: LogEvent) {
        if let value = event.metadata?[key] { said.withLock { $0.append("\(value)") } }
    }
}
