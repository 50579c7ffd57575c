internal import Perception

/// What each 8×8 cell has shown, apart from the background, while nothing moved in it, and since when.
///
/// The candidate layer remembers a pixel through an occlusion, so a thing that appears where somebody stood is held to
/// be the occluder for long. Here a cell is believed as soon as it is quiet: a signature (the mean of each quarter) is
/// taken when the cell has not flickered for ``quietAfter``, is recognised when it comes back after an occlusion, and
/// is replaced by another that stays for ``replacedAfter``.
struct CellMemory: Sendable {
    /// Foreground pixels (of 64) that make a cell part of something.
    static let leastForeground = 16
    /// Seconds for which a cell must have shown the same to be static.
    static let staticAfter = 3.0
    /// Seconds for which another signature must stay to replace the one that is remembered, and for which one that is
    /// not seen is remembered at most.
    static let replacedAfter = 3.0, forgottenAfter = 25.0
    /// Seconds of visible background after which nothing is remembered.
    static let clearedAfter = 1.0
    /// Grey levels by which the mean of a quarter may differ and be the same thing.
    static let tolerance: Float = 12
    /// Share of the way on which a signature follows what it sees at each frame: light drifts.
    static let following: Float = 0.05

    fileprivate struct Shown: Sendable {
        var signature: SIMD4<Float>
        var since, lastSeen: Double
    }

    fileprivate struct Cell: Sendable {
        var known, challenger: Shown?
        /// When it became foreground; `nil` while it shows background.
        var foregroundSince: Double?
        var backgroundSince: Double?
    }

    let columns, rows: Int
    private var cells: [Cell]
    /// Foreground now.
    private(set) var isForeground: [Bool]
    /// Foreground that moves now or has a moment ago.
    private(set) var isRestless: [Bool]
    /// Shows what it has shown for long enough.
    private(set) var isStatic: [Bool]
    /// What flickers, and what does by itself.
    private(set) var flicker: FlickerMemory
    private var time = 0.0

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Array(repeating: Cell(), count: columns * rows)
        isForeground = Array(repeating: false, count: columns * rows)
        isRestless = isForeground
        isStatic = isForeground
        flicker = FlickerMemory(columns: columns, rows: rows)
    }

    mutating func reset() { self = CellMemory(columns: columns, rows: rows) }

    /// When a cell first showed what it shows, seconds since the first frame; now for one that shows nothing.
    func since(_ cell: Int) -> Double { cells[cell].known?.since ?? time }

    mutating func ingest(_ evidence: Evidence) {
        time = evidence.time
        flicker.ingest(evidence)
        for row in 0..<rows {
            for column in 0..<columns { take(evidence, column, row) }
        }
    }

    private mutating func take(_ evidence: Evidence, _ column: Int, _ row: Int) {
        let index = row * columns + column
        let foreground = Int(evidence.cellMoving[column, row]) + Int(evidence.cellStill[column, row])
        isForeground[index] = foreground >= Self.leastForeground
        if isForeground[index] {
            showForeground(index) { evidence.signature(column, row) }
        } else {
            showBackground(index, isQuiet: flicker.quietSince(index) <= time)
        }
        let patience = flicker.limit > FlickerMemory.leastLimit ? FlickerMemory.quietAfter : 0
        isStatic[index] =
            cells[index].known.map { time - $0.lastSeen <= patience && time - $0.since >= Self.staticAfter } ?? false
    }

    /// A cell is settled that has been foreground for a while without flickering, or that a drop fell before: it shows
    /// again what it showed.
    private mutating func showForeground(_ index: Int, _ signature: () -> SIMD4<Float>) {
        cells[index].backgroundSince = nil
        let appeared = cells[index].foregroundSince ?? time
        cells[index].foregroundSince = appeared
        let since = max(appeared, flicker.quietSince(index))
        if time - since >= FlickerMemory.quietAfter - 1e-6 {
            isRestless[index] = false
            compare(index, signature(), since: since)
        } else if flicker.comesRarely {
            compare(index, signature(), since: time)
            isRestless[index] = cells[index].known?.lastSeen != time
        } else {
            let isSame = flicker.hasBlinked(index) && cells[index].known?.follow(signature(), time: time) ?? false
            isRestless[index] = !isSame
        }
    }

    private mutating func showBackground(_ index: Int, isQuiet: Bool) {
        isRestless[index] = false
        cells[index].foregroundSince = nil
        cells[index].challenger = nil
        cells[index].backgroundSince = isQuiet ? cells[index].backgroundSince ?? time : nil
        if let since = cells[index].backgroundSince, time - since >= Self.clearedAfter { cells[index].known = nil }
    }

    private mutating func compare(_ index: Int, _ signature: SIMD4<Float>, since: Double) {
        guard var known = cells[index].known, time - known.lastSeen <= Self.forgottenAfter else {
            cells[index].known = Shown(signature: signature, since: since, lastSeen: time)
            return
        }
        if known.follow(signature, time: time) {
            cells[index].known = known
            cells[index].challenger = nil
            return
        }
        var challenger = cells[index].challenger ?? Shown(signature: signature, since: since, lastSeen: time)
        if !challenger.follow(signature, time: time) {
            challenger = Shown(signature: signature, since: time, lastSeen: time)
        }
        let isBelieved = time - challenger.since >= Self.replacedAfter
        if isBelieved { cells[index].known = challenger }
        cells[index].challenger = isBelieved ? nil : challenger
    }
}

extension CellMemory {
    /// Calls `body` with the index of each cell of a rectangle, row by row.
    @inline(__always)
    func forEach(in cells: PixelBox, _ body: (Int) -> Void) {
        for row in cells.top..<min(cells.bottom, rows) {
            for column in cells.left..<min(cells.right, columns) { body(row * columns + column) }
        }
    }
}

extension CellMemory.Shown {
    /// Recognises a signature and follows it; `false` when it is another.
    fileprivate mutating func follow(_ other: SIMD4<Float>, time: Double) -> Bool {
        let difference = other - signature
        let limit = SIMD4<Float>(repeating: CellMemory.tolerance)
        guard all(difference .<= limit), all(difference .>= -limit) else { return false }
        signature += difference * CellMemory.following
        lastSeen = time
        return true
    }
}

extension Evidence {
    /// Mean luma of the four quarters of a cell, without the light offset of the picture.
    fileprivate func signature(_ column: Int, _ row: Int) -> SIMD4<Float> {
        let half = Self.cellSize / 2
        var sums = SIMD4<Int32>.zero
        for y in 0..<Self.cellSize {
            for x in 0..<Self.cellSize {
                let pixel = luma[column * Self.cellSize + x, row * Self.cellSize + y]
                sums[(y / half) * 2 + x / half] += Int32(pixel)
            }
        }
        return SIMD4<Float>(sums) / Float(half * half) - Float(lightOffset)
    }
}
