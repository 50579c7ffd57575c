internal import Perception

/// When each cell flickered last, and how much the background flickers by itself: sensor noise at night, rain, snow, a
/// mast that shakes.
///
/// What moves must flicker more than that. The pixels that flickered in cells of plain background are counted over the
/// last seconds. People, their shadows and reflections make a minority of those flicker, and do not move the upper
/// quartile on which ``limit`` rests.
struct FlickerMemory: Sendable {
    /// Flickering pixels (of 64) at which a cell of a quiet picture is restless.
    static let leastLimit = 4
    /// Share of the background's cells that flicker by themselves at most.
    static let quartile: Float = 0.25
    /// Standard deviations (of a count) above the quartile at which flicker is no noise any more.
    static let deviations: Float = 3
    /// Seconds over which it is counted.
    static let memory = 10.0
    /// Fewest cells that say anything.
    static let leastCells: Float = 200
    /// Seconds without flicker after which a cell is quiet.
    static let quietAfter = 0.6
    /// Frames that a drop or a flake takes to come and go. Where pictures come rarely it cannot be told from a passer-by.
    static let blinkFrames = 2.0

    /// Flickers now.
    private var flickers: CellMask
    private var counts: [Float]
    private var restless: Float = 0
    /// The first instant after each cell flickered last, and when it began to flicker without a quiet time since.
    private var quietSince, restlessSince: [Double]
    private var time = 0.0
    private var blink = 0.0

    /// Flickering pixels (of 64) at which a cell is restless.
    private(set) var limit = leastLimit
    /// Mean share of the pixels of plain background that flicker, 0..1.
    private(set) var share = 0.0
    /// Share of the cells of plain background that are restless by chance, 0..1.
    private(set) var chance = 0.0
    /// Whether pictures are so far apart that each is compressed anew: pixels at edges differ although nothing moved, and only
    /// means say whether a cell shows the same.
    private(set) var comesRarely = false

    init(columns: Int, rows: Int) {
        flickers = CellMask(columns: columns, rows: rows)
        counts = Array(repeating: 0, count: Evidence.cellSize * Evidence.cellSize + 1)
        quietSince = Array(repeating: -.infinity, count: columns * rows)
        restlessSince = quietSince
    }

    /// What a share of flickering pixels says beyond the background's own, 0..1.
    func excess(of flicker: Double) -> Double { max(0, flicker - share) / max(0.01, 1 - share) }

    /// Since when a cell has been quiet; after now when it flickers on this frame.
    func quietSince(_ cell: Int) -> Double { quietSince[cell] }

    /// Whether a cell has flickered a moment ago.
    func isRestless(_ cell: Int) -> Bool { time - quietSince[cell] < Self.quietAfter - 1e-6 }

    /// Whether all that flickered lately was one thing that came and went at once, as a drop does.
    func hasBlinked(_ cell: Int) -> Bool {
        blink > 0 && quietSince[cell] <= time && quietSince[cell] - restlessSince[cell] <= blink
    }

    mutating func ingest(_ evidence: Evidence, _ foreground: CellMask) {
        time = evidence.time
        let come = Self.blinkFrames * evidence.interval + 1e-6
        blink = come < Self.quietAfter ? come : 0
        comesRarely = evidence.interval > Self.quietAfter
        flickers.set(evidence.cellFlicker, atLeast: limit)
        flickers.forEach { cell in
            if !isRestless(cell) { restlessSince[cell] = time }
            quietSince[cell] = time + evidence.interval
        }
        count(evidence, foreground)
        judge()
    }

    /// Every other cell in both directions that shows background, as its neighbours do.
    private mutating func count(_ evidence: Evidence, _ foreground: CellMask) {
        let kept = Float(max(0, 1 - evidence.interval / Self.memory))
        for index in counts.indices { counts[index] *= kept }
        restless *= kept
        for row in stride(from: 1, to: evidence.rows - 1, by: 2) {
            for word in 0..<foreground.width {
                let first = word * CellMask.wordBits
                CellMask.forEachBit(foreground.plainCells(row: row, word: word)) { bit in
                    count(evidence, first + bit, row)
                }
            }
        }
    }

    private mutating func count(_ evidence: Evidence, _ column: Int, _ row: Int) {
        guard evidence.cellValid[column, row] != 0 else { return }
        counts[min(counts.count - 1, Int(evidence.cellFlicker[column, row]))] += 1
        let cell = row * evidence.columns + column
        if isRestless(cell), !hasBlinked(cell) { restless += 1 }
    }

    private mutating func judge() {
        var (total, sum): (Float, Float) = (0, 0)
        for index in counts.indices {
            total += counts[index]
            sum += counts[index] * Float(index)
        }
        guard total >= Self.leastCells else { return }
        share = Double(sum / total) / Double(counts.count - 1)
        chance = blink > 0 ? Double(restless / total) : 0
        var (beyond, upper): (Float, Int) = (0, counts.count)
        while upper > 0, beyond <= Self.quartile * total {
            upper -= 1
            beyond += counts[upper]
        }
        limit = max(Self.leastLimit, upper + Int(Self.deviations * Float(upper).squareRoot()))
    }
}

extension CellMask {
    /// The odd columns of a row, but not the last, whose cells and their four neighbours are all clear: nothing that moves
    /// reaches into them.
    fileprivate func plainCells(row: Int, word: Int) -> UInt64 {
        let middle = row * width + word
        let here = words[middle]
        let before = word > 0 ? words[middle - 1] >> 63 : 0
        let after = word + 1 < width ? words[middle + 1] << 63 : 0
        let around = words[middle - width] | words[middle + width] | here << 1 | here >> 1 | before | after
        return ~(here | around) & ~Self.evenBits & Self.mask(from: 1, to: columns - 1, word: word)
    }
}
