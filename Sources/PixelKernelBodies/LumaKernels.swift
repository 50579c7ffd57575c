/// Kernels over 8-bit luma: what a frame's pixels go through. A kernel reads and writes only what its parameters say,
/// never beyond, and computes with integers only: the same input gives the same bits on every machine.
///
/// Every kernel has one body, a default implementation here, inlined into each conforming type and so compiled for the
/// processor of that type's module. Bodies are written so that the compiler makes vector code of them: chunked,
/// scalar-shaped, wrapping operators, raw pointers, and steps from `CPixel` where an instruction has no Swift spelling.
/// ``ScalarKernels`` gives the same results written in the most obvious way: what the tests compare with.
public protocol LumaKernels: ConvolutionKernels {
    /// Sum of |a − b| over `count` pixels.
    static func sumOfAbsoluteDifferences(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int
    ) -> UInt64

    /// `mask[i]` = 1 where |a − b| > `threshold`, else 0.
    static func differenceMask(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, threshold: UInt8,
        into mask: UnsafeMutablePointer<UInt8>, count: Int)

    /// One row of a plane reduced by a whole `ratio` of 2, 3 or 4: `out[x]` is the mean of `ratio` × `ratio` pixels,
    /// rounded half up. `source` is the first of `ratio` rows.
    static func meanRow(
        _ source: UnsafePointer<UInt8>, stride: Int, ratio: Int, into out: UnsafeMutablePointer<UInt8>, count: Int)

    /// Adds `weight` times a row to the sums; no sum may exceed 65,535.
    static func addWeighted(
        _ row: UnsafePointer<UInt8>, weight: UInt16, sums: UnsafeMutablePointer<UInt16>, count: Int)

    /// The same for sums of 32 bits.
    static func addWeightedWide(
        _ row: UnsafePointer<UInt8>, weight: UInt32, sums: UnsafeMutablePointer<UInt32>, count: Int)

    /// `out[x]` is the sum of the sums that the taps name, by their weights, over the total of all weights (at most
    /// ``BoxDivision/largestMultiplied``), rounded half up.
    static func combineWeighted(
        _ sums: UnsafePointer<UInt16>, columns: BoxTaps, division: BoxDivision,
        into out: UnsafeMutablePointer<UInt8>, count: Int)

    /// The same for sums of 32 bits and any total.
    static func combineWeightedWide(
        _ sums: UnsafePointer<UInt32>, columns: BoxTaps, division: BoxDivision,
        into out: UnsafeMutablePointer<UInt8>, count: Int)

    /// 255 where the gradient of `a` differs from that of `b`: |∂x(a−b)| + |∂y(a−b)| > `threshold` with central
    /// differences (grey levels per two pixels), else 0. The outermost pixels are 0.
    ///
    /// A gradient does not change when light is added, so the mask keeps outlines and texture and drops soft shadows.
    /// - Parameter scratch: `3 × width` values.
    static func gradientChange(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, width: Int, height: Int, threshold: Int16,
        scratch: UnsafeMutablePointer<Int16>, into mask: UnsafeMutablePointer<UInt8>)

    /// What the background is expected to look like under today's light:
    /// `b + offset + (b − pivot) × slope / 256`, clamped to 0…255; |slope| ≤ 127, |offset| and pivot ≤ 255.
    static func lightCorrection(
        _ background: UnsafePointer<UInt8>, offset: Int16, slope: Int16, pivot: Int16,
        into expected: UnsafeMutablePointer<UInt8>, count: Int)

    /// Adds the pixels of a plane to 256 bins.
    static func histogram(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, into bins: UnsafeMutablePointer<UInt32>)

    /// Two-layer background and candidate update, per pixel, no random neighbour anywhere.
    ///
    /// - Near the expected background: background; the candidate's age falls four times as fast as it grew, and it is
    ///   forgotten when not seen for `forgetTicks`. The pixel's support grows.
    /// - Near the candidate: it is seen again, grows older and follows slow change by one grey level.
    /// - Else moving. The old candidate is remembered through the occlusion, unless it is young, was not seen for
    ///   `forgetTicks`, or what is seen now has stayed the same for long enough to be no passer-by; then this is the
    ///   new candidate, as old as it has been steady.
    ///
    /// The threshold is max(floor, 2.5 σ), at most 63, with σ = 1.48 × the median absolute difference. Then the noise of
    /// each pixel moves one step (an eighth of a grey level) toward |luma − expected|, where ``LayerLimits/noise`` says
    /// so: steps of equal size up and down converge to the median, which passers-by do not move. Distances from 31 on
    /// are the same.
    static func updateLayers(
        luma: UnsafePointer<UInt8>, previous: UnsafePointer<UInt8>, expected: UnsafePointer<UInt8>,
        planes: LayerPlanes, limits: LayerLimits, count: Int)

    /// Clears `support` wherever two pictures of the background differ by more than `threshold`.
    static func dropSupport(
        _ before: UnsafePointer<UInt8>, _ after: UnsafePointer<UInt8>, threshold: UInt8,
        support: UnsafeMutablePointer<UInt8>, count: Int)

    /// Counts, for each 8×8 cell, the pixels whose `bit` is set: 0…64. Rows and columns that fill no cell are left out.
    static func poolCells(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, bit: Int, into cells: UnsafeMutablePointer<UInt8>)

    /// Counts, for each 8×8 cell and in one pass, the pixels with state bit 0 (moving), state bit 1 (still) and gradient
    /// bit 0 set, and those that differ from the previous picture by more than `threshold`.
    static func poolEvidence(
        _ planes: EvidencePlanes, width: Int, height: Int, threshold: UInt8, into cells: EvidenceCells)

    /// Zero-mean normalised cross-correlation of two windows of one stride, −127…127 for −1…1.
    ///
    /// 127 when both are flat (nothing contradicts), 0 when only one is. At most 32×32 pixels.
    static func correlation(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
    ) -> Int8

    /// Sum of |a − b| over a square of `side` (8 or 16) pixels, counted only where `mask` is not 0.
    ///
    /// The mask must hold 0 or 255. Leaving the background out keeps a small mover from being tied to what is behind.
    static func maskedBlockDifference(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, stride: Int, side: Int
    ) -> UInt32

    /// Puts one sample of each pixel of the ring's `chunks` into `slot` and brings their median up to date.
    static func insertSamples(
        _ ring: SampleChunks, luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>,
        slot: Int, filled: Int, chunks: Range<Int>, median: UnsafeMutablePointer<UInt8>)

    /// Where block (`row`, `column`) of 16×16 pixels of `fine` was in the reference picture, relative to where it is; `nil`
    /// when nothing fits. Only pixels under the mask count.
    ///
    /// Predictors first (three of them, x and y in turn), a search over `coarse` (a quarter of the size) when they do not
    /// fit, then downhill at full size. Among equal costs the first found wins.
    static func matchBlock(
        row: Int, column: Int, fine: BlockPictures, coarse: BlockPictures, predictors: SIMD8<Int32>,
        limits: BlockSearchLimits
    ) -> BlockMatch?

    /// `mask` is 255 where `state` is 1 (moving), else 0; `quarter` the same at a quarter of the size, set where two of
    /// the four inner pixels that touch are.
    static func maskMoving(
        _ state: UnsafePointer<UInt8>, width: Int, height: Int, into mask: UnsafeMutablePointer<UInt8>,
        quarter: UnsafeMutablePointer<UInt8>)

    /// Histograms of luma − background + 256 over four pixels of each valid 8×8 cell: in bins 0…511 where the background
    /// is below `pivot`, in bins 512…1023 where it is not.
    /// - Parameter bins: 4,096, of which the first 1,024 hold the result.
    static func sampleLight(
        _ luma: UnsafePointer<UInt8>, _ background: UnsafePointer<UInt8>, width: Int, valid: UnsafePointer<UInt8>,
        columns: Int, rows: Int, pivot: Int, bins: UnsafeMutablePointer<UInt32>
    ) -> LightSums

    /// `held[i]` = 1 where a candidate must not get into the background, else 0.
    static func holdCandidates(
        state: UnsafePointer<UInt8>, age: UnsafePointer<UInt16>, support: UnsafePointer<UInt8>, limits: HoldLimits,
        into held: UnsafeMutablePointer<UInt8>, count: Int)

    /// Sums over the inner pixels of |Laplacian| (4-neighbour) and |∂x| + |∂y| (central differences).
    ///
    /// Their ratio falls when a picture is blurred and stays when its light or contrast changes.
    static func sharpness(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int
    ) -> (laplacian: UInt64, gradient: UInt64)
}

/// The same results as every other set, written in the most obvious way.
public enum ScalarKernels: LumaKernels {}
