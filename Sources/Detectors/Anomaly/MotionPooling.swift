internal import Perception

/// Motion of each block over the last five analysed frames: one frame's mistake moves no median.
struct MotionPooling: Sendable {
    static let frames = 5
    /// Frames of the five in which a block must have a vector.
    static let leastFrames = 3
    /// Foreground pixels (of 256) that a vector must rest on.
    static let leastWeight: UInt8 = 16

    struct Motion: Sendable, Hashable {
        /// Median speed, and the mean vector, analysis pixels per second.
        var speed, x, y: Double
    }

    private let blocks: Int
    private var x: [Float]
    private var y: [Float]
    private var seen: [Bool]
    private var slot = 0
    /// Per block; `nil` where too little moved.
    private(set) var motions: [Motion?]

    init(blocks: Int) {
        self.blocks = blocks
        x = Array(repeating: 0, count: blocks * Self.frames)
        y = x
        seen = Array(repeating: false, count: blocks * Self.frames)
        motions = Array(repeating: nil, count: blocks)
    }

    mutating func reset() {
        for index in seen.indices { seen[index] = false }
        for index in motions.indices { motions[index] = nil }
    }

    mutating func ingest(_ evidence: Evidence) {
        let columns = evidence.blockColumns
        for block in 0..<blocks {
            let (column, row) = (block % columns, block / columns)
            let index = block * Self.frames + slot
            x[index] = evidence.motionX[column, row]
            y[index] = evidence.motionY[column, row]
            seen[index] = evidence.motionWeight[column, row] >= Self.leastWeight
            motions[block] = seen[index] ? pooled(block) : nil
        }
        slot = (slot + 1) % Self.frames
    }

    private func pooled(_ block: Int) -> Motion? {
        var speeds = [Float]()
        var (sumX, sumY): (Float, Float) = (0, 0)
        for index in block * Self.frames..<(block + 1) * Self.frames where seen[index] {
            speeds.append((x[index] * x[index] + y[index] * y[index]).squareRoot())
            sumX += x[index]
            sumY += y[index]
        }
        guard speeds.count >= Self.leastFrames else { return nil }
        speeds.sort()
        let count = Float(speeds.count)
        return Motion(speed: Double(speeds[speeds.count / 2]), x: Double(sumX / count), y: Double(sumY / count))
    }
}
