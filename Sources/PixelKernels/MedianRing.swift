public import PixelKernelBodies

/// A running median of the last samples of every pixel: the long-term background.
///
/// Only the arrival order of the samples is kept, and how many are smaller than the median and equal to it. A new sample
/// in the place of the oldest moves the median by at most one rank; as long as its rank stays among the equal ones,
/// which is the rule where nothing happens, nothing else is read. The result is the exact median (the upper one of an
/// even number). A frozen choice instead of an average: what covers a pixel for less than half of the window leaves no
/// trace.
public final class MedianRing {
    public static let lanes = SampleChunks.lanes
    public let pixels: Int
    public let capacity: Int
    public var chunks: Int { (pixels + Self.lanes - 1) / Self.lanes }
    /// Memory that the ring holds.
    public var bytes: Int { chunks * (Self.lanes * (capacity + 2) + 1) + Self.scratchBytes }
    private static let scratchBytes = 4 * SampleChunks.lanes
    private let memory: SampleChunks

    public init(pixels: Int, capacity: Int) {
        precondition(pixels >= 0 && capacity >= 1 && capacity <= 127)
        (self.pixels, self.capacity) = (pixels, capacity)
        let chunks = (pixels + Self.lanes - 1) / Self.lanes
        func zeroed(_ count: Int) -> UnsafeMutablePointer<UInt8> {
            let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, count))
            bytes.initialize(repeating: 0, count: max(1, count))
            return bytes
        }
        memory = SampleChunks(
            samples: zeroed(chunks * capacity * Self.lanes), below: zeroed(chunks * Self.lanes),
            level: zeroed(chunks * Self.lanes), filled: zeroed(chunks), scratch: zeroed(Self.scratchBytes),
            pixels: pixels, capacity: capacity)
    }

    deinit {
        for bytes in [memory.samples, memory.below, memory.level, memory.filled, memory.scratch] { bytes.deallocate() }
    }

    /// Puts one sample of each pixel of `chunks` into `slot` and brings their median up to date.
    ///
    /// - Parameters:
    ///   - held: where not 0 the sample is `stand` instead of `luma`: what the pixel would show without what is there.
    ///   - filled: samples that the ring holds after this one, 1 to begin anew; while it grows, `slot` is `filled − 1`.
    ///   - median: the median before, and after; undefined before the first sample.
    public func insert(
        luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>, slot: Int, filled: Int,
        chunks range: Range<Int>, median: UnsafeMutablePointer<UInt8>
    ) {
        insert(
            luma: luma, stand: stand, held: held, slot: slot, filled: filled, chunks: range, median: median,
            with: kernels)
    }

    /// As above, with the kernels of one set.
    public func insert(
        luma: UnsafePointer<UInt8>, stand: UnsafePointer<UInt8>, held: UnsafePointer<UInt8>, slot: Int, filled: Int,
        chunks range: Range<Int>, median: UnsafeMutablePointer<UInt8>, with kernels: any LumaKernels.Type
    ) {
        precondition(slot < filled && filled <= capacity && range.upperBound <= chunks)
        kernels.insertSamples(
            memory, luma: luma, stand: stand, held: held, slot: slot, filled: filled, chunks: range, median: median)
    }

    /// Makes the first `filled` samples of every pixel the same: a background that is known from elsewhere. The ring then
    /// holds so many, and the next sample goes into slot `filled`.
    public func refill(with picture: UnsafePointer<UInt8>, filled: Int) {
        precondition(filled >= 1 && filled <= capacity)
        for chunk in 0..<chunks {
            let (first, count) = (chunk * Self.lanes, min(Self.lanes, pixels - chunk * Self.lanes))
            for sample in 0..<filled {
                let row = memory.samples + (chunk * capacity + sample) * Self.lanes
                row.update(from: picture + first, count: count)
            }
            memory.filled[chunk] = UInt8(filled)
            for pixel in first..<first + count { (memory.below[pixel], memory.level[pixel]) = (0, UInt8(filled)) }
        }
    }

    /// Fills the whole history of one pixel with `value`: its past was wrong. Its median must be set to `value` too.
    public func restart(pixel: Int, value: UInt8) {
        precondition(pixel >= 0 && pixel < pixels)
        let (chunk, lane) = (pixel / Self.lanes, pixel % Self.lanes)
        let first = memory.samples + chunk * capacity * Self.lanes + lane
        for sample in 0..<capacity { first[sample * Self.lanes] = value }
        memory.below[pixel] = 0
        memory.level[pixel] = memory.filled[chunk]
    }
}
