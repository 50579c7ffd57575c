public import Logging
import Synchronization

/// Remembers the codes of warnings.
public final class WarningLog: LogHandler {
    private let said = Mutex<[String]>([])

    public init() {}

    public var codes: [String] { said.withLock { $0 } }
    public var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }
    public var logLevel: Logger.Level {
        get { .warning }
        set { _ = newValue }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    public func log(event: LogEvent) {
        if let code = event.metadata?["error.code"] { said.withLock { $0.append("\(code)") } }
    }
}
