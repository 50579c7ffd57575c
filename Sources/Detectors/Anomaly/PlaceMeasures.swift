internal import Perception

/// What is measured at each block of one frame: motion, whether something is there, and how large it is.
struct PlaceMeasures: Sendable {
    /// Foreground pixels (of 256) from which on something is at a block.
    static let leastPresent = 64
    /// Foreground pixels (of 256) from which on a block is filled: at edges the outline would be taken for a pattern.
    static let filled = 192
    /// Share of the foreground of 3×3 blocks whose gradient must have changed: people and things have outlines. Light
    /// that falls in, or goes, has few, however much of the picture it changes.
    private static let outlineShare = 0.05

    let looked: [Bool]
    /// Perspective band and region of the hours, by block.
    let bands, regions: [Int]
    /// Height of a standing person in analysis pixels, by block row.
    let personHeights: [Double]
    /// Pixels of each block that are foreground and no light, 0…256.
    private(set) var foreground: [Int]
    private(set) var present: [Bool]
    /// Share of the square of one person height around the block that is foreground.
    private(set) var areas: [Double]
    /// Share of a filled block whose gradient differs from the background's; `nil` where nothing fills it.
    private(set) var textures: [Double?]
    private var pooling: MotionPooling
    private var sums: CellSums
    private let columns, rows: Int
    /// Half of a person height in cells, at least one, by block row.
    private let halfHeights: [Int]

    init(geometry: EvidenceGeometry, looked: [Bool], personHeights: [Double]) {
        (columns, rows) = (geometry.blockColumns, geometry.blockRows)
        self.looked = looked
        self.personHeights = personHeights
        halfHeights = personHeights.map { max(1, Int(($0 / Double(2 * Evidence.cellSize)).rounded())) }
        let (columns, rows) = (columns, rows)
        bands = (0..<geometry.blocks).map { BlockNormals.band(ofRow: $0 / columns, rows: rows) }
        regions = (0..<geometry.blocks).map {
            HourlyPresence.region(column: $0 % columns, row: $0 / columns, of: columns, rows)
        }
        foreground = Array(repeating: 0, count: geometry.blocks)
        present = Array(repeating: false, count: geometry.blocks)
        areas = Array(repeating: 0, count: geometry.blocks)
        textures = Array(repeating: nil, count: geometry.blocks)
        pooling = MotionPooling(columns: columns, rows: rows)
        sums = CellSums(columns: geometry.columns, rows: geometry.rows)
    }

    var motions: [MotionPooling.Motion?] { pooling.motions }

    /// One of ``motions``, without holding the array.
    @inline(__always)
    func motion(_ block: Int) -> MotionPooling.Motion? { pooling.motions[block] }

    func isDirected(_ block: Int) -> Bool {
        guard let motion = motion(block) else { return false }
        return motion.speed >= AnomalyScores.leastDirectedSpeed * personHeights[block / columns]
    }

    mutating func reset() { pooling.reset() }

    mutating func ingest(_ evidence: Evidence) {
        // Without a background nothing is told apart from it.
        let hasBackground = evidence.backgroundState != .starting
        if hasBackground { sums.take(evidence) }
        for row in 0..<rows {
            for column in 0..<columns {
                foreground[row * columns + column] = hasBackground ? foregroundPixels(column: column, row: row) : 0
            }
        }
        pooling.ingest(evidence, foreground: foreground)
        for row in 0..<rows {
            for column in 0..<columns {
                let block = row * columns + column
                let pixels = foreground[block]
                present[block] = pixels >= Self.leastPresent
                areas[block] = pixels >= Self.leastPresent ? area(column: column, row: row) : 0
                textures[block] = pixels >= Self.filled ? texture(column: column, row: row) : nil
            }
        }
    }

    /// Foreground pixels of a block, moving and still, 0…256, but for light and shadow.
    private func foregroundPixels(column: Int, row: Int) -> Int {
        let pixels = block(column, row).unlit
        guard pixels > 0 else { return 0 }
        let around = sums.pixels(left: 2 * column - 2, top: 2 * row - 2, right: 2 * column + 4, bottom: 2 * row + 4)
        return Double(around.outlined) >= Self.outlineShare * Double(around.unlit) ? pixels : 0
    }

    private func block(_ column: Int, _ row: Int) -> CellSums.Pixels {
        sums.pixels(left: 2 * column, top: 2 * row, right: 2 * column + 2, bottom: 2 * row + 2)
    }

    private func texture(column: Int, row: Int) -> Double {
        Double(block(column, row).outlined) / Double(Evidence.blockSize * Evidence.blockSize)
    }

    private func area(column: Int, row: Int) -> Double {
        let half = halfHeights[row]
        let inside = sums.pixels(
            left: 2 * column + 1 - half, top: 2 * row + 1 - half, right: 2 * column + 1 + half,
            bottom: 2 * row + 1 + half)
        let cells = 4 * half * half
        return Double(inside.foreground) / Double(cells * Evidence.cellSize * Evidence.cellSize)
    }
}
