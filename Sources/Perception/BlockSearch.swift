import PixelKernelBodies
import PixelKernels

/// The search for one block's displacement between two pictures.
struct BlockSearch {
    private let fine, coarse: BlockPictures
    private static let limits = BlockSearchLimits(
        good: MotionField.goodMatch, worst: MotionField.worstMatch, reach: MotionField.reach)

    init(current: LumaHistory.Entry, reference: LumaHistory.Entry, mask: Plane<UInt8>, quarterMask: Plane<UInt8>) {
        fine = BlockPictures(
            current: current.luma.base, reference: reference.luma.base, mask: mask.base, width: mask.width,
            height: mask.height)
        coarse = BlockPictures(
            current: current.quarter.base, reference: reference.quarter.base, mask: quarterMask.base,
            width: quarterMask.width, height: quarterMask.height)
    }

    struct Displacement { var x, y: Float }

    /// Where the block's moving pixels were in the reference, relative to where they are; `nil` when nothing fits.
    func match(row: Int, column: Int, predictors: (x: SIMD8<Float>, y: SIMD8<Float>)) -> Displacement? {
        var starts = SIMD8<Int32>.zero
        for lane in 1..<4 {
            starts[2 * lane - 2] = Int32(predictors.x[lane].rounded())
            starts[2 * lane - 1] = Int32(predictors.y[lane].rounded())
        }
        guard
            let found = kernels.matchBlock(
                row: row, column: column, fine: fine, coarse: coarse, predictors: starts, limits: Self.limits)
        else { return nil }
        return Displacement(
            x: Float(found.x) + Self.fraction(found.left, found.difference, found.right),
            y: Float(found.y) + Self.fraction(found.above, found.difference, found.below))
    }

    /// The minimum of the parabola through the differences on either side; none beyond the picture.
    private static func fraction(_ before: UInt32, _ centre: UInt32, _ after: UInt32) -> Float {
        guard before != .max, after != .max else { return 0 }
        let curve = Float(before) + Float(after) - 2 * Float(centre)
        guard curve > 0 else { return 0 }
        return min(0.5, max(-0.5, (Float(before) - Float(after)) / (2 * curve)))
    }
}
