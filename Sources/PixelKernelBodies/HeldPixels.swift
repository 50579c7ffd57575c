/// Which candidates are held out of the background, tenths of a second.
public struct HoldLimits: Sendable, Hashable {
    /// Youngest candidate that is held, and from where on it no longer is.
    public var youngest, oldest: UInt16
    /// A younger one is held whatever its support.
    public var doubt: UInt16
    /// How long the model has been learning.
    public var alive: UInt16
    /// The background must have been seen for `leastSupport`, and for so many 256ths of the time before the candidate
    /// came, of which no more than `longestDebt` counts; their product must fit 16 bits.
    public var leastSupport, supportShare, longestDebt: UInt16

    public init(
        youngest: UInt16, oldest: UInt16, doubt: UInt16, alive: UInt16, leastSupport: UInt16, supportShare: UInt16,
        longestDebt: UInt16
    ) {
        precondition(Int(supportShare) * Int(longestDebt) <= 65535 && youngest <= oldest)
        (self.youngest, self.oldest, self.doubt, self.alive) = (youngest, oldest, doubt, alive)
        (self.leastSupport, self.supportShare, self.longestDebt) = (leastSupport, supportShare, longestDebt)
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func holdCandidates(
        state: UnsafePointer<UInt8>, age: UnsafePointer<UInt16>, support: UnsafePointer<UInt8>, limits: HoldLimits,
        into held: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        let (alive, debt, share) = (limits.alive, limits.longestDebt, limits.supportShare)
        let (least, doubt, youngest) = (limits.leastSupport, limits.doubt, limits.youngest)
        let span = limits.oldest &- youngest
        for i in 0..<count {
            let (old, seen) = (age[i], UInt16(support[i]))
            let since = alive > old ? alive &- old : 0
            let owed = ((since > debt ? debt : since) &* share) &>> 8
            let needed = owed > least ? owed : least
            let isBacked: UInt16 = seen >= needed ? 1 : 0
            let isTrusted: UInt16 = old < doubt ? 1 : 0
            // Wraps below the limit: one comparison for both ends.
            let isLive: UInt16 = old &- youngest < span ? 1 : 0
            let isThere: UInt16 = state[i] != 0 ? 1 : 0
            held[i] = UInt8(truncatingIfNeeded: isThere & isLive & (isBacked | isTrusted))
        }
    }
}

extension ScalarKernels {
    public static func holdCandidates(
        state: UnsafePointer<UInt8>, age: UnsafePointer<UInt16>, support: UnsafePointer<UInt8>, limits: HoldLimits,
        into held: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let since = min(max(0, Int(limits.alive) - Int(age[i])), Int(limits.longestDebt))
            let needed = max(Int(limits.leastSupport), since * Int(limits.supportShare) / 256)
            let isBacked = Int(support[i]) >= needed || age[i] < limits.doubt
            let isLive = age[i] >= limits.youngest && age[i] < limits.oldest
            held[i] = state[i] != 0 && isLive && isBacked ? 1 : 0
        }
    }
}
