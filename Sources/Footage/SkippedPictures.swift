/// Counts the pictures that were never decoded and are shown before a given one, so that a decoded picture keeps its
/// place among all pictures of the source.
struct SkippedPictures {
    /// More pictures than any decoder reorders.
    private static let capacity = 64

    /// All pictures that were never decoded.
    private(set) var total = 0
    /// Those of them that are shown before the last decoded one.
    private(set) var passed = 0
    /// Presentation times of the others, in ticks of the stream.
    private var pending: [Int64] = []

    init() { pending.reserveCapacity(Self.capacity) }

    /// - Parameter presentation: ticks; `nil` when the packet has none.
    mutating func add(presentation: Int64?) {
        total += 1
        guard let presentation else {
            passed += 1
            return
        }
        if pending.count == Self.capacity {
            pending.removeFirst()
            passed += 1
        }
        pending.append(presentation)
    }

    /// A picture with this presentation time comes out of the decoder.
    mutating func pass(presentation: Int64?) {
        guard let presentation else {
            passed += pending.count
            pending.removeAll(keepingCapacity: true)
            return
        }
        let before = pending.count
        pending.removeAll { $0 < presentation }
        passed += before - pending.count
    }
}
