import PixelKernels

/// The search for one block's displacement between two pictures.
struct BlockSearch {
    let current, reference: LumaHistory.Entry
    let mask, quarterMask: Plane<UInt8>

    struct Displacement { var x, y: Float }

    /// Where the block's moving pixels were in the reference, relative to where they are; `nil` when nothing fits.
    func match(row: Int, column: Int, predictors: (x: SIMD8<Float>, y: SIMD8<Float>)) -> Displacement? {
        let fine = Window(
            current: current.luma, reference: reference.luma, mask: mask, side: 16, x: column * 16, y: row * 16,
            toll: 16)
        let pixels = fine.pixels
        guard pixels > 0 else { return nil }
        var best = fine.candidate(0, 0)
        for lane in 1..<4 {
            fine.improve(&best, Int(predictors.x[lane].rounded()), Int(predictors.y[lane].rounded()))
        }
        if best.difference > MotionField.goodMatch * pixels {
            let coarse = coarseSearch(row: row, column: column)
            fine.improve(&best, coarse.x * 4, coarse.y * 4)
        }
        for step in [2, 1, 1] { fine.descend(&best, step: step) }
        guard best.difference <= MotionField.worstMatch * pixels else { return nil }
        return fine.refined(best)
    }

    private func coarseSearch(row: Int, column: Int) -> Candidate {
        let window = Window(
            current: current.quarter, reference: reference.quarter, mask: quarterMask, side: 8,
            x: min(max(0, column * 4 - 2), quarterMask.width - 8),
            y: min(max(0, row * 4 - 2), quarterMask.height - 8), toll: 4)
        var best = window.candidate(0, 0)
        var dy = -MotionField.reach
        while dy <= MotionField.reach {
            var dx = -MotionField.reach
            while dx <= MotionField.reach {
                window.improve(&best, dx, dy)
                dx += 2
            }
            dy += 2
        }
        window.descend(&best, step: 1)
        return best
    }
}

/// A displacement and what it costs: the difference, and a little for its length, so that among repeats of a pattern the
/// nearest wins.
struct Candidate {
    var x, y: Int
    var difference: UInt32
    var cost: UInt32
}

/// A square of one picture, compared with displaced squares of another.
private struct Window {
    let current, reference, mask: Plane<UInt8>
    let side, x, y: Int
    /// Pixels of displacement that cost one grey level per masked pixel.
    let toll: UInt32
    /// Masked pixels.
    let pixels: UInt32
    private let offset: Int

    init(
        current: Plane<UInt8>, reference: Plane<UInt8>, mask: Plane<UInt8>, side: Int, x: Int, y: Int, toll: UInt32
    ) {
        (self.current, self.reference, self.mask) = (current, reference, mask)
        (self.side, self.x, self.y, self.toll) = (side, x, y, toll)
        offset = y * current.width + x
        var count: UInt32 = 0
        for row in 0..<side {
            for column in 0..<side { count &+= UInt32(mask.base[offset + row * mask.width + column] & 1) }
        }
        pixels = count
    }

    func candidate(_ dx: Int, _ dy: Int) -> Candidate {
        let difference = difference(dx, dy) ?? .max
        return Candidate(x: dx, y: dy, difference: difference, cost: difference)
    }

    func improve(_ best: inout Candidate, _ dx: Int, _ dy: Int) {
        guard let difference = difference(dx, dy) else { return }
        let cost = difference + pixels * UInt32(abs(dx) + abs(dy)) / toll
        if cost < best.cost { best = Candidate(x: dx, y: dy, difference: difference, cost: cost) }
    }

    /// Walks downhill in steps of one size, at most eight of them.
    func descend(_ best: inout Candidate, step: Int) {
        for _ in 0..<8 {
            let centre = best
            for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)] {
                improve(&best, centre.x + dx * step, centre.y + dy * step)
            }
            if best.x == centre.x && best.y == centre.y { return }
        }
    }

    /// The minimum of the parabolas through the costs on either side.
    func refined(_ best: Candidate) -> BlockSearch.Displacement {
        BlockSearch.Displacement(
            x: Float(best.x)
                + fraction(
                    difference(best.x - 1, best.y), best.difference, difference(best.x + 1, best.y)),
            y: Float(best.y)
                + fraction(
                    difference(best.x, best.y - 1), best.difference, difference(best.x, best.y + 1)))
    }

    private func fraction(_ before: UInt32?, _ centre: UInt32, _ after: UInt32?) -> Float {
        guard let before, let after else { return 0 }
        let curve = Float(before) + Float(after) - 2 * Float(centre)
        guard curve > 0 else { return 0 }
        return min(0.5, max(-0.5, (Float(before) - Float(after)) / (2 * curve)))
    }

    /// Sum of differences over the masked pixels; `nil` beyond the picture.
    private func difference(_ dx: Int, _ dy: Int) -> UInt32? {
        guard x + dx >= 0, y + dy >= 0, x + dx + side <= current.width, y + dy + side <= current.height else {
            return nil
        }
        return Kernels.maskedBlockDifference(
            current.base + offset, reference.base + offset + dy * current.width + dx, mask: mask.base + offset,
            stride: current.width, side: side)
    }
}
