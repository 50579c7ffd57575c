/// Bytes between two guards; a kernel that writes beyond its plane changes a guard.
final class GuardedPixels {
    static let guardBytes = 64
    static let guardValue: UInt8 = 0xA5
    let count: Int
    private let memory: UnsafeMutablePointer<UInt8>

    /// - Parameter shift: bytes by which the plane is off its natural alignment, 0…63.
    init(_ pixels: [UInt8], shift: Int = 0) {
        count = pixels.count
        memory = .allocate(capacity: count + 2 * Self.guardBytes + 64)
        memory.initialize(repeating: Self.guardValue, count: count + 2 * Self.guardBytes + 64)
        base = memory + Self.guardBytes + shift
        for (index, pixel) in pixels.enumerated() { base[index] = pixel }
    }

    convenience init(count: Int, shift: Int = 0) { self.init([UInt8](repeating: 0, count: count), shift: shift) }

    deinit { memory.deallocate() }

    let base: UnsafeMutablePointer<UInt8>
    var pixels: [UInt8] { (0..<count).map { base[$0] } }

    var guardsHold: Bool {
        (1...Self.guardBytes).allSatisfy { base[-$0] == Self.guardValue }
            && (0..<Self.guardBytes).allSatisfy { base[count + $0] == Self.guardValue }
    }
}

/// Keeps the owners of pointers alive up to here: Swift may free an object after its last use, even inside the call
/// that reads its memory.
@inline(never)
func keep(_ owners: GuardedPixels...) {
    withExtendedLifetime(owners) {}
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A seed from the clock unless `VIGIE_TEST_SEED` gives one; printed, so that a failure can be had again.
    static func announced(_ name: String) -> SeededGenerator {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of \(name): \(seed)")
        return SeededGenerator(seed: seed)
    }

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Random, flat, extreme or near-equal pixels: the kinds that break kernels.
    mutating func pixels(_ count: Int) -> [UInt8] {
        switch UInt8.random(in: 0..<4, using: &self) {
        case 0: return [UInt8](repeating: UInt8.random(in: 0...255, using: &self), count: count)
        case 1: return (0..<count).map { _ in Bool.random(using: &self) ? 0 : 255 }
        case 2: return (0..<count).map { _ in UInt8.random(in: 100...130, using: &self) }
        default: return (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
        }
    }
}

extension SeededGenerator {
    /// Pixels that hardly change: what a camera shows of a street where nothing moves.
    mutating func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 99...102, using: &self) } }
}
