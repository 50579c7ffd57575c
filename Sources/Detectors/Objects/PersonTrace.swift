internal import Perception
internal import Scene

/// Where feet are: for every person-sized piece of foreground, the lowest cell of each of its columns, and whether it
/// stands or walks. Kept for 120 s at 2 Hz, so that what happened before an object was noticed can be asked.
///
/// Shapes of moving foreground only: nothing in it tells one person from another.
struct PersonTrace: Sendable {
    /// A lowest cell of a person-sized piece.
    struct Foot: Sendable, Hashable {
        var column, row: Int
        var isStanding: Bool
    }

    struct Entry: Sendable {
        var time: Double
        var feet: [Foot]
    }

    /// Seconds that are remembered, and between two entries.
    static let span = 120.0, period = 0.5
    /// Foreground pixels (of 64) that make a cell part of a piece.
    static let foregroundPixels = 16
    /// A piece is person-sized from this share of a person's height on: heads and legs get lost in the background.
    static let leastHeight = 0.4
    /// A piece that is not moving is a person who stands still only above this share, and only when younger than
    /// `span`: a parked bicycle must not attend a bag for ever.
    static let leastStillHeight = 0.6
    /// Share of moving pixels in the piece's foreground from which on it moves.
    static let movingShare = 0.1
    /// Person heights per second below which a person stands: 0.5 m/s.
    static let standingSpeed = 0.3

    private(set) var entries: [Entry] = []
    /// Feet of the last frame.
    private(set) var feet: [Foot] = []
    /// Pieces of foreground of the last frame.
    private(set) var pieces: CellComponents
    private var mask: [Bool]
    private var totals: [PieceTotals] = []

    init(columns: Int, rows: Int) {
        pieces = CellComponents(columns: columns, rows: rows)
        mask = Array(repeating: false, count: columns * rows)
    }

    mutating func ingest(_ evidence: Evidence, heights: PersonHeights, ages: StaticCells) {
        markForeground(evidence)
        pieces.label(mask)
        measurePieces(evidence, ages: ages)
        findFeet(heights: heights)
        if evidence.time - (entries.last?.time ?? -.infinity) >= Self.period - 1e-6 {
            entries.append(Entry(time: evidence.time, feet: feet))
            entries.removeAll { evidence.time - $0.time > Self.span }
        }
    }

    mutating func reset() {
        entries.removeAll()
        feet.removeAll()
    }

    private mutating func markForeground(_ evidence: Evidence) {
        for row in 0..<pieces.rows {
            for column in 0..<pieces.columns {
                let count = Int(evidence.cellMoving[column, row]) + Int(evidence.cellStill[column, row])
                mask[row * pieces.columns + column] = count >= Self.foregroundPixels
            }
        }
    }

    private mutating func measurePieces(_ evidence: Evidence, ages: StaticCells) {
        totals.removeAll(keepingCapacity: true)
        totals.append(contentsOf: repeatElement(PieceTotals(), count: pieces.components.count))
        for row in 0..<pieces.rows {
            for column in 0..<pieces.columns {
                let cell = row * pieces.columns + column
                let label = Int(pieces.labels[cell])
                guard label > 0 else { continue }
                totals[label - 1].take(evidence, column, row, age: ages.age[cell])
            }
        }
    }

    private mutating func findFeet(heights: PersonHeights) {
        feet.removeAll(keepingCapacity: true)
        for (index, piece) in pieces.components.enumerated() {
            let height = Double((piece.bottom - piece.top) * Evidence.cellSize)
            let person = heights[atRow: piece.bottom - 1]
            let total = totals[index]
            let isMoving = total.movingShare >= Self.movingShare
            let least = isMoving ? Self.leastHeight : Self.leastStillHeight
            guard height >= least * person, isMoving || total.age < Self.span else { continue }
            addFeet(of: piece, label: UInt16(index + 1), isStanding: total.speed < Self.standingSpeed * person)
        }
    }

    private mutating func addFeet(of piece: CellComponents.Component, label: UInt16, isStanding: Bool) {
        for column in piece.left..<piece.right {
            let lowest = (piece.top..<piece.bottom).last { pieces.labels[$0 * pieces.columns + column] == label }
            if let lowest { feet.append(Foot(column: column, row: lowest, isStanding: isStanding)) }
        }
    }
}

/// Sums over the cells of one piece of foreground.
private struct PieceTotals: Sendable {
    var moving = 0, still = 0
    var speedSum = 0.0, weight = 0.0
    /// Age of its oldest still cell, seconds.
    var age = 0.0

    var movingShare: Double { Double(moving) / Double(max(1, moving + still)) }
    /// Mean speed of the blocks that have a vector, analysis pixels per second; 0 where none has.
    var speed: Double { weight > 0 ? speedSum / weight : 0 }

    mutating func take(_ evidence: Evidence, _ column: Int, _ row: Int, age: Double) {
        moving += Int(evidence.cellMoving[column, row])
        still += Int(evidence.cellStill[column, row])
        self.age = max(self.age, age)
        let (x, y) = (column * Evidence.cellSize / Evidence.blockSize, row * Evidence.cellSize / Evidence.blockSize)
        guard x < evidence.blockColumns, y < evidence.blockRows, evidence.motionWeight[x, y] > 0 else { return }
        let (dx, dy) = (Double(evidence.motionX[x, y]), Double(evidence.motionY[x, y]))
        let share = Double(evidence.cellMoving[column, row])
        speedSum += (dx * dx + dy * dy).squareRoot() * share
        weight += share
    }
}
