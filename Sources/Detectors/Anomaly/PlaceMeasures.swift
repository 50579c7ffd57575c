internal import Perception

/// What is measured at each block of one frame: motion, whether something is there, and how large it is.
struct PlaceMeasures: Sendable {
    /// Foreground pixels (of 256) from which on something is at a block.
    static let leastPresent = 64
    /// Foreground pixels (of 256) from which on a block is filled: at edges the outline would be taken for a pattern.
    static let filled = 192

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
    /// Sums of foreground pixels over all cells above and to the left.
    private var sums: [Int32]
    private let columns, rows: Int

    init(geometry: EvidenceGeometry, looked: [Bool], personHeights: [Double]) {
        (columns, rows) = (geometry.blockColumns, geometry.blockRows)
        self.looked = looked
        self.personHeights = personHeights
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
        sums = Array(repeating: 0, count: (geometry.columns + 1) * (geometry.rows + 1))
    }

    var motions: [MotionPooling.Motion?] { pooling.motions }

    func isDirected(_ block: Int) -> Bool {
        guard let motion = pooling.motions[block] else { return false }
        return motion.speed >= AnomalyScores.leastDirectedSpeed * personHeights[block / columns]
    }

    mutating func reset() { pooling.reset() }

    mutating func ingest(_ evidence: Evidence) {
        // Without a background nothing is told apart from it.
        let hasBackground = evidence.backgroundState != .starting
        for block in foreground.indices {
            foreground[block] =
                hasBackground ? evidence.foregroundPixels(column: block % columns, row: block / columns) : 0
        }
        pooling.ingest(evidence, foreground: foreground)
        if hasBackground { addUp(evidence) }
        for block in present.indices {
            present[block] = foreground[block] >= Self.leastPresent
            let (column, row) = (block % columns, block / columns)
            areas[block] = present[block] ? area(evidence, column: column, row: row) : 0
            textures[block] =
                foreground[block] >= Self.filled ? Self.texture(evidence, column: column, row: row) : nil
        }
    }

    private mutating func addUp(_ evidence: Evidence) {
        let stride = evidence.columns + 1
        for y in 0..<evidence.rows {
            var line: Int32 = 0
            for x in 0..<evidence.columns {
                line &+= Int32(evidence.cellMoving[x, y]) &+ Int32(evidence.cellStill[x, y])
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] &+ line
            }
        }
    }

    private static func texture(_ evidence: Evidence, column: Int, row: Int) -> Double {
        var pixels = 0
        for y in 2 * row...2 * row + 1 {
            for x in 2 * column...2 * column + 1 { pixels += Int(evidence.cellGradient[x, y]) }
        }
        return Double(pixels) / Double(Evidence.blockSize * Evidence.blockSize)
    }

    private func area(_ evidence: Evidence, column: Int, row: Int) -> Double {
        let half = max(1, Int((personHeights[row] / Double(2 * Evidence.cellSize)).rounded()))
        let (left, right) = (max(0, 2 * column + 1 - half), min(evidence.columns, 2 * column + 1 + half))
        let (top, bottom) = (max(0, 2 * row + 1 - half), min(evidence.rows, 2 * row + 1 + half))
        let stride = evidence.columns + 1
        let inside =
            sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left]
            + sums[top * stride + left]
        let cells = 4 * half * half
        return Double(inside) / Double(cells * Evidence.cellSize * Evidence.cellSize)
    }
}
