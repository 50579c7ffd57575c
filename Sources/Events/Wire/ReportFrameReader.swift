extension Report {
    /// The form on an agent's pipe: 4 bytes of length, big-endian, then the protobuf form.
    public func pipeFrame() -> [UInt8] {
        let body = encoded()
        let length = UInt32(body.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + body
    }
}

/// Reads the reports of one agent's pipe from bytes that arrive cut anywhere.
///
/// The agent decodes hostile video, so nothing it writes is trusted: a frame whose content is refused is counted and
/// skipped; a length outside 1 … ``EventLimits/reportBytes`` means that the stream can no longer be followed, and the
/// reader stays broken (restart the agent). It holds at most one unfinished frame beside what was last appended.
///
/// ```swift
/// reader.append(bytes)
/// while let result = reader.next() { … }
/// ```
public struct ReportFrameReader: Sendable {
    /// What went through so far.
    public struct Counts: Sendable, Hashable {
        public var bytes = 0
        /// Frames that were accepted.
        public var reports = 0
        /// Frames that were refused.
        public var refused = 0
    }

    public private(set) var counts = Counts()
    /// True after a length that cannot be: nothing more is read.
    public private(set) var isBroken = false

    private var buffer: [UInt8] = []
    private var start = 0

    public init() {}

    /// Adds bytes from the pipe; ignored once the reader is broken.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        guard !isBroken else { return }
        buffer.removeFirst(start)
        start = 0
        let held = buffer.count
        buffer.append(contentsOf: bytes)
        counts.bytes += buffer.count - held
    }

    /// The next frame's report, or why it was refused; `nil` until more bytes come.
    public mutating func next() -> Result<Report, EventCodingError>? {
        guard !isBroken, buffer.count - start >= 4 else { return nil }
        let length = buffer[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard (1...EventLimits.reportBytes).contains(length) else { return .failure(breakOff(length)) }
        guard buffer.count - start >= 4 + length else { return nil }
        let body = buffer[start + 4..<start + 4 + length]
        start += 4 + length
        return decode(body)
    }

    private mutating func decode(_ body: ArraySlice<UInt8>) -> Result<Report, EventCodingError> {
        do throws(EventCodingError) {
            let report = try Report(decoding: body)
            counts.reports += 1
            return .success(report)
        } catch {
            counts.refused += 1
            return .failure(error)
        }
    }

    private mutating func breakOff(_ length: Int) -> EventCodingError {
        counts.refused += 1
        isBroken = true
        buffer = []
        start = 0
        return EventCodingError(
            .malformed, path: "", "a frame of \(length) bytes, 1 to \(EventLimits.reportBytes) are allowed")
    }
}
