/// Velocities of the last decoded frames as the encoder's motion vectors tell them, in memory that somebody else keeps
/// and that stays valid while the call that received it runs.
public struct CodedVelocities {
    /// `depth` fields of `columns` × `rows` velocities, row by row, in picture pixels per second; ``unknown`` where the
    /// encoder did not look back.
    public var fields: UnsafePointer<SIMD2<Int16>>
    /// When each field's frame is shown, seconds.
    public var times: UnsafePointer<Double>
    /// Picture pixels along one side of a square.
    public var side: Int
    public var columns, rows: Int
    public var depth: Int
    /// The field of the frame that is analysed, and how many fields are there (itself included).
    public var newest, filled: Int

    public static let unknown = SIMD2<Int16>(repeating: .min)

    public init(
        fields: UnsafePointer<SIMD2<Int16>>, times: UnsafePointer<Double>, side: Int, columns: Int, rows: Int,
        depth: Int, newest: Int, filled: Int
    ) {
        (self.fields, self.times, self.side) = (fields, times, side)
        (self.columns, self.rows, self.depth) = (columns, rows, depth)
        (self.newest, self.filled) = (newest, filled)
    }

    /// Mean velocity, over at least `seconds` where there is so much, of what is now in a square: its path is followed
    /// backwards from frame to frame. `nil` where the encoder tells nothing.
    func trace(column: Int, row: Int, seconds: Double) -> SIMD2<Float>? {
        let start = SIMD2<Float>(Float(column) + 0.5, Float(row) + 0.5) * Float(side)
        var (place, elapsed) = (start, 0.0)
        for back in 0..<filled - 1 {
            let field = (newest + depth - back) % depth
            let (x, y) = (Int(place.x) / side, Int(place.y) / side)
            guard place.x >= 0, place.y >= 0, x < columns, y < rows else { break }
            let velocity = fields[(field * rows + y) * columns + x]
            let step = times[field] - times[(field + depth - 1) % depth]
            guard velocity != Self.unknown, step > 0 else { break }
            place -= SIMD2<Float>(Float(velocity.x), Float(velocity.y)) * Float(step)
            elapsed += step
            if elapsed >= seconds - 0.001 { break }
        }
        return elapsed > 0 ? (start - place) / Float(elapsed) : nil
    }
}
