internal import Perception

/// Motion of each block over the last five analysed frames, as far as it is coherent: one frame's mistake moves no
/// median, and what is said to have come from elsewhere must have been there.
struct MotionPooling: Sendable {
    static let frames = 5
    /// Frames of the five in which a block must have a vector.
    static let leastFrames = 2
    /// Foreground pixels (of 256) that a vector must rest on.
    static let leastWeight: UInt8 = 16
    /// Vectors agree when they differ by less than this share of the expected one, or by less than so many pixels per
    /// second, which is one pixel between two analysed frames.
    static let agreement: Float = 0.4, jitter: Float = 5
    /// Pixels of displacement between two frames from which on the place that a block's motion points back to must
    /// have moved alike: a wrong match points to anywhere.
    static let tracedFrom: Float = 8

    struct Motion: Sendable, Hashable {
        /// Length and components of the median vector, analysis pixels per second.
        var speed, x, y: Double
    }

    private typealias Vector = SIMD2<Float>

    private let columns, rows: Int
    /// Accepted vectors of the last frames; `nil` where there was none.
    private var ring: [Vector?]
    /// Vectors of the previous frame, accepted or not.
    private var previous: [Vector?]
    private var current: [Vector?]
    private var slot = 0
    /// Per block; `nil` where too little moved, or nothing coherent.
    private(set) var motions: [Motion?]

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        ring = Array(repeating: nil, count: columns * rows * Self.frames)
        previous = Array(repeating: nil, count: columns * rows)
        current = previous
        motions = Array(repeating: nil, count: columns * rows)
    }

    mutating func reset() { self = MotionPooling(columns: columns, rows: rows) }

    mutating func ingest(_ evidence: Evidence) {
        swap(&previous, &current)
        for block in motions.indices {
            let (column, row) = (block % columns, block / columns)
            let hasVector = evidence.motionWeight[column, row] >= Self.leastWeight
            current[block] = hasVector ? [evidence.motionX[column, row], evidence.motionY[column, row]] : nil
        }
        for block in motions.indices {
            let vector = current[block].flatMap { comesFromAlike(block, $0, evidence.interval) ? $0 : nil }
            ring[block * Self.frames + slot] = vector
            motions[block] = vector == nil ? nil : pooled(block)
        }
        slot = (slot + 1) % Self.frames
    }

    /// Whether the place that a long vector points back to moved alike one frame before.
    private func comesFromAlike(_ block: Int, _ vector: Vector, _ interval: Double) -> Bool {
        let step = vector * Float(interval)
        guard (step * step).sum() > Self.tracedFrom * Self.tracedFrom else { return true }
        let size = Float(Evidence.blockSize)
        let x = (Float(block % columns) * size + size / 2 - step.x) / size - 0.5
        let y = (Float(block / columns) * size + size / 2 - step.y) / size - 0.5
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        // What enters the picture so fast is believed one block later, when it can be traced.
        guard left >= 0, top >= 0, left + 1 < columns, top + 1 < rows else { return false }
        return [0, 1, columns, columns + 1].contains { offset in
            previous[top * columns + left + offset].map { Self.agree($0, vector) } ?? false
        }
    }

    /// The median vector of the frames that have one, when enough of them agree with it.
    private func pooled(_ block: Int) -> Motion? {
        let vectors = ring[block * Self.frames..<(block + 1) * Self.frames].compactMap(\.self)
        guard vectors.count >= Self.leastFrames else { return nil }
        let median: Vector = [Self.median(vectors.map(\.x)), Self.median(vectors.map(\.y))]
        guard vectors.count(where: { Self.agree($0, median) }) >= Self.leastFrames else { return nil }
        return Motion(
            speed: Double((median * median).sum().squareRoot()), x: Double(median.x), y: Double(median.y))
    }

    private static func agree(_ vector: Vector, _ expected: Vector) -> Bool {
        let difference = vector - expected
        let tolerance = max(jitter * jitter, agreement * agreement * (expected * expected).sum())
        return (difference * difference).sum() <= tolerance
    }

    /// The lower median.
    private static func median(_ values: [Float]) -> Float { values.sorted()[(values.count - 1) / 2] }
}
