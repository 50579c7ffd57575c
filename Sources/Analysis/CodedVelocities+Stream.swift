public import Footage
public import Perception

extension CodedVelocities {
    /// The memory of a stream's vectors in the words of perception, which knows no streams.
    public init(_ motion: CodedMotion) {
        self.init(
            fields: motion.fields, times: motion.times, side: motion.side, columns: motion.columns, rows: motion.rows,
            depth: motion.depth, newest: motion.newest, filled: motion.filled)
    }
}
