/// What is normal in one camera's picture: for each block of 16×16 analysis pixels how fast, which way and how often
/// something moves there; by perspective band how large it is; by hour of the week where somebody is; for the whole
/// zone how crowds behave; and the highest scores of normal stretches, which set the bar.
///
/// Bounded (a few hundred kilobytes as JSON); two models of one camera are merged by adding them; what is old is
/// forgotten by halves.
public struct AnomalyModel: Sendable, Hashable, Codable {
    /// Seconds of footage after which what was learnt before weighs half: a week.
    static let halfLife = 7 * day
    static let day = 86_400.0
    /// Count of one block at which all its counts are halved: recent months outweigh old ones.
    static let halvingCount: UInt32 = 400_000
    /// Attributes of the whole zone, each with one distribution.
    static let zoneAttributes: [AnomalyAttribute] = [
        .crowding, .crowdingChange, .stopped, .divergence, .flowVariance, .pressure,
    ]
    /// Values that an operator called normal, at most; the oldest goes.
    static let acceptedLimit = 64

    /// Grid of blocks that it was learnt on.
    public let blockColumns, blockRows: Int
    /// Seconds of footage that it was learnt from.
    public internal(set) var learntSeconds = 0.0
    /// Wall clock of the newest live frame that was learnt from, milliseconds since 1970; `nil` for footage.
    var learntAt: Int64?
    /// `true` when all of it was learnt live: nobody called it normal, and it arms nothing before its day is over.
    var isLive: Bool?
    /// Seconds of footage until everything is halved.
    var untilHalving = AnomalyModel.halfLife
    /// How far the bar has been moved to hold the promised rate of alarms.
    var barScale = 1.0
    var speeds: [UInt32]
    var directions: [UInt32]
    /// Frames in which a block was looked at, and in which something was there.
    var looked: [UInt32]
    var present: [UInt32]
    /// By perspective band.
    var areas: [UInt32]
    var textures: [UInt32]
    /// By attribute of the whole zone.
    var zones: [UInt32]
    /// By class of hour and region: frames, and frames with somebody there.
    var hours: HourlyPresence
    var maxima: [BlockMaxima]
    /// Maxima of the second day, which replace those of the first when it is over: until a day was seen scores rest on
    /// guesses, and the first morning is stranger than any later one. `nil` from then on.
    var secondDay: [BlockMaxima]?
    /// The highest strangeness of each two minutes by all attributes together (``ToldStrangeness``).
    var told = BlockMaxima()
    var exemplars: ExemplarStore
    var accepted: [AcceptedNormal] = []

    /// Nothing learnt yet.
    public init(blockColumns: Int, blockRows: Int) {
        self.blockColumns = blockColumns
        self.blockRows = blockRows
        let blocks = blockColumns * blockRows
        speeds = Array(repeating: 0, count: blocks * LogHistogram.bins)
        directions = Array(repeating: 0, count: blocks * DirectionHistogram.bins)
        looked = Array(repeating: 0, count: blocks)
        present = Array(repeating: 0, count: blocks)
        areas = Array(repeating: 0, count: BlockNormals.bands * LogHistogram.bins)
        textures = areas
        zones = Array(repeating: 0, count: Self.zoneAttributes.count * LogHistogram.bins)
        hours = HourlyPresence()
        maxima = Array(repeating: BlockMaxima(), count: AnomalyAttribute.allCases.count)
        secondDay = maxima
        exemplars = ExemplarStore()
    }

    /// `false` when the arrays do not belong to the grid: a damaged file.
    var isConsistent: Bool {
        guard (1...1024).contains(blockColumns), (1...1024).contains(blockRows) else { return false }
        let blocks = blockColumns * blockRows
        return speeds.count == blocks * LogHistogram.bins && directions.count == blocks * DirectionHistogram.bins
            && looked.count == blocks && present.count == blocks
            && areas.count == BlockNormals.bands * LogHistogram.bins && textures.count == areas.count
            && zones.count == Self.zoneAttributes.count * LogHistogram.bins && hours.isConsistent
            && maxima.count == AnomalyAttribute.allCases.count && maxima.allSatisfy(\.sketch.isConsistent)
            && secondDay.map { $0.count == maxima.count && $0.allSatisfy(\.sketch.isConsistent) } ?? true
            && told.sketch.isConsistent && exemplars.isConsistent && accepted.count <= Self.acceptedLimit
            && learntSeconds >= 0
            && (0.1...10).contains(barScale)
    }

    func speedCounts(_ block: Int) -> ArraySlice<UInt32> {
        speeds[block * LogHistogram.bins..<(block + 1) * LogHistogram.bins]
    }

    func directionCounts(_ block: Int) -> ArraySlice<UInt32> {
        directions[block * DirectionHistogram.bins..<(block + 1) * DirectionHistogram.bins]
    }

    func areaCounts(_ band: Int) -> ArraySlice<UInt32> {
        areas[band * LogHistogram.bins..<(band + 1) * LogHistogram.bins]
    }

    func textureCounts(_ band: Int) -> ArraySlice<UInt32> {
        textures[band * LogHistogram.bins..<(band + 1) * LogHistogram.bins]
    }

    func zoneCounts(_ position: Int) -> ArraySlice<UInt32> {
        zones[position * LogHistogram.bins..<(position + 1) * LogHistogram.bins]
    }
}

// MARK: - Learning

extension AnomalyModel {
    mutating func learn(speed: Double, block: Int) {
        let first = block * LogHistogram.bins
        Self.add(to: &speeds, first + LogHistogram.speed.bin(of: speed), first..<first + LogHistogram.bins)
    }

    mutating func learn(sector: Int, block: Int) {
        let first = block * DirectionHistogram.bins
        Self.add(to: &directions, first + sector, first..<first + DirectionHistogram.bins)
    }

    mutating func learn(area: Double, band: Int) {
        let first = band * LogHistogram.bins
        Self.add(to: &areas, first + LogHistogram.share.bin(of: area), first..<first + LogHistogram.bins)
    }

    mutating func learn(texture: Double, band: Int) {
        let first = band * LogHistogram.bins
        Self.add(to: &textures, first + LogHistogram.share.bin(of: texture), first..<first + LogHistogram.bins)
    }

    mutating func learn(zone value: Double, position: Int) {
        let first = position * LogHistogram.bins
        Self.add(to: &zones, first + LogHistogram.crowd.bin(of: value), first..<first + LogHistogram.bins)
    }

    mutating func learn(isPresent: Bool, block: Int) {
        looked[block] += 1
        if isPresent { present[block] += 1 }
        guard looked[block] >= Self.halvingCount else { return }
        looked[block] /= 2
        present[block] /= 2
    }

    /// Takes the highest scores of one stretch, by attribute.
    mutating func learn(peaks: [Double]) {
        for index in maxima.indices { maxima[index].append(peaks[index]) }
        guard learntSeconds > Self.day, secondDay != nil else { return }
        for index in maxima.indices { secondDay?[index].append(peaks[index]) }
        guard let later = secondDay, later[0].count >= BlockMaxima.stretchesPerDay else { return }
        (maxima, secondDay) = (later, nil)
    }

    /// Counts footage that was learnt, and forgets by halves.
    mutating func pass(seconds: Double) {
        learntSeconds += seconds
        untilHalving -= seconds
        guard untilHalving <= 0 else { return }
        untilHalving += Self.halfLife
        fade()
    }

    /// Everything that was learnt weighs half as much.
    private mutating func fade() {
        for index in speeds.indices { speeds[index] /= 2 }
        for index in directions.indices { directions[index] /= 2 }
        for index in looked.indices {
            looked[index] /= 2
            present[index] /= 2
        }
        for index in areas.indices { areas[index] /= 2 }
        for index in textures.indices { textures[index] /= 2 }
        for index in zones.indices { zones[index] /= 2 }
        hours.fade()
        for index in maxima.indices { maxima[index].fade(to: 0.5) }
        told.fade(to: 0.5)
    }

    private static func add(to counts: inout [UInt32], _ bin: Int, _ range: Range<Int>) {
        counts[bin] += 1
        guard counts[bin] >= halvingCount else { return }
        for index in range { counts[index] /= 2 }
    }
}
