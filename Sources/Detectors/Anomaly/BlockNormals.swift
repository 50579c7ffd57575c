internal import Glibc
internal import Perception

/// What the model says about each block, ready to be compared with: worked out every ten seconds, read at every frame.
///
/// A block speaks for itself as far as it has samples: its own distribution weighs n / (n + 50) against that of its
/// perspective band, which weighs the same way against what walkers usually do.
struct BlockNormals: Sendable {
    /// Horizontal bands of the picture in which things are about equally far.
    static let bands = 8
    /// Samples at which a distribution of its own weighs as much as the one above it.
    static let shrinkage = 50.0
    /// Shares of the normal values below the expected interval's ends.
    static let lowShare = 0.01, highShare = 0.99
    /// Person heights per second that few walkers exceed: 2.4 m/s, where nothing is known.
    static let usualHigh = 1.4
    /// Share of a person's window that one person fills, where nothing is known.
    static let usualArea = 0.35
    /// −log₁₀ of the rarest presence that is told apart: one frame in ten thousand.
    static let rarest = 4.0

    private(set) var speedLow: [Double]
    private(set) var speedHigh: [Double]
    /// Per block and sector: −log₁₀ of the share of movement in the sector and its neighbours.
    private(set) var directionRarity: [Double]
    /// Per band: the direction that most go, in degrees; `nil` where nothing moved.
    private(set) var usualDegrees: [Double?]
    /// Per block: share of the frames in which something was there.
    private(set) var presence: [Double]
    /// Per block: −log₁₀ of that share.
    private(set) var presenceRarity: [Double]
    /// Per band: share of a person's window that one in a hundred exceeds.
    private(set) var areaHigh: [Double]
    /// Per band: shares of changed pattern that hold 98 in 100 of the filled blocks.
    private(set) var textureLow, textureHigh: [Double]
    /// Per attribute of the whole zone: what one frame in a hundred exceeds.
    private(set) var zoneHigh: [Double]

    private let personHeights: [Double]
    private var sums = BandSums()

    init(model: AnomalyModel, personHeights: [Double]) {
        let blocks = model.blockColumns * model.blockRows
        self.personHeights = personHeights
        speedLow = Array(repeating: 0, count: blocks)
        speedHigh = speedLow
        presence = speedLow
        presenceRarity = speedLow
        directionRarity = Array(repeating: 0, count: blocks * DirectionHistogram.bins)
        usualDegrees = Array(repeating: nil, count: Self.bands)
        areaHigh = Array(repeating: Self.usualArea, count: Self.bands)
        textureLow = Array(repeating: 0, count: Self.bands)
        textureHigh = Array(repeating: 1, count: Self.bands)
        zoneHigh = Array(repeating: 0, count: AnomalyModel.zoneAttributes.count)
        update(model)
    }

    static func band(ofRow row: Int, rows: Int) -> Int { min(bands - 1, row * bands / rows) }

    /// Works everything out anew from what has been learnt, in place.
    mutating func update(_ model: AnomalyModel) {
        for band in 0..<Self.bands { fill(band, model) }
        for position in zoneHigh.indices {
            let attribute = AnomalyModel.zoneAttributes[position]
            let learnt = LogHistogram.crowd.quantile(Self.highShare, of: model.zoneCounts(position)) ?? 0
            zoneHigh[position] = max(learnt, model.acceptedHigh(attribute), attribute.leastHigh)
        }
        for normal in model.accepted { accept(normal, model) }
        for block in presence.indices { presenceRarity[block] = -log10(presence[block]) }
    }

    private mutating func fill(_ band: Int, _ model: AnomalyModel) {
        // The rows whose ``band(ofRow:rows:)`` this is.
        let first = (band * model.blockRows + Self.bands - 1) / Self.bands * model.blockColumns
        let end = ((band + 1) * model.blockRows + Self.bands - 1) / Self.bands * model.blockColumns
        guard first < end else { return }
        sums.take(model, blocks: first..<end)
        usualDegrees[band] = DirectionHistogram.mode(of: sums.directions[...])
        for block in first..<end {
            let usual = Self.usualHigh * personHeights[block / model.blockColumns]
            fillSpeed(block, model, usualHigh: usual)
            fillDirection(block, model)
            let rate = Double(model.present[block]) + Self.shrinkage * sums.presence
            presence[block] = rate / (Double(model.looked[block]) + Self.shrinkage)
        }
        let areas = model.areaCounts(band)
        var samples = 0.0
        for count in areas { samples += Double(count) }
        areaHigh[band] = Self.mix(LogHistogram.share.quantile(Self.highShare, of: areas), samples, Self.usualArea)
        fillTexture(band, model)
    }

    private mutating func fillTexture(_ band: Int, _ model: AnomalyModel) {
        let counts = model.textureCounts(band)
        var samples = 0.0
        for count in counts { samples += Double(count) }
        textureLow[band] = Self.mix(LogHistogram.share.quantile(Self.lowShare, of: counts), samples, 0)
        textureHigh[band] = Self.mix(LogHistogram.share.quantile(Self.highShare, of: counts), samples, 1)
    }

    private mutating func fillSpeed(_ block: Int, _ model: AnomalyModel, usualHigh: Double) {
        let counts = model.speedCounts(block)
        var samples = 0.0
        for count in counts { samples += Double(count) }
        let high = Self.mix(sums.speedHigh, sums.speedSamples, usualHigh)
        let low = Self.mix(sums.speedLow, sums.speedSamples, 0)
        speedHigh[block] = Self.mix(LogHistogram.speed.quantile(Self.highShare, of: counts), samples, high)
        speedLow[block] = Self.mix(LogHistogram.speed.quantile(Self.lowShare, of: counts), samples, low)
    }

    private mutating func fillDirection(_ block: Int, _ model: AnomalyModel) {
        let counts = model.directionCounts(block)
        var samples = 0.0
        for count in counts { samples += Double(count) }
        for sector in 0..<DirectionHistogram.bins {
            let band = DirectionHistogram.share(around: sector, of: sums.directions[...])
            let own = DirectionHistogram.share(around: sector, of: counts)
            directionRarity[block * DirectionHistogram.bins + sector] = -log10(Self.mix(own, samples, band))
        }
    }

    /// Lets what an operator called normal be normal.
    private mutating func accept(_ normal: AcceptedNormal, _ model: AnomalyModel) {
        for block in presence.indices {
            let (column, row) = (block % model.blockColumns, block / model.blockColumns)
            guard normal.covers(column: column, row: row, of: model.blockColumns, model.blockRows) else { continue }
            switch normal.attribute {
            case AnomalyAttribute.speed.rawValue:
                speedHigh[block] = max(speedHigh[block], normal.value * AcceptedNormal.margin)
            case AnomalyAttribute.direction.rawValue:
                let sector = DirectionHistogram.bin(of: normal.value)
                for near in -1...1 {
                    let place = (sector + near) & (DirectionHistogram.bins - 1)
                    directionRarity[block * DirectionHistogram.bins + place] = 0
                }
            case AnomalyAttribute.presence.rawValue: presence[block] = 1
            case AnomalyAttribute.area.rawValue:
                let band = Self.band(ofRow: row, rows: model.blockRows)
                areaHigh[band] = max(areaHigh[band], normal.value * AcceptedNormal.margin)
            case AnomalyAttribute.texture.rawValue:
                let band = Self.band(ofRow: row, rows: model.blockRows)
                textureLow[band] = min(textureLow[band], normal.value / AcceptedNormal.margin)
                textureHigh[band] = max(textureHigh[band], normal.value * AcceptedNormal.margin)
            default: continue
            }
        }
    }

    private static func mix(_ own: Double?, _ samples: Double, _ above: Double) -> Double {
        guard let own else { return above }
        return (samples * own + shrinkage * above) / (samples + shrinkage)
    }
}

/// The distributions of one perspective band: the sums over its blocks.
private struct BandSums: Sendable {
    var speedSamples = 0.0
    var speedLow, speedHigh: Double?
    var presence = 0.0
    var directions = Array(repeating: UInt32(0), count: DirectionHistogram.bins)
    private var speeds = Array(repeating: UInt32(0), count: LogHistogram.bins)

    mutating func take(_ model: AnomalyModel, blocks: Range<Int>) {
        for bin in speeds.indices { speeds[bin] = 0 }
        for bin in directions.indices { directions[bin] = 0 }
        var (looked, present) = (0.0, 0.0)
        for block in blocks {
            for bin in speeds.indices { speeds[bin] &+= model.speeds[block * LogHistogram.bins + bin] }
            for bin in directions.indices {
                directions[bin] &+= model.directions[block * DirectionHistogram.bins + bin]
            }
            looked += Double(model.looked[block])
            present += Double(model.present[block])
        }
        speedSamples = 0
        for count in speeds { speedSamples += Double(count) }
        speedLow = LogHistogram.speed.quantile(BlockNormals.lowShare, of: speeds[...])
        speedHigh = LogHistogram.speed.quantile(BlockNormals.highShare, of: speeds[...])
        presence = looked > 0 ? present / looked : 0
    }
}

extension AnomalyAttribute {
    /// Values of an attribute of the whole zone that are never strange by themselves: a person more or less, somebody
    /// who turns round.
    var leastHigh: Double {
        switch self {
        case .crowding: 3
        case .crowdingChange: 3
        case .stopped: 0.6
        case .divergence: 0.15
        case .flowVariance: 0.6
        case .pressure: 0.1
        default: 0
        }
    }
}
