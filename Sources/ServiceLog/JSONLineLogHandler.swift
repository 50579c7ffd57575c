import Glibc
public import Logging

/// Writes each log message as one line of JSON on a descriptor, in one `write` so that the lines of several processes
/// on the same stream do not mix:
/// `{"time":"2026-11-22T08:15:30.250Z","level":"info","logger":"vigie-node","message":"ready","camera.id":"cam-1"}`.
public struct JSONLineLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level = .info
    private let label: String
    private let descriptor: Int32

    /// - Parameter descriptor: where the lines go; standard error unless told.
    public init(label: String, descriptor: Int32 = 2) {
        self.label = label
        self.descriptor = descriptor
    }

    /// Makes this the handler of every logger of the program. To be called once, before the first logger is made.
    public static func bootstrap() {
        LoggingSystem.bootstrap { JSONLineLogHandler(label: $0) }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = JSONLine()
        line.add("time", currentTime())
        line.add("level", event.level.rawValue)
        line.add("logger", label)
        line.add("message", event.message.description)
        if let error = event.error { line.add("error", String(describing: error)) }
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line.add(key, value.description) }
        writeWhole(line.finished)
    }

    private func writeWhole(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            // A log that nobody takes must not stop the service.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}

/// Now, RFC 3339 in UTC with milliseconds.
private func currentTime() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var fields = tm()
    gmtime_r(&now.tv_sec, &fields)
    let date = [fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday].map { padded($0, 2) }
    let clock = [fields.tm_hour, fields.tm_min, fields.tm_sec].map { padded($0, 2) }
    let milliseconds = padded(Int32(now.tv_nsec / 1_000_000), 3)
    return "\(date.joined(separator: "-"))T\(clock.joined(separator: ":")).\(milliseconds)Z"
}

private func padded(_ value: Int32, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
