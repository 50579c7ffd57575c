internal import Perception

/// What each 8×8 cell has shown, apart from the background, while nothing moved in it, and since when.
///
/// The candidate layer remembers a pixel through an occlusion, so a thing that appears where somebody stood is held to
/// be the occluder for long. Here a cell is believed as soon as it is quiet: a signature (the mean of each quarter) is
/// taken when the cell has not flickered for ``FlickerMemory/quietAfter``, is recognised when it comes back after an occlusion, and
/// is replaced by another that stays for ``RememberedCell/replacedAfter``.
struct CellMemory: Sendable {
    /// Foreground pixels (of 64) that make a cell part of something.
    static let leastForeground = 16

    let columns, rows: Int
    private var cells: [RememberedCell]
    /// When each first showed what it shows, seconds since the first frame; infinite for one that shows nothing.
    private var shownSince: [Double]
    /// Cells that show background and remember nothing are passed over.
    private var isBlank: [Bool]
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
        cells = Array(repeating: RememberedCell(), count: columns * rows)
        shownSince = Array(repeating: .infinity, count: columns * rows)
        isBlank = Array(repeating: true, count: columns * rows)
        isForeground = Array(repeating: false, count: columns * rows)
        isRestless = isForeground
        isStatic = isForeground
        flicker = FlickerMemory(columns: columns, rows: rows)
    }

    mutating func reset() { self = CellMemory(columns: columns, rows: rows) }

    /// When a cell first showed what it shows, seconds since the first frame; now for one that shows nothing.
    func since(_ cell: Int) -> Double { min(shownSince[cell], time) }

    mutating func ingest(_ evidence: Evidence) {
        time = evidence.time
        flicker.ingest(evidence)
        let patience = flicker.limit > FlickerMemory.leastLimit ? FlickerMemory.quietAfter : 0
        for row in 0..<rows {
            for column in 0..<columns {
                let cell = row * columns + column
                isForeground[cell] = evidence.cellForeground(column, row) >= Self.leastForeground
                guard isForeground[cell] || !isBlank[cell] else { continue }
                if isForeground[cell] {
                    isRestless[cell] = showForeground(cell, evidence, column, row)
                } else {
                    isRestless[cell] = false
                    cells[cell].showBackground(at: time, isQuiet: flicker.quietSince(cell) <= time)
                }
                shownSince[cell] = cells[cell].shownSince
                isBlank[cell] = cells[cell].isBlank
                isStatic[cell] = cells[cell].isStatic(at: time, patience: patience)
            }
        }
    }

    /// A cell is settled that has been foreground for a while without flickering, or that a drop fell before: it shows
    /// again what it showed. Answers whether it is restless.
    private mutating func showForeground(_ cell: Int, _ evidence: Evidence, _ column: Int, _ row: Int) -> Bool {
        let since = max(cells[cell].beForeground(at: time), flicker.quietSince(cell))
        if time - since >= FlickerMemory.quietAfter - 1e-6 {
            cells[cell].settle(on: evidence.signature(column, row), since: since, at: time)
            return false
        }
        if flicker.comesRarely {
            cells[cell].settle(on: evidence.signature(column, row), since: time, at: time)
            return !cells[cell].isRecognised(at: time)
        }
        return !flicker.hasBlinked(cell) || !cells[cell].follow(evidence.signature(column, row), at: time)
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
