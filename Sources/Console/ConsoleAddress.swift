/// Where the console listens. Loopback only: it has no keys yet, so nobody but this machine may reach it.
public struct ConsoleAddress: Sendable, Hashable, CustomStringConvertible {
    public let host: String
    /// 0 lets the system choose.
    public let port: Int

    /// Reads `127.0.0.1:7480`, `localhost:7480` or `[::1]:7480`.
    ///
    /// - Throws: ``ConsoleError`` when it is none of these, or not a loopback address.
    public init(_ text: String) throws(ConsoleError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon > text.startIndex
        else { throw .badAddress(text) }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard Self.isLoopback(host) else { throw .notLoopback(host) }
        self.host = host
        self.port = port
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291) and the name that stands for them.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
