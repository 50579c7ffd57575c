internal import Perception
internal import Scene

/// Learns how tall persons are on a camera that nobody calibrated, from upright blobs that move alone.
///
/// The guess of ``/Scene/PersonScale`` may be wrong by a factor of three; a few dozen passers-by put it right. The
/// guess counts as much as ``priorWeight`` blobs, so that a handful of odd shapes changes little.
struct ScaleLearner {
    static let priorWeight = 12.0
    /// Foreground pixels (of 64) that make a cell part of a blob, and the share of it that must be moving: what does
    /// not move is a thing.
    static let leastForeground = 16
    static let leastMovingShare = 0.2
    /// Cells so far apart are one blob: a person is often seen in pieces.
    static let gap = 2
    /// No scale is learnt beyond these factors of the guess.
    static let factors = 0.4...4.0
    /// Height over width of a box that may be one standing person.
    static let uprightShape = 1.4...4.0
    /// Least height in cells.
    static let leastRows = 3
    /// Blobs remembered per band of the picture, and the bands.
    static let remembered = 96
    static let bands = 5

    private let guess: PersonScale
    private let geometry: EvidenceGeometry
    private var ratios: [[Double]]
    private var next: [Int]
    private var isForeground: CellMask
    private var runs: CellRuns
    private var blobs: [CellBox] = []
    private var sorted: [Double] = []

    init(guess: PersonScale, geometry: EvidenceGeometry) {
        self.guess = guess
        self.geometry = geometry
        ratios = (0..<Self.bands).map { _ in
            var band: [Double] = []
            band.reserveCapacity(Self.remembered)
            return band
        }
        sorted.reserveCapacity(Self.bands * Self.remembered)
        next = [Int](repeating: 0, count: Self.bands)
        isForeground = CellMask(columns: geometry.columns, rows: geometry.rows)
        runs = CellRuns(columns: geometry.columns, rows: geometry.rows, gap: Self.gap)
        blobs.reserveCapacity((geometry.columns + 1) / 2 * geometry.rows)
    }

    /// Takes the upright blobs of one frame.
    mutating func learn(_ evidence: Evidence) {
        isForeground.set(evidence.cellMoving, plus: evidence.cellStill, atLeast: Self.leastForeground)
        blobs.removeAll(keepingCapacity: true)
        runs.forEach(of: isForeground) { run in
            if Int(run.piece) == blobs.count { blobs.append(CellBox()) }
            blobs[Int(run.piece)].take(run, evidence)
        }
        for blob in blobs where mayBePerson(blob) { take(blob) }
    }

    /// The guess times the median factor of all blobs; every band of the picture remembers the same number of them.
    mutating func scale() -> PersonScale {
        sorted.removeAll(keepingCapacity: true)
        for band in ratios.indices { sorted.append(contentsOf: ratios[band]) }
        guard !sorted.isEmpty else { return guess }
        sorted.sortInPlace()
        return guess.scaled(by: Self.shrunk(sorted[sorted.count / 2], count: Double(sorted.count)))
    }

    private static func shrunk(_ ratio: Double, count: Double) -> Double {
        let share = count / (count + priorWeight)
        return min(factors.upperBound, max(factors.lowerBound, 1 + (ratio - 1) * share))
    }

    private struct CellBox {
        var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
        var (count, moving, foreground) = (0, 0, 0)

        mutating func take(_ run: CellRuns.Run, _ evidence: Evidence) {
            let (row, first, end) = (Int(run.row), Int(run.first), Int(run.end))
            (left, right) = (min(left, first), max(right, end - 1))
            (top, bottom) = (min(top, row), max(bottom, row))
            count += end - first
            for column in first..<end {
                moving += Int(evidence.cellMoving[column, row])
                foreground += evidence.cellForeground(column, row)
            }
        }
    }

    private func mayBePerson(_ box: CellBox) -> Bool {
        let (width, height) = (box.right - box.left + 1, box.bottom - box.top + 1)
        let isUpright = Self.uprightShape.contains(Double(height) / Double(width))
        let isFull = box.count * 2 >= width * height
        let moves = Double(box.moving) >= Self.leastMovingShare * Double(box.foreground)
        return isUpright && isFull && moves && height >= Self.leastRows
    }

    /// Somebody who is cut off by the border is at least as tall as what is seen.
    private func isCut(_ box: CellBox) -> Bool {
        box.left == 0 || box.top == 0 || box.right == geometry.columns - 1 || box.bottom == geometry.rows - 1
    }

    private mutating func take(_ box: CellBox) {
        let size = Double(Evidence.cellSize)
        let footY = Double(box.bottom + 1) * size / Double(geometry.height)
        // A cell counts from a quarter of its pixels on: the blob is half a cell taller than the person.
        let height = (Double(box.bottom - box.top + 1) - 0.5) * size / Double(geometry.height)
        let band = min(Self.bands - 1, max(0, Int(footY * Double(Self.bands))))
        let ratio = height / guess.personHeight(atFootY: footY)
        if isCut(box), ratio < 1.5 { return }
        if ratios[band].count < Self.remembered {
            ratios[band].append(ratio)
        } else {
            ratios[band][next[band]] = ratio
            next[band] = (next[band] + 1) % Self.remembered
        }
    }
}
