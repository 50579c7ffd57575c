import CFFmpeg

/// How the contents of the picture moved from frame to frame, as the encoder's motion vectors say: the last few decoded
/// frames, one velocity for each square of the picture. Plain memory of the source, valid until its next call.
public struct CodedMotion {
    /// `depth` fields of `columns` × `rows` velocities, row by row, in pixels of the picture per second (to the right
    /// and down); ``unknown`` where a square was coded without looking back.
    public let fields: UnsafePointer<SIMD2<Int16>>
    /// When each field's frame is shown, seconds.
    public let times: UnsafePointer<Double>
    /// Pixels of the picture along one side of a square.
    public let side: Int
    public let columns, rows: Int
    public let depth: Int
    /// The field of the frame that was just given, and how many fields before it are there (itself included).
    public let newest, filled: Int

    public static let unknown = SIMD2<Int16>(repeating: .min)
}

/// Keeps the motion vectors that libavcodec exports beside each picture (H.264 and older; none for HEVC).
///
/// Only vectors that point to the past count, divided by their scale and by the time to the reference. libavcodec does not
/// say which picture that was: the last one that is no B-picture, or, between two B-pictures, the one just shown,
/// whichever makes the speeds go on as they were. A key frame has no vectors: what moved goes on moving, so the last
/// field is held.
struct CodedMotionReader: ~Copyable {
    /// Fields kept: 0.2 s at 30 frames/s and what is being written.
    private static let depth = 8
    /// Pictures wider than this are told in squares of 16 pixels (a macroblock), others in squares of 8.
    private static let finestWidth = 960

    private var velocities = UnsafeMutableBufferPointer<SIMD2<Int16>>(start: nil, count: 0)
    private let times: UnsafeMutablePointer<Double>
    private var columns = 0, rows = 0, side = 16
    private var newest = 0, filled = 0
    /// When the last picture was shown that is no B-picture.
    private var referenceTime = -Double.infinity
    /// Shortest vectors, in pixels each way together, whose speeds are compared.
    private static let telling = 1.0

    init() {
        times = .allocate(capacity: Self.depth)
        times.initialize(repeating: 0, count: Self.depth)
    }

    deinit {
        velocities.deallocate()
        times.deallocate()
    }

    /// Fields up to the last frame that was taken; `nil` while the stream has shown no vectors.
    var motion: CodedMotion? {
        guard filled > 0, let base = velocities.baseAddress else { return nil }
        return CodedMotion(
            fields: UnsafePointer(base), times: UnsafePointer(times), side: side, columns: columns, rows: rows,
            depth: Self.depth,
            newest: newest, filled: filled)
    }

    /// Takes the vectors of the next frame in display order.
    mutating func take(_ frame: borrowing LibavFrame, time: Double) {
        let picture = frame.pointer
        let data = av_frame_get_side_data(picture, AV_FRAME_DATA_MOTION_VECTORS)
        defer { if picture.pointee.pict_type != AV_PICTURE_TYPE_B { referenceTime = time } }
        guard filled > 0 || data != nil else { return }
        fit(width: Int(picture.pointee.width), height: Int(picture.pointee.height))
        guard let base = velocities.baseAddress else { return }
        let (last, previous) = (base + newest * columns * rows, newest)
        newest = (newest + 1) % Self.depth
        filled = min(filled + 1, Self.depth)
        times[newest] = time
        let field = base + newest * columns * rows
        guard let data, time > referenceTime else {
            field.update(from: last, count: columns * rows)
            return
        }
        field.update(repeating: CodedMotion.unknown, count: columns * rows)
        let count = Int(data.pointee.size) / MemoryLayout<AVMotionVector>.stride
        data.pointee.data.withMemoryRebound(to: AVMotionVector.self, capacity: count) { vectors in
            let seconds = referenceDistance(vectors, count, before: last, from: times[previous], to: time)
            for index in 0..<count { write(vectors + index, into: field, seconds: seconds) }
        }
    }

    /// Seconds to the picture that a frame's vectors point to.
    private func referenceDistance(
        _ vectors: UnsafePointer<AVMotionVector>, _ count: Int, before last: UnsafePointer<SIMD2<Int16>>,
        from previous: Double, to time: Double
    ) -> Double {
        let (near, far) = (time - previous, time - referenceTime)
        guard near > 0, far > near * 1.01 else { return far }
        var (path, speed) = (0.0, 0.0)
        for index in 0..<count {
            let vector = vectors[index]
            guard vector.source < 0, vector.motion_scale > 0 else { continue }
            let length = Double(abs(vector.motion_x) + abs(vector.motion_y)) / Double(vector.motion_scale)
            let (x, y) = (Int(vector.dst_x) / side, Int(vector.dst_y) / side)
            guard length >= Self.telling, x >= 0, y >= 0, x < columns, y < rows else { continue }
            let before = last[y * columns + x]
            guard before != CodedMotion.unknown, before != .zero else { continue }
            path += length
            speed += Double(abs(Int(before.x)) + abs(Int(before.y)))
        }
        // The geometric mean of both distances divides them.
        return path * path < speed * speed * near * far ? near : far
    }

    /// Makes room for a picture of another size; its vectors start anew.
    private mutating func fit(width: Int, height: Int) {
        let side = width > Self.finestWidth ? 16 : 8
        let (columns, rows) = ((width + side - 1) / side, (height + side - 1) / side)
        guard columns != self.columns || rows != self.rows || side != self.side else { return }
        (self.columns, self.rows, self.side, newest, filled) = (columns, rows, side, 0, 0)
        velocities.deallocate()
        velocities = .allocate(capacity: columns * rows * Self.depth)
        velocities.initialize(repeating: CodedMotion.unknown)
    }

    private func write(
        _ vector: UnsafePointer<AVMotionVector>, into field: UnsafeMutablePointer<SIMD2<Int16>>, seconds: Double
    ) {
        let vector = vector.pointee
        guard vector.source < 0, vector.motion_scale > 0 else { return }
        // The vector leads from the square to where it came from.
        let factor = -1 / (Double(vector.motion_scale) * seconds)
        let velocity = SIMD2<Int16>(
            Int16(clamping: Int((Double(vector.motion_x) * factor).rounded())),
            Int16(clamping: Int((Double(vector.motion_y) * factor).rounded())))
        let (left, top) = (Int(vector.dst_x) - Int(vector.w) / 2, Int(vector.dst_y) - Int(vector.h) / 2)
        let (first, last) = (max(0, left / side), min(columns - 1, (left + Int(vector.w) - 1) / side))
        guard first <= last else { return }
        for row in stride(from: max(0, top / side), through: min(rows - 1, (top + Int(vector.h) - 1) / side), by: 1) {
            for column in first...last { field[row * columns + column] = velocity }
        }
    }
}
