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
        /// Its sector in a ``DirectionHistogram``.
        var sector: Int

        init(x: Double, y: Double) {
            (self.x, self.y) = (x, y)
            speed = (x * x + y * y).squareRoot()
            sector = DirectionHistogram.bin(x: x, y: y)
        }
    }

    private typealias Vector = SIMD2<Float>
    /// No vector: not equal to itself.
    private static let none = Vector(.nan, .nan)

    private let columns, rows: Int
    /// Accepted vectors of the last frames.
    private var ring: [Vector]
    /// Vectors of the previous frame, accepted or not.
    private var previous: [Vector]
    private var current: [Vector]
    private var slot = 0
    /// Per block; `nil` where too little moved, or nothing coherent.
    private(set) var motions: [Motion?]

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        ring = Array(repeating: Self.none, count: columns * rows * Self.frames)
        previous = Array(repeating: Self.none, count: columns * rows)
        current = previous
        motions = Array(repeating: nil, count: columns * rows)
    }

    mutating func reset() {
        for index in ring.indices { ring[index] = Self.none }
        for block in motions.indices { (previous[block], current[block], motions[block]) = (Self.none, Self.none, nil) }
    }

    /// - Parameter foreground: pixels of each block that are no light; all 0 while there is no background.
    mutating func ingest(_ evidence: Evidence, foreground: [Int]) {
        swap(&previous, &current)
        for row in 0..<rows {
            for column in 0..<columns {
                let hasVector = evidence.motionWeight[column, row] >= Self.leastWeight
                current[row * columns + column] =
                    hasVector ? Vector(evidence.motionX[column, row], evidence.motionY[column, row]) : Self.none
            }
        }
        for block in motions.indices {
            let source = origin(block, evidence, foreground)
            let isAccepted = source != .none
            ring[block * Self.frames + slot] = isAccepted ? current[block] : Self.none
            motions[block] = isAccepted ? pooled(block, isTraced: source == .traced) : nil
        }
        slot = (slot + 1) % Self.frames
    }

    /// What speaks for a block's vector.
    private enum Origin {
        /// There is no vector, or one that points back to where nothing moved alike.
        case none
        /// It is too short to point to another place.
        case near
        /// The place that it points back to moved alike one frame before.
        case traced
    }

    private func origin(_ block: Int, _ evidence: Evidence, _ foreground: [Int]) -> Origin {
        guard current[block].x == current[block].x else { return .none }
        let step = current[block] * Float(evidence.interval)
        guard (step * step).sum() > Self.tracedFrom * Self.tracedFrom else { return .near }
        return comesFromAlike(block, step: step) && isBody(block, evidence, foreground) ? .traced : .none
    }

    /// Whether a body moves there: something with an outline, over more than one block. Light sweeps as fast as a car and
    /// can be traced as well; a wrong match is alone. While there is no background nothing is known of outlines.
    private func isBody(_ block: Int, _ evidence: Evidence, _ foreground: [Int]) -> Bool {
        guard evidence.backgroundState == .starting || foreground[block] > 0 else { return false }
        let (column, row) = (block % columns, block / columns)
        return (column > 0 && Self.agree(current[block - 1], current[block]))
            || (column + 1 < columns && Self.agree(current[block + 1], current[block]))
            || (row > 0 && Self.agree(current[block - columns], current[block]))
            || (row + 1 < rows && Self.agree(current[block + columns], current[block]))
    }

    private func comesFromAlike(_ block: Int, step: Vector) -> Bool {
        let vector = current[block]
        let size = Float(Evidence.blockSize)
        let x = (Float(block % columns) * size + size / 2 - step.x) / size - 0.5
        let y = (Float(block / columns) * size + size / 2 - step.y) / size - 0.5
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        // What enters the picture so fast is believed one block later, when it can be traced.
        guard left >= 0, top >= 0, left + 1 < columns, top + 1 < rows else { return false }
        let first = top * columns + left
        return Self.agree(previous[first], vector) || Self.agree(previous[first + 1], vector)
            || Self.agree(previous[first + columns], vector) || Self.agree(previous[first + columns + 1], vector)
    }

    /// The median vector of the frames that have one, when enough of them agree with it. What runs is in a block for one
    /// frame or two, among others who walk: a vector that was traced needs no more than that.
    private func pooled(_ block: Int, isTraced: Bool) -> Motion? {
        guard let median = agreedMedian(block), !isTraced || Self.agree(current[block], median) else {
            return isTraced ? Self.motion(current[block]) : nil
        }
        return Self.motion(median)
    }

    private static func motion(_ vector: Vector) -> Motion {
        Motion(x: Double(vector.x), y: Double(vector.y))
    }

    private func agreedMedian(_ block: Int) -> Vector? {
        let first = block * Self.frames
        var count = 0
        for index in first..<first + Self.frames where ring[index].x == ring[index].x { count += 1 }
        guard count >= Self.leastFrames else { return nil }
        let median = lowerMedian(first, count)
        var agreeing = 0
        for index in first..<first + Self.frames where Self.agree(ring[index], median) { agreeing += 1 }
        return agreeing >= Self.leastFrames ? median : nil
    }

    /// `false` when there is no vector.
    private static func agree(_ vector: Vector, _ expected: Vector) -> Bool {
        let difference = vector - expected
        let tolerance = max(jitter * jitter, agreement * agreement * (expected * expected).sum())
        return (difference * difference).sum() <= tolerance
    }

    /// The lower median of the `count` vectors that there are among five, in each component: the five are sorted, those
    /// that are missing last.
    private func lowerMedian(_ first: Int, _ count: Int) -> Vector {
        var (a, b, c) = (present(first), present(first + 1), present(first + 2))
        var (d, e) = (present(first + 3), present(first + 4))
        // The shortest network for five (Knuth, The Art of Computer Programming 3, 5.3.4).
        Self.sort(&a, &b)
        Self.sort(&d, &e)
        Self.sort(&c, &e)
        Self.sort(&c, &d)
        Self.sort(&a, &d)
        Self.sort(&a, &c)
        Self.sort(&b, &e)
        Self.sort(&b, &d)
        Self.sort(&b, &c)
        return count > 4 ? c : count > 2 ? b : a
    }

    private func present(_ index: Int) -> Vector {
        ring[index].x == ring[index].x ? ring[index] : Vector(repeating: .infinity)
    }

    @inline(__always)
    private static func sort(_ a: inout Vector, _ b: inout Vector) {
        let (low, high) = (a.replacing(with: b, where: b .< a), b.replacing(with: a, where: b .< a))
        (a, b) = (low, high)
    }
}
