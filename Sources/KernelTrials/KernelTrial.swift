public import PixelKernelBodies
public import PixelKernels
#if canImport(Glibc)
    internal import Glibc
#endif

/// One kernel over one frame: for the benchmark and for the instruction budgets.
public struct KernelTrial {
    public let name: String
    /// Bytes of planes that one frame reads and writes.
    public let bytes: Int
    /// Runs the kernel over the whole frame.
    public let run: (TrialPlanes, any LumaKernels.Type) -> Void

    init(_ name: String, bytes: Int, _ run: @escaping (TrialPlanes, any LumaKernels.Type) -> Void) {
        (self.name, self.bytes, self.run) = (name, bytes, run)
    }

    /// All kernels at 640×360, and the reductions that lead there. Each frame does the same work as the one before.
    public static func all() -> [KernelTrial] { reductions() + comparisons() + cells() + [medianUpdate()] + networks() }

    /// Runs every kernel over some frames, and tells after each what all planes hold: ``TrialPlanes/digest``.
    public static func runAll(
        frames: Int, on planes: TrialPlanes, with kernels: any LumaKernels.Type,
        tell: (_ name: String, _ digest: UInt64) -> Void
    ) {
        for trial in all() {
            for _ in 0..<frames { trial.run(planes, kernels) }
            tell(trial.name, planes.digest)
        }
    }

    private static let frame = TrialPlanes.pixels

    private static func reductions() -> [KernelTrial] {
        let sizes = [
            (1920, 1080, 640, 360), (1280, 720, 640, 360), (640, 360, 160, 90), (960, 540, 640, 360),
            (768, 432, 640, 360),
        ]
        return sizes.map { sourceWidth, sourceHeight, width, height in
            let reduction = BoxReduction(
                sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width, height: height)
            return KernelTrial(
                "reduce \(sourceWidth)→\(width)", bytes: sourceWidth * sourceHeight + width * height
            ) { planes, kernels in
                reduction.reduce(planes.big, stride: sourceWidth, into: planes.out, stride: width, with: kernels)
            }
        }
    }

    private static func comparisons() -> [KernelTrial] {
        let limits = LayerLimits(
            ticks: 2, youngTicks: 10, forgetTicks: 250, stillTicks: 30, settleTicks: 40, floor: 14,
            noise: .ofBackground)
        return [
            KernelTrial("light correction", bytes: 2 * frame) { planes, kernels in
                kernels.lightCorrection(
                    planes.background, offset: 3, slope: 5, pivot: 120, into: planes.out, count: frame)
            },
            KernelTrial("layer update", bytes: 17 * frame) { planes, kernels in
                kernels.updateLayers(
                    luma: planes.luma, previous: planes.previous, expected: planes.expected, planes: planes.layers,
                    limits: limits, count: frame)
            },
            KernelTrial("gradient change", bytes: 3 * frame) { planes, kernels in
                kernels.gradientChange(
                    planes.luma, planes.expected, width: TrialPlanes.width, height: TrialPlanes.height, threshold: 40,
                    scratch: planes.words, into: planes.out)
            },
            KernelTrial("difference mask", bytes: 3 * frame) { planes, kernels in
                kernels.differenceMask(planes.luma, planes.previous, threshold: 10, into: planes.out, count: frame)
            },
            KernelTrial("sum of differences", bytes: 2 * frame) { planes, kernels in
                planes.bins[0] = UInt32(
                    truncatingIfNeeded: kernels.sumOfAbsoluteDifferences(planes.luma, planes.previous, count: frame))
            },
            KernelTrial("drop support", bytes: 4 * frame) { planes, kernels in
                kernels.dropSupport(
                    planes.luma, planes.previous, threshold: 10, support: planes.out, count: frame)
            },
        ]
    }

    private static func cells() -> [KernelTrial] {
        let (width, height) = (TrialPlanes.width, TrialPlanes.height)
        return [
            KernelTrial("cell pooling, 4 planes", bytes: 4 * frame) { planes, kernels in
                let cells = width / 8 * (height / 8)
                kernels.poolEvidence(
                    EvidencePlanes(
                        state: planes.layers.state, gradient: planes.mask, luma: planes.luma,
                        previous: planes.previous),
                    width: width, height: height, threshold: 10,
                    into: EvidenceCells(
                        moving: planes.out, still: planes.out + cells, gradient: planes.out + 2 * cells,
                        flicker: planes.out + 3 * cells))
            },
            KernelTrial("cell pooling, 1 plane", bytes: frame) { planes, kernels in
                kernels.poolCells(planes.layers.state, width: width, height: height, bit: 0, into: planes.out)
            },
            KernelTrial("structure, 16×16 per cell", bytes: 2 * frame) { planes, kernels in
                forEachBlock(step: 8) { corner, index in
                    planes.out[index] = UInt8(
                        bitPattern: kernels.correlation(
                            planes.luma + corner, planes.background + corner, stride: width, width: 16, height: 16))
                }
            },
            KernelTrial("masked block difference", bytes: 3 * frame) { planes, kernels in
                forEachBlock(step: 16) { corner, index in
                    planes.bins[index % 256] = kernels.maskedBlockDifference(
                        planes.luma + corner, planes.previous + corner, mask: planes.mask + corner, stride: width,
                        side: 16)
                }
            },
            KernelTrial("block matching", bytes: 3 * frame) { planes, kernels in
                let fine = BlockPictures(
                    current: planes.luma, reference: planes.previous, mask: planes.mask, width: width, height: height)
                let coarse = BlockPictures(
                    current: planes.luma, reference: planes.previous, mask: planes.mask, width: width / 4,
                    height: height / 4)
                let limits = BlockSearchLimits(good: 5, worst: 28, reach: 11)
                for row in 0..<height / 16 {
                    for column in 0..<width / 16 {
                        let found = kernels.matchBlock(
                            row: row, column: column, fine: fine, coarse: coarse, predictors: .zero, limits: limits)
                        planes.bins[column] = found?.difference ?? 0
                    }
                }
            },
            KernelTrial("moving masks", bytes: 2 * frame) { planes, kernels in
                kernels.maskMoving(
                    planes.layers.state, width: width, height: height, into: planes.out, quarter: planes.median)
            },
            KernelTrial("held candidates", bytes: 5 * frame) { planes, kernels in
                let limits = HoldLimits(
                    youngest: 15, oldest: 27000, doubt: 400, alive: 9000, leastSupport: 15, supportShare: 38,
                    longestDebt: 1700)
                kernels.holdCandidates(
                    state: planes.layers.state, age: planes.layers.age, support: planes.layers.support,
                    limits: limits, into: planes.out, count: frame)
            },
            KernelTrial("light samples", bytes: frame / 8) { planes, kernels in
                let sums = kernels.sampleLight(
                    planes.luma, planes.background, width: width, valid: planes.ones, columns: width / 8,
                    rows: height / 8, pivot: 120, bins: planes.bins)
                planes.bins[0] = UInt32(truncatingIfNeeded: sums.darkSum)
            },
            KernelTrial("histogram", bytes: frame) { planes, kernels in
                kernels.histogram(planes.luma, width: width, height: height, stride: width, into: planes.bins)
            },
            KernelTrial("sharpness", bytes: frame) { planes, kernels in
                planes.bins[0] = UInt32(
                    truncatingIfNeeded: kernels.sharpness(planes.luma, width: width, height: height).laplacian)
            },
        ]
    }

    private static func forEachBlock(step: Int, _ body: (_ corner: Int, _ index: Int) -> Void) {
        var index = 0
        for y in stride(from: 0, through: TrialPlanes.height - 16, by: step) {
            for x in stride(from: 0, through: TrialPlanes.width - 16, by: step) {
                body(y * TrialPlanes.width + x, index)
                index += 1
            }
        }
    }

    /// 51 samples of every pixel, each a little different: as in a street where nothing moves.
    private static func medianUpdate() -> KernelTrial {
        let ring = MedianRing(pixels: frame, capacity: 51)
        var rounds = 0
        return KernelTrial("median ring, 51 samples", bytes: 9 * frame) { planes, kernels in
            for _ in 0..<(rounds == 0 ? 51 : 1) {
                ring.insert(
                    luma: planes.street(rounds), stand: planes.expected, held: planes.zero, slot: rounds % 51,
                    filled: min(rounds + 1, 51), chunks: 0..<ring.chunks, median: planes.median, with: kernels)
                rounds += 1
            }
        }
    }
}

extension KernelTrial {
    /// CPU seconds of the calling thread for the fastest of some runs, after one that does not count.
    public func bestSeconds(on planes: TrialPlanes, set: KernelSet, runs: Int) -> Double {
        run(planes, set.kernels)
        var best = Double.infinity
        for _ in 0..<runs {
            let start = Self.threadSeconds()
            run(planes, set.kernels)
            best = min(best, Self.threadSeconds() - start)
        }
        return best
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
