/// The motion of blocks of foreground as the stream's own vectors tell it.
struct VectorTracing {
    /// Squares that give a block its vector, at most; of 4K pictures every other one is asked.
    static let mostSquares = 16

    let velocities: CodedVelocities
    let geometry: EvidenceGeometry
    let state: Plane<UInt8>

    /// Median of the velocities of the squares of a block that lie on moving foreground, analysis pixels per second;
    /// `nil` when there is none.
    func velocity(row: Int, column: Int) -> SIMD2<Float>? {
        let (xs, ys) = (
            squares(column, geometry.pictureWidth, geometry.width, velocities.columns),
            squares(row, geometry.pictureHeight, geometry.height, velocities.rows)
        )
        let step = xs.count * ys.count > Self.mostSquares ? 2 : 1
        var (vx, vy, count) = (SIMD16<Float>.zero, SIMD16<Float>.zero, 0)
        for y in stride(from: ys.lowerBound, to: ys.upperBound, by: step) {
            for x in stride(from: xs.lowerBound, to: xs.upperBound, by: step) {
                guard count < Self.mostSquares, isMoving(x, y),
                    let found = velocities.trace(column: x, row: y, seconds: MotionField.lookBack)
                else { continue }
                (vx[count], vy[count]) = (found.x, found.y)
                count += 1
            }
        }
        guard count > 0 else { return nil }
        let median = SIMD2<Float>(LaneMedian.lower(&vx, count), LaneMedian.lower(&vy, count))
        return median
            * SIMD2<Float>(
                Float(geometry.width) / Float(geometry.pictureWidth),
                Float(geometry.height) / Float(geometry.pictureHeight))
    }

    /// The squares whose middle lies in a block.
    private func squares(_ block: Int, _ picture: Int, _ analysis: Int, _ limit: Int) -> Range<Int> {
        let side = velocities.side * analysis
        let first = (Evidence.blockSize * block * picture + side / 2) / side
        let end = (Evidence.blockSize * (block + 1) * picture + side / 2) / side
        return min(first, limit)..<min(max(first, end), limit)
    }

    /// Whether at least half of four pixels of a square are moving foreground.
    private func isMoving(_ column: Int, _ row: Int) -> Bool {
        var moving = 0
        for y in stride(from: 1, through: 3, by: 2) {
            for x in stride(from: 1, through: 3, by: 2) {
                let px = (4 * column + x) * velocities.side * geometry.width / (4 * geometry.pictureWidth)
                let py = (4 * row + y) * velocities.side * geometry.height / (4 * geometry.pictureHeight)
                guard px < geometry.width, py < geometry.height else { continue }
                moving += state.base[py * geometry.width + px] == PixelState.moving ? 1 : 0
            }
        }
        return moving >= 2
    }
}

/// The lower median of the first lanes of a vector, by insertion: no memory is needed.
enum LaneMedian {
    static func lower(_ values: inout SIMD16<Float>, _ count: Int) -> Float {
        for i in 1..<max(1, count) {
            let value = values[i]
            var j = i
            while j > 0, values[j - 1] > value {
                values[j] = values[j - 1]
                j -= 1
            }
            values[j] = value
        }
        return values[(count - 1) / 2]
    }
}
