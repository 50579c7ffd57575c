/// Reads the frames of one agent's pipe from bytes that arrive cut anywhere.
///
/// The agent decodes hostile video, so nothing it writes is trusted: a frame whose content is refused is counted and
/// skipped; a kind that is unknown or a length that it cannot have (``EventLimits/reportBytes``,
/// ``EventLimits/learntBytes``) means that the stream can no longer be followed, and the reader stays broken (restart
/// the agent). It holds at most one unfinished frame beside what was last appended.
///
/// ```swift
/// reader.append(bytes)
/// while let result = reader.next() { … }
/// ```
public struct AgentFrameReader: Sendable {
    /// What went through so far.
    public struct Counts: Sendable, Hashable {
        public var bytes = 0
        /// Reports that were accepted.
        public var reports = 0
        /// Frames that were refused.
        public var refused = 0
    }

    public private(set) var counts = Counts()
    /// True after a beginning that cannot be: nothing more is read.
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

    /// The next frame, or why it was refused; `nil` until more bytes come.
    public mutating func next() -> Result<AgentFrame, EventCodingError>? {
        guard !isBroken, buffer.count - start >= 4 else { return nil }
        let length = buffer[start + 1..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard let kind = AgentFrame.Kind(rawValue: buffer[start]), (1...kind.longest).contains(length) else {
            return .failure(breakOff(buffer[start], length))
        }
        guard buffer.count - start >= 4 + length else { return nil }
        let content = buffer[start + 4..<start + 4 + length]
        start += 4 + length
        switch kind {
        case .report: return decode(content)
        case .learnt: return .success(.learnt(LearntModel(file: Array(content))))
        case .learntAnew: return .success(.learnt(LearntModel(file: Array(content), isAnew: true)))
        }
    }

    private mutating func decode(_ body: ArraySlice<UInt8>) -> Result<AgentFrame, EventCodingError> {
        do throws(EventCodingError) {
            let report = try Report(decoding: body)
            counts.reports += 1
            return .success(.report(report))
        } catch {
            counts.refused += 1
            return .failure(error)
        }
    }

    private mutating func breakOff(_ kind: UInt8, _ length: Int) -> EventCodingError {
        counts.refused += 1
        isBroken = true
        buffer = []
        start = 0
        return EventCodingError(
            .malformed, path: "",
            "a frame of kind \(kind) and \(length) bytes: reports have 1 to \(EventLimits.reportBytes)")
    }
}
