extension Kernels {
    /// Adds `step` to `support`, saturating, wherever `state` is 0: for how long the background was seen.
    public static func addSupport(
        state: UnsafePointer<UInt8>, step: UInt8, support: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let sum = support[i] &+ step
            let grown: UInt8 = sum < step ? 255 : sum
            support[i] = state[i] == 0 ? grown : support[i]
        }
    }

    /// Clears `support` wherever two pictures of the background differ by more than `threshold`.
    public static func dropSupport(
        _ before: UnsafePointer<UInt8>, _ after: UnsafePointer<UInt8>, threshold: UInt8,
        support: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for i in 0..<count {
            let (a, b) = (before[i], after[i])
            let difference = a > b ? a &- b : b &- a
            support[i] = difference > threshold ? 0 : support[i]
        }
    }
}

extension ReferenceKernels {
    public static func addSupport(state: [UInt8], step: UInt8, support: [UInt8]) -> [UInt8] {
        zip(state, support).map { $0 == 0 ? UInt8(min(255, Int($1) + Int(step))) : $1 }
    }

    public static func dropSupport(_ before: [UInt8], _ after: [UInt8], threshold: UInt8, support: [UInt8]) -> [UInt8] {
        support.indices.map { abs(Int(before[$0]) - Int(after[$0])) > Int(threshold) ? 0 : support[$0] }
    }
}
