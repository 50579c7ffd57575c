/// What is normal in one camera's picture: for each block of 16×16 analysis pixels how fast, which way and how often
/// something moves there, and the highest scores of normal stretches, which set the bar. Bounded: counts are halved
/// when they grow large, which also forgets slowly.
public struct AnomalyModel: Sendable, Hashable, Codable {
    /// Count of one block at which all its counts are halved.
    static let halvingCount: UInt32 = 40_000

    /// Grid of blocks that it was learnt on.
    public let blockColumns, blockRows: Int
    /// Seconds of footage that it was learnt from.
    public internal(set) var learntSeconds = 0.0
    var speeds: [UInt32]
    var directions: [UInt32]
    /// Frames in which a block was looked at, and in which something was there.
    var looked: [UInt32]
    var present: [UInt32]
    var speedMaxima = BlockMaxima()
    var directionMaxima = BlockMaxima()
    var presenceMaxima = BlockMaxima()

    /// Nothing learnt yet.
    public init(blockColumns: Int, blockRows: Int) {
        self.blockColumns = blockColumns
        self.blockRows = blockRows
        let blocks = blockColumns * blockRows
        speeds = Array(repeating: 0, count: blocks * SpeedHistogram.bins)
        directions = Array(repeating: 0, count: blocks * DirectionHistogram.bins)
        looked = Array(repeating: 0, count: blocks)
        present = Array(repeating: 0, count: blocks)
    }

    /// `false` when the arrays do not belong to the grid: a damaged file.
    var isConsistent: Bool {
        let blocks = blockColumns * blockRows
        return blockColumns > 0 && blockRows > 0 && speeds.count == blocks * SpeedHistogram.bins
            && directions.count == blocks * DirectionHistogram.bins && looked.count == blocks && present.count == blocks
    }

    func speedCounts(_ block: Int) -> ArraySlice<UInt32> {
        speeds[block * SpeedHistogram.bins..<(block + 1) * SpeedHistogram.bins]
    }

    func directionCounts(_ block: Int) -> ArraySlice<UInt32> {
        directions[block * DirectionHistogram.bins..<(block + 1) * DirectionHistogram.bins]
    }

    mutating func learn(speed: Double, block: Int) {
        let first = block * SpeedHistogram.bins
        Self.add(to: &speeds, first + SpeedHistogram.bin(of: speed), first..<first + SpeedHistogram.bins)
    }

    mutating func learn(degrees: Double, block: Int) {
        let first = block * DirectionHistogram.bins
        Self.add(to: &directions, first + DirectionHistogram.bin(of: degrees), first..<first + DirectionHistogram.bins)
    }

    mutating func learn(isPresent: Bool, block: Int) {
        looked[block] += 1
        if isPresent { present[block] += 1 }
        guard looked[block] >= Self.halvingCount else { return }
        looked[block] /= 2
        present[block] /= 2
    }

    private static func add(to counts: inout [UInt32], _ bin: Int, _ range: Range<Int>) {
        counts[bin] += 1
        guard counts[bin] >= halvingCount else { return }
        for index in range { counts[index] /= 2 }
    }
}
