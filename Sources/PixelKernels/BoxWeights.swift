internal import PixelKernelBodies

/// How much of each source position an output position covers along one axis, in the smallest whole units: source and
/// output sizes over their greatest common divisor.
final class BoxWeights {
    /// Sum of the weights of one output position.
    let total: Int
    let taps: Int
    let starts: UnsafeMutablePointer<Int32>
    let weights: UnsafeMutablePointer<UInt32>

    init(source: Int, count: Int) {
        let divisor = Self.greatestCommonDivisor(source, count)
        // In units of 1/`parts` source pixels the output covers [index × total, (index + 1) × total).
        let (total, parts) = (source / divisor, count / divisor)
        let taps = (0..<parts).reduce(1) { max($0, (($1 + 1) * total + parts - 1) / parts - $1 * total / parts) }
        (self.total, self.taps) = (total, taps)
        starts = .allocate(capacity: count)
        weights = .allocate(capacity: count * taps)
        for index in 0..<count {
            let (from, to) = (index * total, (index + 1) * total)
            let start = min(from / parts, source - taps)
            starts.advanced(by: index).initialize(to: Int32(start))
            for tap in 0..<taps {
                let position = (start + tap) * parts
                let covered = max(0, min(position + parts, to) - max(position, from))
                weights.advanced(by: index * taps + tap).initialize(to: UInt32(covered))
            }
        }
    }

    deinit {
        starts.deallocate()
        weights.deallocate()
    }

    var asTaps: BoxTaps { BoxTaps(starts: starts, weights: weights, taps: taps) }

    /// Euclid.
    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }
}
