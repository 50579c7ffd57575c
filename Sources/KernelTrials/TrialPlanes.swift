internal import PixelKernelBodies

/// A 640×360 camera's pixels as kernels meet them, the same on every machine: a textured background, an eighth of the
/// picture covered by something that moves, one grey level of noise; and a 1920×1080 picture to reduce.
public final class TrialPlanes {
    public static let width = 640, height = 360, pixels = 640 * 360
    public static let bigWidth = 1920, bigHeight = 1080

    let big, luma, previous, background, expected, mask, out: UnsafeMutablePointer<UInt8>
    /// Planes of zeros and of ones, and the running median's own.
    let zero, ones, median: UnsafeMutablePointer<UInt8>
    let layers: LayerPlanes
    let ages: UnsafeMutablePointer<UInt16>
    let words: UnsafeMutablePointer<Int16>
    let bins: UnsafeMutablePointer<UInt32>
    private let firstStreet: UnsafeMutablePointer<UInt8>
    private static let streets = 7
    private let memory: UnsafeMutableRawPointer
    private let bytes: UnsafeMutablePointer<UInt8>

    /// - Parameter shift: bytes by which every plane of bytes is off a cache line's boundary, 0…63.
    public init(shift: Int = 0) {
        let (pixels, planes) = (Self.pixels, 14 + Self.streets)
        memory = .allocate(byteCount: planes * pixels + Self.bigWidth * Self.bigHeight + 64, alignment: 64)
        let bytes = memory.advanced(by: shift).bindMemory(
            to: UInt8.self, capacity: planes * pixels + Self.bigWidth * Self.bigHeight)
        self.bytes = bytes
        bytes.initialize(repeating: 0, count: planes * pixels + Self.bigWidth * Self.bigHeight)
        var next = 0
        func plane() -> UnsafeMutablePointer<UInt8> {
            defer { next += 1 }
            return bytes + next * pixels
        }
        (luma, previous, background, expected) = (plane(), plane(), plane(), plane())
        (mask, out, zero, ones, median) = (plane(), plane(), plane(), plane(), plane())
        ages = .allocate(capacity: 2 * pixels)
        ages.initialize(repeating: 0, count: 2 * pixels)
        words = .allocate(capacity: 3 * Self.width)
        words.initialize(repeating: 0, count: 3 * Self.width)
        bins = .allocate(capacity: 4096)
        bins.initialize(repeating: 0, count: 4096)
        layers = LayerPlanes(
            candidate: plane(), age: ages, missing: ages + pixels, steady: plane(), noise: plane(), state: plane(),
            support: plane())
        firstStreet = bytes + 14 * pixels
        big = bytes + planes * pixels
        paint()
    }

    deinit {
        memory.deallocate()
        ages.deallocate()
        words.deallocate()
        bins.deallocate()
    }

    /// The background with a camera's noise, different seven times over.
    func street(_ index: Int) -> UnsafePointer<UInt8> {
        UnsafePointer(firstStreet + index % Self.streets * Self.pixels)
    }

    /// A hash (FNV-1a) of everything that a kernel may have written, what it only uses on the way left out.
    public var digest: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01B3 }
        func take(_ memory: UnsafeRawPointer, count: Int) {
            for offset in stride(from: 0, to: count, by: 8) {
                take(memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
        }
        take(bytes, count: 14 * Self.pixels)
        take(ages, count: 4 * Self.pixels)
        take(bins, count: 1024)
        return hash
    }

    private func paint() {
        var random: UInt64 = 0x5EED
        func noise() -> UInt8 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: random >> 56)
        }
        for i in 0..<Self.bigWidth * Self.bigHeight { big[i] = noise() }
        for i in 0..<Self.pixels {
            let (x, y) = (i % Self.width, i / Self.width)
            let texture = UInt8(60 + (x / 9 * 37 + y / 7 * 53) % 120)
            let isMover = x / 40 % 4 == 1 && y / 40 % 2 == 1
            (background[i], expected[i]) = (texture, texture)
            previous[i] = (isMover ? UInt8(90 + (x + 3) % 100) : texture) + noise() % 2
            luma[i] = (isMover ? UInt8(90 + x % 100) : texture) + noise() % 2
            mask[i] = isMover ? 255 : 0
            ones[i] = 1
            // Sums of eight coin tosses: noise of 1.4 grey levels.
            for street in 0..<Self.streets {
                firstStreet[street * Self.pixels + i] = texture + UInt8(noise().nonzeroBitCount)
            }
            (layers.noise[i], layers.state[i]) = (16, isMover ? 1 : 0)
        }
    }
}
