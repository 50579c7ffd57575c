internal import Glibc
internal import Perception

/// What the model says about each block, ready to be compared with: worked out now and then, read at every frame.
///
/// A block speaks for itself as far as it has samples: its own distribution weighs n / (n + 50) against that of its
/// perspective band, which weighs the same way against what walkers usually do.
struct BlockNormals: Sendable {
    /// Horizontal bands of the picture in which things are about equally far.
    static let bands = 8
    /// Samples at which a distribution of its own weighs as much as the one above it.
    static let shrinkage = 50.0
    /// Shares of the normal speeds below the expected interval's ends.
    static let lowShare = 0.01, highShare = 0.99
    /// Person heights per second that few walkers exceed: 2.4 m/s, where nothing is known.
    static let usualHigh = 1.4
    /// Presence in one frame of so many is the rarest that is told apart.
    static let rarest = 1e-4

    private(set) var speedLow: [Double]
    private(set) var speedHigh: [Double]
    /// Per block and sector: −log₁₀ of the share of movement in the sector and its neighbours.
    private(set) var directionRarity: [Double]
    /// Per block: share of the frames in which something was there.
    private(set) var presence: [Double]

    init(model: AnomalyModel, personHeights: [Double]) {
        let blocks = model.blockColumns * model.blockRows
        speedLow = Array(repeating: 0, count: blocks)
        speedHigh = speedLow
        presence = speedLow
        directionRarity = Array(repeating: 0, count: blocks * DirectionHistogram.bins)
        for band in 0..<Self.bands { fill(band, model, personHeights) }
    }

    private mutating func fill(_ band: Int, _ model: AnomalyModel, _ personHeights: [Double]) {
        let first = band * model.blockRows / Self.bands * model.blockColumns
        let end = (band + 1) * model.blockRows / Self.bands * model.blockColumns
        guard first < end else { return }
        let sums = BandSums(model: model, blocks: first..<end)
        for block in first..<end {
            let usual = Self.usualHigh * personHeights[block / model.blockColumns]
            fillSpeed(block, model, sums, usualHigh: usual)
            fillDirection(block, model, sums)
            let rate = Double(model.present[block]) + Self.shrinkage * sums.presence
            presence[block] = rate / (Double(model.looked[block]) + Self.shrinkage)
        }
    }

    private mutating func fillSpeed(_ block: Int, _ model: AnomalyModel, _ sums: BandSums, usualHigh: Double) {
        let counts = model.speedCounts(block)
        let (n, bandN) = (counts.reduce(0) { $0 + Double($1) }, sums.speedSamples)
        func blend(_ own: Double?, _ band: Double?, _ usual: Double) -> Double {
            let above = Self.mix(band, bandN, usual)
            return Self.mix(own, n, above)
        }
        speedHigh[block] = blend(
            SpeedHistogram.quantile(Self.highShare, of: counts), sums.speedHigh, usualHigh)
        speedLow[block] = blend(SpeedHistogram.quantile(Self.lowShare, of: counts), sums.speedLow, 0)
    }

    private mutating func fillDirection(_ block: Int, _ model: AnomalyModel, _ sums: BandSums) {
        let counts = model.directionCounts(block)
        let n = counts.reduce(0) { $0 + Double($1) }
        for sector in 0..<DirectionHistogram.bins {
            let degrees = Double(sector) * 360 / Double(DirectionHistogram.bins)
            let band = DirectionHistogram.share(near: degrees, of: sums.directions[...])
            let own = DirectionHistogram.share(near: degrees, of: counts)
            directionRarity[block * DirectionHistogram.bins + sector] = -log10(Self.mix(own, n, band))
        }
    }

    private static func mix(_ own: Double?, _ samples: Double, _ above: Double) -> Double {
        guard let own else { return above }
        return (samples * own + shrinkage * above) / (samples + shrinkage)
    }
}

/// The distributions of one perspective band: the sums over its blocks.
private struct BandSums {
    var speedSamples = 0.0
    var speedLow, speedHigh: Double?
    var directions: [UInt32]
    var presence: Double

    init(model: AnomalyModel, blocks: Range<Int>) {
        var speeds = Array(repeating: UInt32(0), count: SpeedHistogram.bins)
        directions = Array(repeating: 0, count: DirectionHistogram.bins)
        var (looked, present) = (0.0, 0.0)
        for block in blocks {
            for (bin, count) in model.speedCounts(block).enumerated() { speeds[bin] &+= count }
            for (bin, count) in model.directionCounts(block).enumerated() { directions[bin] &+= count }
            looked += Double(model.looked[block])
            present += Double(model.present[block])
        }
        speedSamples = speeds.reduce(0) { $0 + Double($1) }
        speedLow = SpeedHistogram.quantile(BlockNormals.lowShare, of: speeds)
        speedHigh = SpeedHistogram.quantile(BlockNormals.highShare, of: speeds)
        presence = looked > 0 ? present / looked : 0
    }
}
