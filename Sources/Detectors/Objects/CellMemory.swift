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
    /// Cells that show something, or remember something; the others are passed over.
    private var isUsed: CellMask
    /// Foreground now.
    private(set) var isForeground: CellMask
    /// Foreground that moves now or has a moment ago.
    private(set) var isRestless: CellMask
    /// Shows what it has shown for long enough.
    private(set) var isStatic: CellMask
    /// What flickers, and what does by itself.
    private(set) var flicker: FlickerMemory
    private var time = 0.0

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Array(repeating: RememberedCell(), count: columns * rows)
        shownSince = Array(repeating: .infinity, count: columns * rows)
        isUsed = CellMask(columns: columns, rows: rows)
        (isForeground, isRestless, isStatic) = (isUsed, isUsed, isUsed)
        flicker = FlickerMemory(columns: columns, rows: rows)
    }

    mutating func reset() { self = CellMemory(columns: columns, rows: rows) }

    /// When a cell first showed what it shows, seconds since the first frame; now for one that shows nothing.
    func since(_ cell: Int) -> Double { min(shownSince[cell], time) }

    mutating func ingest(_ evidence: Evidence) {
        time = evidence.time
        isForeground.set(evidence.cellMoving, plus: evidence.cellStill, atLeast: Self.leastForeground)
        flicker.ingest(evidence, isForeground)
        for word in isForeground.words.indices where isForeground.words[word] | isUsed.words[word] != 0 {
            ingest(word: word, evidence)
        }
    }

    /// Takes what up to 64 cells side by side show.
    private mutating func ingest(word: Int, _ evidence: Evidence) {
        let patience = flicker.limit > FlickerMemory.leastLimit ? FlickerMemory.quietAfter : 0
        let (first, foreground) = (isForeground.index(word: word), isForeground.words[word])
        let (row, firstColumn) = (word / isForeground.width, word % isForeground.width * CellMask.wordBits)
        var (restless, still, used): (UInt64, UInt64, UInt64) = (0, 0, 0)
        let (active, flicker, time) = (foreground | isUsed.words[word], flicker, time)
        cells.withUnsafeMutableBufferPointer { cells in
            CellMask.forEachBit(active) { bit in
                let (cell, mark): (Int, UInt64) = (first &+ bit, 1 &<< UInt64(bit))
                let quietSince = flicker.quietSince(cell)
                if foreground & mark == 0 {
                    cells[cell].showBackground(at: time, isQuiet: quietSince <= time)
                } else {
                    let look = Look(column: firstColumn &+ bit, row: row, quietSince: quietSince, time: time)
                    if cells[cell].showForeground(evidence, look, flicker) { restless |= mark }
                }
                shownSince[cell] = cells[cell].shownSince
                if !cells[cell].isBlank { used |= mark }
                if cells[cell].isStatic(at: time, patience: patience) { still |= mark }
            }
        }
        isRestless.words[word] = restless
        isStatic.words[word] = still
        isUsed.words[word] = used
    }
}

/// One cell on one frame.
private struct Look {
    let column, row: Int
    let quietSince, time: Double
}

extension RememberedCell {
    /// A cell is settled that has been foreground for a while without flickering, or that a drop fell before: it shows
    /// again what it showed. Answers whether it is restless.
    @inline(__always)
    fileprivate mutating func showForeground(_ evidence: Evidence, _ look: Look, _ flicker: FlickerMemory) -> Bool {
        let time = look.time
        let since = max(beForeground(at: time), look.quietSince)
        if time - since >= FlickerMemory.quietAfter - 1e-6 {
            settle(on: evidence.signature(look.column, look.row), since: since, at: time)
            return false
        }
        if flicker.comesRarely {
            settle(on: evidence.signature(look.column, look.row), since: time, at: time)
            return !isRecognised(at: time)
        }
        let hasBlinked = flicker.hasBlinked(look.row * evidence.columns + look.column)
        return !hasBlinked || !follow(evidence.signature(look.column, look.row), at: time)
    }
}
