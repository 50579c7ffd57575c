/// A running median of the last samples of every pixel: the long-term background.
///
/// Samples lie in chunks of 16 pixels (`[chunk][sample][lane]`), so that one update streams through memory once. Only
/// the arrival order is kept: replacing one sample moves the median by at most one rank, and one pass over the chunk
/// counts what is below and finds both neighbours. The result is the exact median (the upper one of an even number).
/// A frozen choice instead of an average: what covers a pixel for less than half of the window leaves no trace.
public final class MedianRing {
    public static let lanes = 16
    public let pixels: Int
    public let capacity: Int
    public var chunks: Int { (pixels + Self.lanes - 1) / Self.lanes }
    private let samples: UnsafeMutablePointer<SIMD16<UInt8>>

    public init(pixels: Int, capacity: Int) {
        precondition(pixels >= 0 && capacity >= 1 && capacity <= 127)
        (self.pixels, self.capacity) = (pixels, capacity)
        let count = (pixels + Self.lanes - 1) / Self.lanes * capacity
        samples = .allocate(capacity: max(1, count))
        samples.initialize(repeating: .zero, count: max(1, count))
    }

    deinit { samples.deallocate() }

    /// Puts one sample of each pixel of `chunks` into `slot` and brings their median up to date.
    ///
    /// - Parameters:
    ///   - held: where not 0 the sample is `stand` instead of `luma`: what the pixel would show without what is there.
    ///   - filled: samples that the ring holds after this one; while it grows, `slot` is `filled − 1`.
    ///   - median: the median before, and after; undefined before the first sample.
    public func insert(
        luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>, slot: Int, filled: Int,
        chunks range: Range<Int>, median: UnsafeMutablePointer<UInt8>
    ) {
        precondition(slot < filled && filled <= capacity && range.upperBound <= chunks)
        for chunk in range {
            let first = chunk * Self.lanes
            let count = min(Self.lanes, pixels - first)
            let ring = samples + chunk * capacity
            let hold = Self.load(held + first, count)
            ring[slot] = Self.load(luma + first, count).replacing(
                with: Self.load(stand + first, count), where: hold .!= .zero)
            let old = filled == 1 ? ring[slot] : Self.load(median + first, count)
            Self.store(Self.shifted(old, ring: ring, filled: filled), into: median + first, count)
        }
    }

    /// The exact median of `filled` samples, known that it is `median` or one of its neighbours in order.
    @inline(__always)
    private static func shifted(
        _ median: SIMD16<UInt8>, ring: UnsafePointer<SIMD16<UInt8>>, filled: Int
    ) -> SIMD16<UInt8> {
        let zero = SIMD16<UInt8>(repeating: 0)
        let one = SIMD16<UInt8>(repeating: 1)
        var less = zero
        var lessOrEqual = zero
        var below = zero
        var above = SIMD16<UInt8>(repeating: 255)
        for sample in 0..<filled {
            let value = ring[sample]
            let (isLess, isMore) = (value .< median, value .> median)
            less = less &+ zero.replacing(with: one, where: isLess)
            lessOrEqual = lessOrEqual &+ one.replacing(with: zero, where: isMore)
            let lower = zero.replacing(with: value, where: isLess)
            below = below.replacing(with: lower, where: lower .> below)
            let upper = SIMD16<UInt8>(repeating: 255).replacing(with: value, where: isMore)
            above = above.replacing(with: upper, where: upper .< above)
        }
        let rank = SIMD16<UInt8>(repeating: UInt8(truncatingIfNeeded: filled / 2))
        return median.replacing(with: below, where: less .> rank).replacing(with: above, where: lessOrEqual .<= rank)
    }

    @inline(__always)
    private static func load(_ source: UnsafePointer<UInt8>, _ count: Int) -> SIMD16<UInt8> {
        if count == lanes { return UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self) }
        var value = SIMD16<UInt8>.zero
        for lane in 0..<count { value[lane] = source[lane] }
        return value
    }

    @inline(__always)
    private static func store(_ value: SIMD16<UInt8>, into target: UnsafeMutablePointer<UInt8>, _ count: Int) {
        if count == lanes {
            UnsafeMutableRawPointer(target).storeBytes(of: value, as: SIMD16<UInt8>.self)
        } else {
            for lane in 0..<count { target[lane] = value[lane] }
        }
    }
}

extension ReferenceKernels {
    /// The upper median.
    public static func median(_ samples: [UInt8]) -> UInt8 {
        samples.sorted()[samples.count / 2]
    }
}
