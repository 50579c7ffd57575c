/// How much of a stream is decoded, from everything to almost nothing. Each step costs less than the one before it.
public enum DecodeEffort: Int, CaseIterable, Comparable, Sendable {
    /// Every picture, as the standard says.
    case full
    /// Only pictures that are analysed and those they are predicted from. What is analysed stays the same, bit for bit.
    case needed
    /// The same without the loop filter: pictures drift a little from the encoder's until the next key picture.
    case unfiltered
    /// The same, and nothing is analysed in the second half of each group of pictures.
    case halved
    /// Key pictures only.
    case keyPictures

    public static func < (left: DecodeEffort, right: DecodeEffort) -> Bool { left.rawValue < right.rawValue }

    /// Whether pictures are filtered after decoding. Key pictures are: they are few, and nothing drifts.
    var filtersLoop: Bool { self != .unfiltered && self != .halved }

    /// A stable word for logs and reports.
    public var name: String {
        switch self {
        case .full: "full"
        case .needed: "needed"
        case .unfiltered: "unfiltered"
        case .halved: "halved"
        case .keyPictures: "key_pictures"
        }
    }
}

/// What a source is asked for: how much to decode, and how often a picture is analysed.
public struct DecodePlan: Sendable, Hashable {
    public var effort: DecodeEffort
    /// Analysed frames per second of stream time, > 0.
    public var analysedPerSecond: Double

    public init(effort: DecodeEffort, analysedPerSecond: Double) {
        precondition(analysedPerSecond > 0, "an analysis rate must be positive")
        self.effort = effort
        self.analysedPerSecond = analysedPerSecond
    }

    /// Every frame comes out of the source; who reads it chooses.
    public static let everything = DecodePlan(effort: .full, analysedPerSecond: 5)
}

/// What cannot be done with every stream.
public enum DecodeLimits {
    /// Key pictures that are further apart than this, in seconds of the stream, are too rare to be watched alone.
    public static let longestKeyInterval = 5.0
}
