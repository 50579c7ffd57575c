/// The strangeness of the last five analysed frames, attribute by attribute.
///
/// Time is pooled as neighbouring places are (``AnomalyScores``): the mean of the three highest. One frame's mistake is
/// not believed, and one frame without a vector, or a body hidden for a moment, does not interrupt what goes on. A median
/// would do the former as well, but begins later by as many frames as it ends later.
public struct StrangenessWindow: Sendable, Hashable {
    static let frames = MotionPooling.frames
    static let averaged = AnomalyScores.averaged

    /// How strange one frame was by one attribute, where, and by which value.
    public struct Sighting: Sendable, Hashable {
        public var score: Double
        /// The middle one of 3×3 blocks; of no meaning for attributes of the whole zone.
        public var block: Int
        public var value: Double
        /// Interval that holds 98 in 100 normal values; `nil` when there is none.
        public var expected: ClosedRange<Double>?

        public init(
            score: Double = 0, block: Int = 0, value: Double = 0, expected: ClosedRange<Double>? = nil
        ) {
            (self.score, self.block, self.value, self.expected) = (score, block, value, expected)
        }
    }

    /// ``frames`` sightings for each attribute.
    private var ring = Array(repeating: Sighting(), count: AnomalyAttribute.allCases.count * frames)
    private var slot = 0

    public init() {}

    public mutating func reset() {
        for index in ring.indices { ring[index] = Sighting() }
    }

    /// Begins a frame: the oldest one is forgotten.
    public mutating func advance() {
        slot = (slot + 1) % Self.frames
        for attribute in AnomalyAttribute.all { ring[attribute.index * Self.frames + slot] = Sighting() }
    }

    /// Says what an attribute shows on the frame that has begun.
    public mutating func take(_ sighting: Sighting, _ attribute: AnomalyAttribute) {
        ring[attribute.index * Self.frames + slot] = sighting
    }

    /// The mean of the three highest scores; frames that were not seen yet count as nothing.
    public func score(_ attribute: AnomalyAttribute) -> Double {
        var (first, second, third) = (0.0, 0.0, 0.0)
        for index in attribute.index * Self.frames..<(attribute.index + 1) * Self.frames {
            let score = ring[index].score
            if score > first {
                (first, second, third) = (score, first, second)
            } else if score > second {
                (second, third) = (score, second)
            } else if score > third {
                third = score
            }
        }
        return (first + second + third) / Double(Self.averaged)
    }

    /// The strangest of the five frames, the newest of equals.
    public func strongest(_ attribute: AnomalyAttribute) -> Sighting {
        var best = Sighting()
        for age in 0..<Self.frames {
            let place = (slot - age + Self.frames) % Self.frames
            let sighting = ring[attribute.index * Self.frames + place]
            if age == 0 || sighting.score > best.score { best = sighting }
        }
        return best
    }
}
