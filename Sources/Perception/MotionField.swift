import PixelKernelBodies
import PixelKernels

/// Motion of the moving foreground, from one of two sources and then through a 3×3 median: the stream's own motion
/// vectors (``VectorTracing``), or masked block matching: predictors first, a coarse search at a quarter of the size when
/// they do not fit, refinement at full size with a parabola for the last fraction.
final class MotionField {
    /// Looks back so far: long enough for a walker to move by pixels, short enough to look alike. Seconds.
    static let lookBack = 0.18
    static let longestLookBack = 0.6
    /// Moving pixels that make a block worth matching.
    static let leastPixels = 24
    /// Mean difference (grey levels) above which nothing was found, and below which predictors suffice.
    static let worstMatch: UInt32 = 28
    static let goodMatch: UInt32 = 5
    /// Reach of the coarse search in quarter-size pixels: 44 pixels of the analysis picture.
    static let reach = 11

    let x, y: Plane<Float>
    let weight: Plane<UInt8>
    private let rawX, rawY: Plane<Float>
    private let mask, quarterMask: Plane<UInt8>
    /// Pixels of each cell that differ from the reference.
    private let changed: Plane<UInt8>
    private let geometry: EvidenceGeometry

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        func blocks() -> Plane<Float> {
            Plane(width: geometry.blockColumns, height: geometry.blockRows, filledWith: 0)
        }
        (x, y, rawX, rawY) = (blocks(), blocks(), blocks(), blocks())
        weight = Plane(width: geometry.blockColumns, height: geometry.blockRows, filledWith: 0)
        mask = Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        quarterMask = Plane(width: geometry.width / 4, height: geometry.height / 4, filledWith: 0)
        changed = Plane(width: geometry.columns, height: geometry.rows, filledWith: 0)
    }

    /// Forgets the field; predictors start from rest.
    func reset() {
        weight.fill(0)
        for plane in [x, y, rawX, rawY] { plane.fill(0) }
    }

    /// Fills the field for the newest picture of `history`, from the stream's vectors when they are given.
    func measure(
        history: LumaHistory, velocities: CodedVelocities?, state: Plane<UInt8>, cellMoving: Plane<UInt8>
    ) {
        weight.fill(0)
        if let velocities, velocities.filled > 1 {
            let tracing = VectorTracing(velocities: velocities, geometry: geometry, state: state)
            forEachMoving(cellMoving) { row, column in tracing.velocity(row: row, column: column) }
        } else if let reference = history.before(Self.lookBack) {
            kernels.maskMoving(
                state.base, width: geometry.width, height: geometry.height, into: mask.base, quarter: quarterMask.base)
            matchBlocks(history, reference: reference, counts: cellMoving)
        }
        smooth()
    }

    /// Fills the field while there is no background yet: blocks in which enough has changed since the reference are
    /// matched as a whole, because what moves cannot be told from what it uncovers.
    func measureChange(history: LumaHistory) {
        weight.fill(0)
        guard let reference = history.before(Self.lookBack) else { return }
        maskChanged(history.current, reference)
        matchBlocks(history, reference: reference, counts: changed)
        smooth()
    }

    /// Counts what differs from the reference in each cell; lets every pixel of every block count.
    private func maskChanged(_ current: LumaHistory.Entry, _ reference: LumaHistory.Entry) {
        kernels.differenceMask(
            current.luma.base, reference.luma.base, threshold: BackgroundModel.floor, into: mask.base,
            count: geometry.pixels)
        kernels.poolCells(mask.base, width: geometry.width, height: geometry.height, bit: 0, into: changed.base)
        mask.fill(255)
        quarterMask.fill(255)
    }

    private func matchBlocks(_ history: LumaHistory, reference: LumaHistory.Entry, counts: Plane<UInt8>) {
        let interval = history.current.time - reference.time
        guard interval > 0, interval <= Self.longestLookBack else { return }
        let search = BlockSearch(
            current: history.current, reference: reference, mask: mask, quarterMask: quarterMask)
        forEachMoving(counts) { row, column in
            let found = search.match(
                row: row, column: column, predictors: predictors(row, column, interval: interval))
            return found.map { SIMD2<Float>(-$0.x, -$0.y) / Float(interval) }
        }
    }

    /// Asks for the velocity of every block with enough moving pixels, row by row.
    @inline(__always)
    private func forEachMoving(_ cellMoving: Plane<UInt8>, _ velocity: (Int, Int) -> SIMD2<Float>?) {
        for row in 0..<geometry.blockRows {
            for column in 0..<geometry.blockColumns {
                let moving = movingPixels(row, column, cellMoving)
                guard moving >= Self.leastPixels, let found = velocity(row, column) else { continue }
                let index = row * geometry.blockColumns + column
                rawX.base[index] = found.x
                rawY.base[index] = found.y
                weight.base[index] = UInt8(clamping: moving)
            }
        }
    }

    private func movingPixels(_ row: Int, _ column: Int, _ cells: Plane<UInt8>) -> Int {
        let first = cells.base + 2 * row * cells.width + 2 * column
        return Int(first[0]) + Int(first[1]) + Int(first[cells.width]) + Int(first[cells.width + 1])
    }

    /// Displacements toward the reference: none, what this block and its neighbours did last (``x`` and ``y`` still
    /// hold the previous field), what the blocks to the left and above do now.
    private func predictors(_ row: Int, _ column: Int, interval: Double) -> (SIMD8<Float>, SIMD8<Float>) {
        var (px, py) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        let (columns, scale) = (geometry.blockColumns, -Float(interval))
        let index = row * columns + column
        px[1] = x.base[index] * scale
        py[1] = y.base[index] * scale
        var lane = 2
        for (dr, dc) in [(0, -1), (-1, 0)] where row + dr >= 0 && column + dc >= 0 {
            let near = index + dr * columns + dc
            if weight.base[near] == 0 { continue }
            px[lane] = rawX.base[near] * scale
            py[lane] = rawY.base[near] * scale
            lane += 1
        }
        return (px, py)
    }

    /// Component-wise median over the blocks of the 3×3 neighbourhood that have a vector.
    private func smooth() {
        let (columns, rows) = (geometry.blockColumns, geometry.blockRows)
        for row in 0..<rows {
            for column in 0..<columns {
                let index = row * columns + column
                guard weight.base[index] > 0 else {
                    x.base[index] = 0
                    y.base[index] = 0
                    continue
                }
                var (xs, ys, count) = (SIMD16<Float>.zero, SIMD16<Float>.zero, 0)
                for r in max(0, row - 1)...min(rows - 1, row + 1) {
                    for c in max(0, column - 1)...min(columns - 1, column + 1)
                    where weight.base[r * columns + c] > 0 {
                        xs[count] = rawX.base[r * columns + c]
                        ys[count] = rawY.base[r * columns + c]
                        count += 1
                    }
                }
                x.base[index] = LaneMedian.lower(&xs, count)
                y.base[index] = LaneMedian.lower(&ys, count)
            }
        }
    }
}
