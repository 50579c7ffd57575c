internal import Perception

/// One bit for each cell of the grid: a question about many is asked of sixty-four at once. Its words are allocated once.
struct CellMask: Sendable {
    /// Cells of one word.
    static let wordBits = 64
    /// Those of the even columns.
    static let evenBits: UInt64 = 0x5555_5555_5555_5555

    let columns, rows: Int
    /// Words of one row; bits beyond its last cell are 0.
    let width: Int
    /// Row by row, a row's first cell in the lowest bit.
    var words: [UInt64]

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        width = (columns + Self.wordBits - 1) / Self.wordBits
        words = Array(repeating: 0, count: width * rows)
    }

    subscript(column: Int, row: Int) -> Bool {
        get { words[row &* width &+ column / Self.wordBits] &>> UInt64(column % Self.wordBits) & 1 != 0 }
        set {
            let bit: UInt64 = 1 &<< UInt64(column % Self.wordBits)
            if newValue {
                words[row &* width &+ column / Self.wordBits] |= bit
            } else {
                words[row &* width &+ column / Self.wordBits] &= ~bit
            }
        }
    }

    mutating func removeAll() {
        for word in words.indices { words[word] = 0 }
    }

    /// How many cells of a rectangle are set; what lies outside the grid counts as not.
    func count(in cells: PixelBox) -> Int {
        var count = 0
        forEachWord(in: cells) { word, mask in count &+= (words[word] & mask).nonzeroBitCount }
        return count
    }

    /// Calls `body` with the index (row by row) of each cell that is set, in that order.
    @inline(__always)
    func forEach(_ body: (_ cell: Int) -> Void) {
        for word in words.indices where words[word] != 0 {
            let first = index(word: word)
            Self.forEachBit(words[word]) { body(first &+ $0) }
        }
    }

    /// The same within a rectangle.
    @inline(__always)
    func forEach(in cells: PixelBox, _ body: (_ cell: Int) -> Void) {
        forEachWord(in: cells) { word, mask in
            let first = index(word: word)
            Self.forEachBit(words[word] & mask) { body(first &+ $0) }
        }
    }

    /// The index of the cell in the lowest bit of a word.
    @inline(__always)
    func index(word: Int) -> Int {
        guard width > 1 else { return word &* columns }
        let row = Int(UInt32(truncatingIfNeeded: word) / UInt32(truncatingIfNeeded: width))
        return row &* columns &+ (word &- row &* width) &* Self.wordBits
    }

    /// Calls `body` with the number of each bit that is set, the lowest first.
    @inline(__always)
    static func forEachBit(_ word: UInt64, _ body: (Int) -> Void) {
        var left = word
        while left != 0 {
            body(left.trailingZeroBitCount)
            left &= left &- 1
        }
    }

    /// Calls `body` with each word that has cells of a rectangle, and with a mask of these cells.
    @inline(__always)
    func forEachWord(in cells: PixelBox, _ body: (_ word: Int, _ mask: UInt64) -> Void) {
        let cells = cells.clamped(columns: columns, rows: rows)
        guard cells.area > 0 else { return }
        let words = wordRange(cells)
        // Most rectangles are within one word of a row.
        let first = Self.mask(from: cells.left, to: cells.right, word: words.lowerBound)
        for row in cells.top..<cells.bottom {
            body(row &* width &+ words.lowerBound, first)
            for word in words.dropFirst() {
                body(row &* width &+ word, Self.mask(from: cells.left, to: cells.right, word: word))
            }
        }
    }

    /// The words of each row that have cells of a rectangle, which is not empty.
    @inline(__always)
    func wordRange(_ cells: PixelBox) -> ClosedRange<Int> {
        cells.left / Self.wordBits...(cells.right &- 1) / Self.wordBits
    }

    /// The bits of a row's word that are cells of a range.
    @inline(__always)
    static func mask(from first: Int, to end: Int, word: Int) -> UInt64 {
        let (low, high) = (max(0, first &- word &* wordBits), min(wordBits, end &- word &* wordBits))
        return low < high ? (~0 &<< UInt64(low)) & (~0 &>> UInt64(wordBits - high)) : 0
    }
}

extension CellMask {
    /// Sets the cells whose count (0…64) is at least `least` (1…128), and no other.
    mutating func set(_ plane: PlaneView<UInt8>, atLeast least: Int) {
        set(atLeast: least) { column, row in
            plane.eight(column, row)
        } one: { column, row in
            plane[column, row]
        }
    }

    /// The same of the sum of two counts.
    mutating func set(_ plane: PlaneView<UInt8>, plus other: PlaneView<UInt8>, atLeast least: Int) {
        set(atLeast: least) { column, row in
            plane.eight(column, row) &+ other.eight(column, row)
        } one: { column, row in
            plane[column, row] &+ other[column, row]
        }
    }

    /// Eight cells at a time, those at the end of a row one by one.
    @inline(__always)
    private mutating func set(
        atLeast least: Int, eight: (_ column: Int, _ row: Int) -> UInt64, one: (_ column: Int, _ row: Int) -> UInt8
    ) {
        // The counts stay below 129: with this on top the highest bit of a byte says whether it is enough.
        let rest = PlaneView<UInt8>.ones &* UInt64(128 &- least)
        removeAll()
        for row in 0..<rows {
            var column = 0
            while column &+ 8 <= columns {
                let enough = (eight(column, row) &+ rest) >> 7 & PlaneView<UInt8>.ones
                // Gathers the eight lowest bits in the highest byte.
                let bits = (enough &* 0x0102_0408_1020_4080) >> 56
                words[row &* width &+ column / Self.wordBits] |= bits &<< UInt64(column % Self.wordBits)
                column &+= 8
            }
            while column < columns {
                self[column, row] = Int(one(column, row)) >= least
                column &+= 1
            }
        }
    }
}
