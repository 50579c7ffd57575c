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
    private let samples: UnsafeMutablePointer<SIMD16<Int8>>

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
            let isHeld = Self.load(held + first, count) .!= Lanes(repeating: .min)
            ring[slot] = Self.load(luma + first, count).replacing(
                with: Self.load(stand + first, count), where: isHeld)
            let old = filled == 1 ? ring[slot] : Self.load(median + first, count)
            Self.store(Self.shifted(old, ring: ring, filled: filled), into: median + first, count)
        }
    }

    /// Makes the first `filled` samples of every pixel the same: a background that is known from elsewhere. The ring then
    /// holds so many, and the next sample goes into slot `filled`.
    public func refill(with picture: UnsafePointer<UInt8>, filled: Int) {
        precondition(filled >= 1 && filled <= capacity)
        for chunk in 0..<chunks {
            let first = chunk * Self.lanes
            let value = Self.load(picture + first, min(Self.lanes, pixels - first))
            for sample in 0..<filled { samples[chunk * capacity + sample] = value }
        }
    }

    /// Fills the whole history of one pixel with `value`: its past was wrong. Its median must be set to `value` too.
    public func restart(pixel: Int, value: UInt8) {
        precondition(pixel >= 0 && pixel < pixels)
        let first = samples + pixel / Self.lanes * capacity
        for sample in 0..<capacity { first[sample][pixel % Self.lanes] = Int8(bitPattern: value ^ 0x80) }
    }

    /// The exact median of `filled` samples, known that it is `median` or one of its neighbours in order.
    ///
    /// Samples are kept with their highest bit flipped: signed comparison is one instruction on every processor.
    @inline(__always)
    private static func shifted(_ median: Lanes, ring: UnsafePointer<Lanes>, filled: Int) -> Lanes {
        let (zero, one) = (Lanes(repeating: 0), Lanes(repeating: 1))
        let (lowest, highest) = (Lanes(repeating: .min), Lanes(repeating: .max))
        var (less, more) = (zero, zero)
        var (below, above) = (lowest, highest)
        for sample in 0..<filled {
            let value = ring[sample]
            let (isLess, isMore) = (value .< median, value .> median)
            less = less &+ zero.replacing(with: one, where: isLess)
            more = more &+ zero.replacing(with: one, where: isMore)
            let lower = lowest.replacing(with: value, where: isLess)
            below = below.replacing(with: lower, where: lower .> below)
            let upper = highest.replacing(with: value, where: isMore)
            above = above.replacing(with: upper, where: upper .< above)
        }
        let rank = Lanes(repeating: Int8(truncatingIfNeeded: filled / 2))
        let notMore = Lanes(repeating: Int8(truncatingIfNeeded: filled)) &- more
        return median.replacing(with: below, where: less .> rank).replacing(with: above, where: notMore .<= rank)
    }

    private typealias Lanes = SIMD16<Int8>

    @inline(__always)
    private static func load(_ source: UnsafePointer<UInt8>, _ count: Int) -> Lanes {
        let flip = SIMD16<UInt8>(repeating: 0x80)
        if count == lanes {
            let value = UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self)
            return unsafeBitCast(value ^ flip, to: Lanes.self)
        }
        var value = flip
        for lane in 0..<count { value[lane] = source[lane] ^ 0x80 }
        return unsafeBitCast(value, to: Lanes.self)
    }

    @inline(__always)
    private static func store(_ lanes: Lanes, into target: UnsafeMutablePointer<UInt8>, _ count: Int) {
        let value = unsafeBitCast(lanes, to: SIMD16<UInt8>.self) ^ SIMD16<UInt8>(repeating: 0x80)
        if count == Self.lanes {
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
