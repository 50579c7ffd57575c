/// The connected pieces of a mask as runs: stretches of cells side by side in one row. Two passes, after A. Rosenfeld
/// and J. L. Pfaltz, "Sequential operations in digital picture processing" (J. ACM 13, 1966), over runs in place of cells.
/// Its buffers are allocated once.
struct CellRuns: Sendable {
    /// Cells `first..<end` of a row.
    struct Run: Sendable {
        var row, first, end: Int32
        /// The piece's number, counted by its first cell row by row; before that is known an earlier run of the same piece.
        fileprivate(set) var piece: Int32
    }

    private var runs: [Run] = []
    /// Where each row's runs begin, and where the last ends.
    private var starts: [Int32] = []
    private let gap: Int

    /// - Parameter gap: rows over which a piece goes on, 1 for neighbours. Cells touch also at corners.
    init(columns: Int, rows: Int, gap: Int = 1) {
        self.gap = gap
        runs.reserveCapacity((columns + 1) / 2 * rows)
        starts.reserveCapacity(rows + 1)
    }

    /// Finds the pieces of a mask and calls `body` with each run, row by row: a piece's first run comes before that of the
    /// next piece.
    mutating func forEach(of mask: CellMask, _ body: (Run) -> Void) {
        runs.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        for row in 0..<mask.rows {
            appendRuns(of: mask, row: row)
            starts.append(Int32(runs.count))
        }
        let (starts, gap) = (starts, gap)
        func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }
        runs.withUnsafeMutableBufferPointer { runs in
            for row in 1..<max(1, mask.rows) where !range(row).isEmpty {
                for other in max(0, row - gap)..<row { Self.join(runs, range(other), range(row)) }
            }
            Self.number(runs)
            for run in runs { body(run) }
        }
    }

    private mutating func appendRuns(of mask: CellMask, row: Int) {
        let begin = runs.count
        for word in 0..<mask.width {
            var left = mask.words[row * mask.width + word]
            let base = Int32(word * CellMask.wordBits)
            while left != 0 {
                let first = left.trailingZeroBitCount
                let length = (~(left &>> UInt64(first))).trailingZeroBitCount
                left &= first + length < CellMask.wordBits ? ~0 &<< UInt64(first + length) : 0
                if runs.count > begin, runs[runs.count - 1].end == base + Int32(first) {
                    runs[runs.count - 1].end += Int32(length)
                } else {
                    runs.append(
                        Run(
                            row: Int32(row), first: base + Int32(first), end: base + Int32(first + length),
                            piece: Int32(runs.count)))
                }
            }
        }
    }

    /// Joins the runs of two rows that touch; both go from left to right.
    private static func join(_ runs: UnsafeMutableBufferPointer<Run>, _ above: Range<Int>, _ below: Range<Int>) {
        var (one, other) = (above.lowerBound, below.lowerBound)
        while one < above.upperBound, other < below.upperBound {
            if runs[one].first <= runs[other].end, runs[other].first <= runs[one].end {
                let (a, b) = (root(runs, one), root(runs, other))
                runs[max(a, b)].piece = Int32(min(a, b))
            }
            if runs[one].end < runs[other].end { one += 1 } else { other += 1 }
        }
    }

    /// The first run of a run's piece as far as is known; the way there gets shorter.
    private static func root(_ runs: UnsafeMutableBufferPointer<Run>, _ run: Int) -> Int {
        var run = run
        while Int(runs[run].piece) != run {
            runs[run].piece = runs[Int(runs[run].piece)].piece
            run = Int(runs[run].piece)
        }
        return run
    }

    /// What a run points to comes before it, and has its number already.
    private static func number(_ runs: UnsafeMutableBufferPointer<Run>) {
        var pieces: Int32 = 0
        for run in runs.indices {
            if Int(runs[run].piece) == run {
                runs[run].piece = pieces
                pieces += 1
            } else {
                runs[run].piece = runs[Int(runs[run].piece)].piece
            }
        }
    }
}
