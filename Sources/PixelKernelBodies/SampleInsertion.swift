public import CPixel

/// The memory of a running median: chunks of 16 pixels, `[chunk][sample][lane]`, so that one pixel's samples lie close.
public struct SampleChunks {
    public static let lanes = 16

    /// `chunks` × `capacity` × 16 samples.
    public var samples: UnsafeMutablePointer<UInt8>
    /// Per pixel (whole chunks): samples that are smaller than the median, and that are equal to it.
    public var below, level: UnsafeMutablePointer<UInt8>
    /// Per chunk: samples that it holds.
    public var filled: UnsafeMutablePointer<UInt8>
    /// 64 bytes for the last chunk, which the planes may not fill.
    public var scratch: UnsafeMutablePointer<UInt8>
    public var pixels, capacity: Int

    public init(
        samples: UnsafeMutablePointer<UInt8>, below: UnsafeMutablePointer<UInt8>, level: UnsafeMutablePointer<UInt8>,
        filled: UnsafeMutablePointer<UInt8>, scratch: UnsafeMutablePointer<UInt8>, pixels: Int, capacity: Int
    ) {
        (self.samples, self.below, self.level, self.filled) = (samples, below, level, filled)
        (self.scratch, self.pixels, self.capacity) = (scratch, pixels, capacity)
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func insertSamples(
        _ ring: SampleChunks, luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>,
        slot: Int, filled: Int, chunks: Range<Int>, median: UnsafeMutablePointer<UInt8>
    ) {
        let whole = min(chunks.upperBound, ring.pixels / 16)
        let (chunk, pixel) = (chunks.lowerBound, chunks.lowerBound &* 16)
        cpixel_insert_samples(
            ring.samples + pixel &* ring.capacity, ring.capacity, luma + pixel, stand + pixel, held + pixel, slot,
            filled, median + pixel, ring.below + pixel, ring.level + pixel, ring.filled + chunk, whole &- chunk)
        guard whole < chunks.upperBound else { return }
        insertRest(ring, luma: luma, stand: stand, held: held, slot: slot, filled: filled, median: median)
    }

    /// The last chunk when the pixels do not fill it, by way of a copy.
    @inlinable @inline(__always)
    static func insertRest(
        _ ring: SampleChunks, luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>,
        slot: Int, filled: Int, median: UnsafeMutablePointer<UInt8>
    ) {
        let first = ring.pixels & ~15
        let copy = ring.scratch
        for lane in 0..<ring.pixels &- first {
            copy[lane] = luma[first &+ lane]
            copy[16 &+ lane] = stand[first &+ lane]
            copy[32 &+ lane] = held[first &+ lane]
            copy[48 &+ lane] = median[first &+ lane]
        }
        cpixel_insert_samples(
            ring.samples + first &* ring.capacity, ring.capacity, copy, copy + 16, copy + 32, slot, filled, copy + 48,
            ring.below + first, ring.level + first, ring.filled + first / 16, 1)
        for lane in 0..<ring.pixels &- first { median[first &+ lane] = copy[48 &+ lane] }
    }
}

extension ScalarKernels {
    /// Sorts all samples of each pixel; ``SampleChunks/below`` and `level` are brought up to date all the same, so that
    /// kernels may take turns.
    public static func insertSamples(
        _ ring: SampleChunks, luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>,
        slot: Int, filled: Int, chunks: Range<Int>, median: UnsafeMutablePointer<UInt8>
    ) {
        for chunk in chunks {
            for lane in 0..<min(16, ring.pixels - 16 * chunk) {
                let pixel = 16 * chunk + lane
                let samples = ring.samples + chunk * ring.capacity * 16 + lane
                samples[16 * slot] = held[pixel] != 0 ? stand[pixel] : luma[pixel]
                let value = Self.median((0..<filled).map { samples[16 * $0] })
                median[pixel] = value
                ring.below[pixel] = UInt8((0..<filled).count { samples[16 * $0] < value })
                ring.level[pixel] = UInt8((0..<filled).count { samples[16 * $0] == value })
            }
            ring.filled[chunk] = UInt8(filled)
        }
    }

    /// The upper median.
    public static func median(_ samples: [UInt8]) -> UInt8 { samples.sorted()[samples.count / 2] }
}
