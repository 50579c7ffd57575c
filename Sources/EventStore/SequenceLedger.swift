/// Which sequence numbers of one gateway epoch have been stored: everything from 1 to ``last`` but the ``holes``.
/// Exact, and as small as the number of holes; a pure value that the store loads and saves with each batch.
public struct SequenceLedger: Sendable, Hashable {
    public enum Admission: Sendable, Hashable {
        /// Not seen before: store it.
        case new
        /// Stored already: ignore it.
        case duplicate
    }

    /// The highest number seen; 0 before the first.
    public private(set) var last: UInt64
    /// Missing ranges below ``last``, ascending, disjoint and never adjacent.
    public private(set) var holes: [ClosedRange<UInt64>]

    public init(last: UInt64 = 0, holes: [ClosedRange<UInt64>] = []) {
        self.last = last
        self.holes = holes
    }

    /// Takes note of a number. A number above ``last`` + 1 leaves a hole; one inside a hole shrinks or splits it.
    public mutating func admit(_ sequence: UInt64) -> Admission {
        if sequence > last {
            if sequence > last + 1 { holes.append((last + 1)...(sequence - 1)) }
            last = sequence
            return .new
        }
        return fill(sequence)
    }

    private mutating func fill(_ sequence: UInt64) -> Admission {
        guard let index = holes.firstIndex(where: { $0.contains(sequence) }) else { return .duplicate }
        let hole = holes[index]
        var rest: [ClosedRange<UInt64>] = []
        if hole.lowerBound < sequence { rest.append(hole.lowerBound...(sequence - 1)) }
        if sequence < hole.upperBound { rest.append((sequence + 1)...hole.upperBound) }
        holes.replaceSubrange(index...index, with: rest)
        return .new
    }
}
