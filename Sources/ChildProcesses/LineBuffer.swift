/// Cuts a stream of bytes into lines.
public struct LineBuffer: Sendable {
    /// A line longer than this is given in pieces, so that a child cannot fill the parent's memory.
    public static let lineLimit = 65_536

    private var rest: [UInt8] = []

    public init() {}

    /// Takes the next bytes of the stream and returns the lines that are now complete, without their line feeds.
    public mutating func take(_ bytes: [UInt8]) -> [String] {
        rest += bytes
        var lines: [String] = []
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: rest[start..<end], as: UTF8.self))
            start = end + 1
        }
        rest.removeSubrange(..<start)
        if rest.count > Self.lineLimit { lines.append(finish()) }
        return lines
    }

    /// What is left when the stream has ended without a line feed.
    public mutating func finish() -> String {
        defer { rest = [] }
        return String(decoding: rest, as: UTF8.self)
    }
}
