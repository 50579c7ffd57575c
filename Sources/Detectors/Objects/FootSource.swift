/// The feet of one instant, asked for by place.
protocol FootSource {
    /// Calls `body` with all feet in a rectangle of cells, and maybe with others, until it answers that this is enough.
    func visitFeet(in cells: PixelBox, _ body: (PersonTrace.Foot) -> FootVisit)
}

enum FootVisit { case goOn, enough }

/// An instant that is past is looked at once: all its feet are.
extension ArraySlice<PersonTrace.Foot>: FootSource {
    @inline(__always)
    func visitFeet(in cells: PixelBox, _ body: (PersonTrace.Foot) -> FootVisit) {
        for foot in self where body(foot) == .enough { return }
    }
}

/// The last frame is asked for every object of a crowd: its feet are found by their cells.
extension PersonTrace: FootSource {
    @inline(__always)
    func visitFeet(in cells: PixelBox, _ body: (Foot) -> FootVisit) {
        let cells = cells.clamped(columns: pieces.columns, rows: pieces.rows)
        guard cells.area > 0 else { return }
        for row in cells.top..<cells.bottom {
            for word in isFoot.wordRange(cells) {
                var left = isFoot.words[row &* isFoot.width &+ word]
                left &= CellMask.mask(from: cells.left, to: cells.right, word: word)
                while left != 0 {
                    let column = word &* CellMask.wordBits &+ left.trailingZeroBitCount
                    left &= left &- 1
                    let piece = pieces.labels[row &* pieces.columns &+ column]
                    guard let foot = foot(ofPiece: piece), body(foot.moved(column, row)) == .goOn else { return }
                }
            }
        }
    }
}
