internal import Perception
internal import Scene

/// Where feet are: for every person-sized piece of foreground, the lowest cell of each of its columns, and whether it
/// stands or walks. Kept for 120 s at 2 Hz, so that what happened before an object was noticed can be asked.
///
/// Shapes of moving foreground only: nothing in it tells one person from another.
struct PersonTrace: Sendable {
    /// A lowest cell of a person-sized piece.
    struct Foot: Sendable, Hashable {
        var column, row: UInt8
        var isStanding: Bool
        /// The piece moves; otherwise it is a person only by its size.
        var isLively: Bool
        /// Label of the piece on its own frame.
        var piece: UInt32

        func moved(_ column: Int, _ row: Int) -> Foot {
            var foot = self
            (foot.column, foot.row) = (UInt8(clamping: column), UInt8(clamping: row))
            return foot
        }

        /// Its middle, in cells.
        var place: SIMD2<Double> { SIMD2(Double(column) + 0.5, Double(row) + 0.5) }
    }

    /// Seconds that are remembered, and between two entries.
    static let span = 120.0, period = 0.5
    /// A piece is person-sized from this share of a person's height on: heads and legs get lost in the background.
    static let leastHeight = 0.4
    /// A piece that hardly moves is a person who stands still only above this share of the height, when something
    /// of it is restless all the same, and when younger than `span`: a parked bicycle must not attend a bag for ever.
    static let leastStillHeight = 0.6, leastStillShare = 0.03
    /// Share of restless cells in the piece's foreground from which on it moves.
    static let movingShare = 0.1
    /// Share of a piece's cells that must be foreground pixels: noise is sparse, people are not.
    static let leastSolidity = 0.4
    /// Feet that are remembered at most: 128 for each instant. In a denser crowd the memory is shorter.
    static let mostFeet = 128 * 240
    /// Person heights per second below which a person stands: 0.5 m/s.
    static let standingSpeed = 0.3

    /// What is remembered: a ring of instants, each with its feet in a ring of ``mostFeet``.
    private(set) var past = FootHistory(instants: Int(span / period), feet: mostFeet)
    /// Feet of the last frame, and the cells that they are in.
    private(set) var feet: [Foot] = []
    private(set) var isFoot: CellMask
    /// Pieces of foreground of the last frame.
    private(set) var pieces: CellComponents
    private var totals: [PieceTotals] = []

    init(columns: Int, rows: Int) {
        pieces = CellComponents(columns: columns, rows: rows)
        isFoot = CellMask(columns: columns, rows: rows)
        feet.reserveCapacity(columns * rows)
        totals.reserveCapacity(columns * rows)
    }

    mutating func ingest(_ evidence: Evidence, heights: PersonHeights, memory: CellMemory) {
        pieces.label(memory.isForeground)
        measurePieces(evidence, memory: memory)
        findFeet(heights: heights, now: evidence.time)
        if evidence.time - (past.lastTime ?? -.infinity) >= Self.period - 1e-6 {
            past.append(feet, time: evidence.time)
        }
    }

    mutating func reset() {
        past.removeAll()
        feet.removeAll(keepingCapacity: true)
        isFoot.removeAll()
    }

    private mutating func measurePieces(_ evidence: Evidence, memory: CellMemory) {
        totals.removeAll(keepingCapacity: true)
        for piece in pieces.components { totals.append(PieceTotals(cells: piece.cells)) }
        let (foreground, pieces) = (memory.isForeground, pieces)
        totals.withUnsafeMutableBufferPointer { totals in
            for word in foreground.words.indices where foreground.words[word] != 0 {
                let restless = memory.isRestless.words[word]
                let (row, first) = (word / foreground.width, word % foreground.width * CellMask.wordBits)
                CellMask.forEachBit(foreground.words[word]) { bit in
                    let cell = row &* pieces.columns &+ first &+ bit
                    let piece = Int(pieces.labels[cell]) - 1
                    totals[piece].take(isRestless: restless &>> UInt64(bit) & 1 != 0, since: memory.since(cell))
                    totals[piece].takePixels(evidence, first &+ bit, row)
                }
            }
        }
    }

    private mutating func findFeet(heights: PersonHeights, now: Double) {
        feet.removeAll(keepingCapacity: true)
        isFoot.removeAll()
        for (index, piece) in pieces.components.enumerated() {
            let height = Double((piece.bottom - piece.top) * Evidence.cellSize)
            let person = heights[atRow: piece.bottom - 1]
            let total = totals[index]
            let isMoving = total.movingShare >= Self.movingShare
            let least = isMoving ? Self.leastHeight : Self.leastStillHeight
            let isAlive = isMoving || (total.movingShare >= Self.leastStillShare && now - total.since < Self.span)
            guard isAlive, total.solidity >= Self.leastSolidity, height >= least * person else { continue }
            let foot = Foot(
                column: 0, row: 0, isStanding: !isMoving || total.isSlow(below: Self.standingSpeed * person),
                isLively: isMoving, piece: UInt32(index + 1))
            totals[index].foot = foot
            addFeet(of: piece, like: foot)
        }
    }

    private mutating func addFeet(of piece: CellComponents.Component, like foot: Foot) {
        for column in piece.left..<piece.right {
            var row = piece.bottom - 1
            while row >= piece.top, pieces.labels[row * pieces.columns + column] != foot.piece { row -= 1 }
            guard row >= piece.top else { continue }
            feet.append(foot.moved(column, row))
            isFoot[column, row] = true
        }
    }

    /// What the feet of a piece of the last frame, a label, are like; `nil` when it is no person.
    func foot(ofPiece piece: UInt32) -> Foot? { piece == 0 ? nil : totals[Int(piece) - 1].foot }

    /// Share of a piece's cells that are restless, 0..1; `piece` is a label.
    func restlessShare(ofPiece piece: UInt32) -> Double {
        piece == 0 ? 0 : totals[Int(piece) - 1].movingShare
    }
}

/// Sums over the cells of one piece of foreground.
private struct PieceTotals: Sendable {
    let cells: Int
    var restless = 0, foreground = 0
    var speedSum = 0.0, weight = 0.0
    /// Since when its oldest cell has shown what it shows, seconds since the first frame.
    var since = Double.infinity
    /// What its feet are like, when it is a person.
    var foot: PersonTrace.Foot?

    init(cells: Int) {
        self.cells = cells
    }

    var movingShare: Double { Double(restless) / Double(max(1, cells)) }
    var solidity: Double { Double(foreground) / Double(max(1, cells * Evidence.cellSize * Evidence.cellSize)) }
    /// Whether the mean speed on the ground of the blocks that have a vector is below so many pixels per second: a step
    /// in depth is shortened. What has no vector moves too fast to be matched: a person who stands matches where they
    /// are.
    func isSlow(below limit: Double) -> Bool { weight > 0 && speedSum < limit * weight }

    mutating func take(isRestless: Bool, since: Double) {
        restless += isRestless ? 1 : 0
        self.since = min(self.since, since)
    }

    mutating func takePixels(_ evidence: Evidence, _ column: Int, _ row: Int) {
        foreground += evidence.cellForeground(column, row)
        let (x, y) = (column * Evidence.cellSize / Evidence.blockSize, row * Evidence.cellSize / Evidence.blockSize)
        guard x < evidence.blockColumns, y < evidence.blockRows, evidence.motionWeight[x, y] > 0 else { return }
        let share = Double(evidence.cellMoving[column, row])
        guard share > 0 else { return }
        let dx = Double(evidence.motionX[x, y])
        let dy = Double(evidence.motionY[x, y]) / ObjectPlace.depthShortening
        speedSum += (dx * dx + dy * dy).squareRoot() * share
        weight += share
    }
}
