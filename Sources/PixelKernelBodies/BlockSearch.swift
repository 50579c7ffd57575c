public import CPixel

/// What one block is searched in: two pictures and where the block's pixels count (255) or not (0), one size for all.
public struct BlockPictures {
    public var current, reference, mask: UnsafePointer<UInt8>
    public var width, height: Int

    @inlinable
    public init(
        current: UnsafePointer<UInt8>, reference: UnsafePointer<UInt8>, mask: UnsafePointer<UInt8>, width: Int,
        height: Int
    ) {
        (self.current, self.reference, self.mask) = (current, reference, mask)
        (self.width, self.height) = (width, height)
    }
}

/// How far and how long a block is searched for.
public struct BlockSearchLimits: Sendable, Hashable {
    /// Mean difference of the counted pixels (grey levels) below which predictors suffice, and above which nothing fits.
    public var good, worst: UInt32
    /// Reach of the coarse search, pixels of the quarter-size pictures.
    public var reach: Int

    public init(good: UInt32, worst: UInt32, reach: Int) {
        (self.good, self.worst, self.reach) = (good, worst, reach)
    }
}

/// Where a block was found.
public struct BlockMatch: Sendable, Hashable {
    /// Displacement from the block's place in `current` to its like in `reference`, pixels.
    public var x, y: Int
    /// Difference there, and one pixel to the left, right, above and below; `UInt32.max` beyond the picture.
    public var difference, left, right, above, below: UInt32

    @usableFromInline
    init(x: Int, y: Int, difference: UInt32, left: UInt32, right: UInt32, above: UInt32, below: UInt32) {
        (self.x, self.y, self.difference) = (x, y, difference)
        (self.left, self.right, self.above, self.below) = (left, right, above, below)
    }
}

/// A displacement and what it costs: the difference, and a little for its length, so that among repeats of a pattern the
/// nearest wins.
@usableFromInline
struct BlockCandidate {
    @usableFromInline var x, y: Int
    @usableFromInline var difference, cost: UInt32

    @inlinable @inline(__always)
    init(x: Int, y: Int, difference: UInt32, cost: UInt32) {
        (self.x, self.y, self.difference, self.cost) = (x, y, difference, cost)
    }
}

/// A square of one picture, compared with displaced squares of another.
@usableFromInline
struct SearchWindow {
    @usableFromInline let pictures: BlockPictures
    @usableFromInline let side, x, y: Int
    /// Pixels of displacement that cost one grey level per counted pixel.
    @usableFromInline let toll: UInt32
    /// Counted pixels.
    @usableFromInline let pixels: UInt32
    @usableFromInline let offset: Int

    @inlinable @inline(__always)
    init(_ pictures: BlockPictures, side: Int, x: Int, y: Int, toll: UInt32) {
        (self.pictures, self.side, self.x, self.y, self.toll) = (pictures, side, x, y, toll)
        offset = y &* pictures.width &+ x
        var sums: UInt64 = 0
        for row in 0..<side {
            let line = UnsafeRawPointer(pictures.mask + (offset &+ row &* pictures.width))
            sums = sums &+ (line.loadUnaligned(as: UInt64.self) & 0x0101_0101_0101_0101)
            if side == 16 {
                sums = sums &+ (line.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & 0x0101_0101_0101_0101)
            }
        }
        // Each byte counts at most 32; in pairs all of them fit 16 bits.
        let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ ((sums &>> 8) & 0x00FF_00FF_00FF_00FF)
        pixels = UInt32(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
    }

    @inlinable @inline(__always)
    func isInside(_ dx: Int, _ dy: Int) -> Bool {
        x &+ dx >= 0 && y &+ dy >= 0 && x &+ dx &+ side <= pictures.width && y &+ dy &+ side <= pictures.height
    }

    /// Sum of differences over the counted pixels, or something not below `limit`; `UInt32.max` beyond the picture.
    @inlinable @inline(__always)
    func difference(_ dx: Int, _ dy: Int, below limit: UInt32 = .max) -> UInt32 {
        guard isInside(dx, dy) else { return .max }
        return cpixel_masked_difference_below(
            pictures.current + offset, pictures.reference + (offset &+ dy &* pictures.width &+ dx),
            pictures.mask + offset, pictures.width, Int32(truncatingIfNeeded: side), limit)
    }

    @inlinable @inline(__always)
    func improve(_ best: inout BlockCandidate, _ dx: Int, _ dy: Int) {
        let length = UInt32(truncatingIfNeeded: (dx < 0 ? 0 &- dx : dx) &+ (dy < 0 ? 0 &- dy : dy))
        let price = pixels &* length / toll
        guard price < best.cost, isInside(dx, dy) else { return }
        let difference = difference(dx, dy, below: best.cost &- price)
        if difference < best.cost &- price {
            best = BlockCandidate(x: dx, y: dy, difference: difference, cost: difference &+ price)
        }
    }

    /// Walks downhill in steps of one size, at most eight of them.
    @inlinable @inline(__always)
    func descend(_ best: inout BlockCandidate, step: Int) {
        for _ in 0..<8 {
            let centre = best
            for neighbour in 0..<8 {
                // Left, right, above, below, then the corners: two bits of each word are a coordinate plus one.
                let dx = (0b10_00_10_00_01_01_10_00 &>> (2 &* neighbour)) & 3 &- 1
                let dy = (0b10_10_00_00_10_00_01_01 &>> (2 &* neighbour)) & 3 &- 1
                improve(&best, centre.x &+ dx &* step, centre.y &+ dy &* step)
            }
            if best.x == centre.x && best.y == centre.y { return }
        }
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func matchBlock(
        row: Int, column: Int, fine: BlockPictures, coarse: BlockPictures, predictors: SIMD8<Int32>,
        limits: BlockSearchLimits
    ) -> BlockMatch? {
        let window = SearchWindow(fine, side: 16, x: column &* 16, y: row &* 16, toll: 16)
        guard window.pixels > 0 else { return nil }
        let rest = window.difference(0, 0)
        var best = BlockCandidate(x: 0, y: 0, difference: rest, cost: rest)
        for lane in 0..<3 {
            window.improve(
                &best, Int(truncatingIfNeeded: predictors[2 &* lane]),
                Int(truncatingIfNeeded: predictors[2 &* lane &+ 1]))
        }
        if best.difference > limits.good &* window.pixels {
            let found = coarseSearch(coarse, row: row, column: column, reach: limits.reach)
            window.improve(&best, found.x &* 4, found.y &* 4)
        }
        var step = 2
        for _ in 0..<3 {
            window.descend(&best, step: step)
            step = 1
        }
        guard best.difference <= limits.worst &* window.pixels else { return nil }
        return BlockMatch(
            x: best.x, y: best.y, difference: best.difference, left: window.difference(best.x &- 1, best.y),
            right: window.difference(best.x &+ 1, best.y), above: window.difference(best.x, best.y &- 1),
            below: window.difference(best.x, best.y &+ 1))
    }

    @inlinable @inline(__always)
    static func coarseSearch(_ pictures: BlockPictures, row: Int, column: Int, reach: Int) -> BlockCandidate {
        let (x, y) = (column &* 4 &- 2, row &* 4 &- 2)
        let window = SearchWindow(
            pictures, side: 8, x: min(max(0, x), pictures.width &- 8), y: min(max(0, y), pictures.height &- 8),
            toll: 4)
        let rest = window.difference(0, 0)
        var best = BlockCandidate(x: 0, y: 0, difference: rest, cost: rest)
        var dy = 0 &- reach
        while dy <= reach {
            var dx = 0 &- reach
            while dx <= reach {
                window.improve(&best, dx, dy)
                dx &+= 2
            }
            dy &+= 2
        }
        window.descend(&best, step: 1)
        return best
    }
}
