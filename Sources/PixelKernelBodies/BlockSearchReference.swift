extension ScalarKernels {
    public static func matchBlock(
        row: Int, column: Int, fine: BlockPictures, coarse: BlockPictures, predictors: SIMD8<Int32>,
        limits: BlockSearchLimits
    ) -> BlockMatch? {
        let square = Square(pictures: fine, side: 16, x: column * 16, y: row * 16, toll: 16)
        guard square.pixels > 0 else { return nil }
        var best = square.candidate(0, 0)
        for lane in 0..<3 { square.improve(&best, Int(predictors[2 * lane]), Int(predictors[2 * lane + 1])) }
        if best.difference > limits.good * square.pixels {
            let quarter = Square(
                pictures: coarse, side: 8, x: min(max(0, column * 4 - 2), coarse.width - 8),
                y: min(max(0, row * 4 - 2), coarse.height - 8), toll: 4)
            var found = quarter.candidate(0, 0)
            for dy in stride(from: -limits.reach, through: limits.reach, by: 2) {
                for dx in stride(from: -limits.reach, through: limits.reach, by: 2) { quarter.improve(&found, dx, dy) }
            }
            quarter.descend(&found, step: 1)
            square.improve(&best, found.x * 4, found.y * 4)
        }
        for step in [2, 1, 1] { square.descend(&best, step: step) }
        guard best.difference <= limits.worst * square.pixels else { return nil }
        func beside(_ dx: Int, _ dy: Int) -> UInt32 { square.difference(best.x + dx, best.y + dy) ?? .max }
        return BlockMatch(
            x: best.x, y: best.y, difference: best.difference, left: beside(-1, 0), right: beside(1, 0),
            above: beside(0, -1), below: beside(0, 1))
    }
}

/// As ``SearchWindow``, without its short cuts.
private struct Square {
    let pictures: BlockPictures
    let side, x, y: Int
    let toll: UInt32

    var pixels: UInt32 {
        var count: UInt32 = 0
        for row in y..<y + side {
            for column in x..<x + side { count += UInt32(pictures.mask[row * pictures.width + column] & 1) }
        }
        return count
    }

    func difference(_ dx: Int, _ dy: Int) -> UInt32? {
        guard x + dx >= 0, y + dy >= 0, x + dx + side <= pictures.width, y + dy + side <= pictures.height else {
            return nil
        }
        let offset = y * pictures.width + x
        return ScalarKernels.maskedBlockDifference(
            pictures.current + offset, pictures.reference + offset + dy * pictures.width + dx,
            mask: pictures.mask + offset, stride: pictures.width, side: side)
    }

    func candidate(_ dx: Int, _ dy: Int) -> BlockCandidate {
        let difference = difference(dx, dy) ?? .max
        return BlockCandidate(x: dx, y: dy, difference: difference, cost: difference)
    }

    func improve(_ best: inout BlockCandidate, _ dx: Int, _ dy: Int) {
        guard let difference = difference(dx, dy) else { return }
        let cost = difference + pixels * UInt32(abs(dx) + abs(dy)) / toll
        if cost < best.cost { best = BlockCandidate(x: dx, y: dy, difference: difference, cost: cost) }
    }

    func descend(_ best: inout BlockCandidate, step: Int) {
        for _ in 0..<8 {
            let centre = best
            for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)] {
                improve(&best, centre.x + dx * step, centre.y + dy * step)
            }
            if best.x == centre.x && best.y == centre.y { return }
        }
    }
}
