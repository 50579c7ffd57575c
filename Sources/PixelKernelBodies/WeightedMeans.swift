/// For each output position along a row: the first source position, and the weights of `taps` sources from there on.
public struct BoxTaps {
    public let starts: UnsafePointer<Int32>
    /// `taps` of them for each output position.
    public let weights: UnsafePointer<UInt32>
    public let taps: Int

    public init(starts: UnsafePointer<Int32>, weights: UnsafePointer<UInt32>, taps: Int) {
        (self.starts, self.weights, self.taps) = (starts, weights, taps)
    }
}

/// Division of a weighted sum of pixels by the sum of its weights, rounded half up and exact.
///
/// A multiplication by ⌈2⁵⁴ / total⌉ where that is exact: the sum is below 256 × total, so the error stays below one for
/// every total up to 2²³ (T. Granlund and P. L. Montgomery, Division by Invariant Integers using Multiplication, 1994).
public struct BoxDivision {
    public let total: UInt64
    @usableFromInline let reciprocal: UInt64

    /// - Precondition: `1 ≤ total < 2⁵⁵`.
    public init(total: UInt64) {
        precondition(total >= 1 && total < 1 << 55)
        self.total = total
        reciprocal = total <= Self.largestMultiplied ? ((1 << 54) + total - 1) / total : 0
    }

    /// The largest total for which the multiplication is exact.
    public static let largestMultiplied: UInt64 = 1 << 23

    /// `sum` is at most 255 × ``total``, which must not be above ``largestMultiplied``.
    @inlinable @inline(__always)
    func meanByMultiplication(_ sum: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: ((sum &+ total &>> 1) &* reciprocal) &>> 54)
    }

    /// For every total.
    @inlinable @inline(__always)
    func mean(_ sum: UInt64) -> UInt8 {
        reciprocal == 0 ? UInt8(truncatingIfNeeded: (sum &+ total &>> 1) / total) : meanByMultiplication(sum)
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func addWeighted(
        _ row: UnsafePointer<UInt8>, weight: UInt16, sums: UnsafeMutablePointer<UInt16>, count: Int
    ) {
        for x in 0..<count { sums[x] = sums[x] &+ weight &* UInt16(row[x]) }
    }

    @inlinable @inline(__always)
    public static func addWeightedWide(
        _ row: UnsafePointer<UInt8>, weight: UInt32, sums: UnsafeMutablePointer<UInt32>, count: Int
    ) {
        for x in 0..<count { sums[x] = sums[x] &+ weight &* UInt32(row[x]) }
    }

    @inlinable @inline(__always)
    public static func combineWeighted(
        _ sums: UnsafePointer<UInt16>, columns: BoxTaps, division: BoxDivision,
        into out: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        let (starts, weights, taps) = (columns.starts, columns.weights, columns.taps)
        if taps == 2 {
            for x in 0..<count {
                let (first, w) = (sums + Int(starts[x]), weights + 2 &* x)
                let sum = w[0] &* UInt32(first[0]) &+ w[1] &* UInt32(first[1])
                out[x] = division.meanByMultiplication(UInt64(sum))
            }
            return
        }
        for x in 0..<count {
            var sum: UInt32 = 0
            let (first, w) = (sums + Int(starts[x]), weights + x &* taps)
            for tap in 0..<taps { sum = sum &+ w[tap] &* UInt32(first[tap]) }
            out[x] = division.meanByMultiplication(UInt64(sum))
        }
    }

    @inlinable @inline(__always)
    public static func combineWeightedWide(
        _ sums: UnsafePointer<UInt32>, columns: BoxTaps, division: BoxDivision,
        into out: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        let (starts, weights, taps) = (columns.starts, columns.weights, columns.taps)
        for x in 0..<count {
            var sum: UInt64 = 0
            let (first, w) = (sums + Int(starts[x]), weights + x &* taps)
            for tap in 0..<taps { sum = sum &+ UInt64(w[tap]) &* UInt64(first[tap]) }
            out[x] = division.mean(sum)
        }
    }
}

extension ScalarKernels {
    public static func addWeighted(
        _ row: UnsafePointer<UInt8>, weight: UInt16, sums: UnsafeMutablePointer<UInt16>, count: Int
    ) {
        for x in 0..<count { sums[x] += weight * UInt16(row[x]) }
    }

    public static func addWeightedWide(
        _ row: UnsafePointer<UInt8>, weight: UInt32, sums: UnsafeMutablePointer<UInt32>, count: Int
    ) {
        for x in 0..<count { sums[x] += weight * UInt32(row[x]) }
    }

    public static func combineWeighted(
        _ sums: UnsafePointer<UInt16>, columns: BoxTaps, division: BoxDivision,
        into out: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for x in 0..<count { out[x] = mean(at: x, columns, division) { UInt64(sums[$0]) } }
    }

    public static func combineWeightedWide(
        _ sums: UnsafePointer<UInt32>, columns: BoxTaps, division: BoxDivision,
        into out: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for x in 0..<count { out[x] = mean(at: x, columns, division) { UInt64(sums[$0]) } }
    }

    private static func mean(
        at x: Int, _ columns: BoxTaps, _ division: BoxDivision, _ value: (Int) -> UInt64
    ) -> UInt8 {
        var sum: UInt64 = 0
        for tap in 0..<columns.taps {
            sum += UInt64(columns.weights[x * columns.taps + tap]) * value(Int(columns.starts[x]) + tap)
        }
        return UInt8((2 * sum + division.total) / (2 * division.total))
    }
}
