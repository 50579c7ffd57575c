/// What an agent says on its pipe.
public enum AgentFrame: Sendable, Hashable {
    case report(Report)
    case learnt(LearntModel)

    /// The form on the pipe: a byte that says what it is, three of length, big-endian, then the content.
    public func bytes() -> [UInt8] {
        switch self {
        case .report(let report): Self.frame(.report, report.encoded())
        case .learnt(let learnt): Self.frame(learnt.isAnew ? .learntAnew : .learnt, learnt.file)
        }
    }

    private static func frame(_ kind: Kind, _ content: [UInt8]) -> [UInt8] {
        [kind.rawValue] + [16, 8, 0].map { UInt8(truncatingIfNeeded: content.count >> $0) } + content
    }

    /// The first byte of a frame.
    enum Kind: UInt8 {
        case report, learnt, learntAnew

        /// A longer content, or none, cannot be.
        var longest: Int {
            switch self {
            case .report: EventLimits.reportBytes
            case .learnt, .learntAnew: EventLimits.learntBytes
            }
        }
    }
}

/// What an agent has learnt of its camera, to be kept until its next start. Counts and distributions: no picture, and
/// nothing of anybody.
public struct LearntModel: Sendable, Hashable {
    /// The model file that the next agent reads: whoever keeps it does not look into it.
    public var file: [UInt8]
    /// Whether it does not go on from what was kept before, which is then worth a place of its own.
    public var isAnew: Bool

    public init(file: [UInt8], isAnew: Bool = false) {
        (self.file, self.isAnew) = (file, isAnew)
    }
}

extension Report {
    /// The form on an agent's pipe.
    public func pipeFrame() -> [UInt8] { AgentFrame.report(self).bytes() }
}
