/// Turns light into what a camera delivers: slow clouds, flickering exposure, weak contrast, noise that grows with the
/// light, eight bits.
struct SensorModel {
    private static let tableSize = 1 << 16
    /// Black and white of a washed-out picture.
    private static let black: Float = 24
    private static let contrast: Float = 0.95
    private static let columns = 12
    private static let rows = 8

    private let width, height: Int
    private let camera: SceneCamera
    private let clouds: Double
    private let seed: UInt64
    private let table: [Float]

    init(_ scene: SceneDescription) {
        (width, height) = (scene.picture.width, scene.picture.height)
        (camera, clouds, seed) = (scene.camera, scene.light.clouds, scene.seed)
        var random = SplitMix64(seed: scene.seed, purpose: 3)
        let noise = scene.camera.noise
        // A little correlation between neighbours, as demosaicing leaves it.
        var last = 0.0
        table = (0..<Self.tableSize + scene.picture.width).map { _ in
            last = 0.35 * last + 0.937 * random.normal()
            return Float(last * noise)
        }
    }

    func expose(_ light: UnsafeMutablePointer<Float>, frame: Int, time: Double, into luma: UnsafeMutablePointer<UInt8>)
    {
        var random = SplitMix64(seed: seed, purpose: 4, index: frame)
        let exposure = 1 + camera.flicker * (ExactMath.sin(2 * .pi * 1.37 * time) + 0.4 * random.normal())
        let gains = cloudRows(time: time)
        var offset = [Int](repeating: 0, count: height)
        for y in 0..<height { offset[y] = Int(random.next() % UInt64(Self.tableSize)) }
        table.withUnsafeBufferPointer { noise in
            gains.withUnsafeBufferPointer { gain in
                for y in 0..<height {
                    let position = Float(y) * Float(Self.rows) / Float(height)
                    let row = min(Self.rows - 1, Int(position))
                    exposeRow(
                        light + y * width, gain.baseAddress! + row * width, share: position - Float(row),
                        exposure: Float(exposure), noise: noise.baseAddress! + offset[y], into: luma + y * width)
                }
            }
        }
    }

    private func exposeRow(
        _ light: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, share: Float, exposure: Float,
        noise: UnsafePointer<Float>, into luma: UnsafeMutablePointer<UInt8>
    ) {
        // Adding this moves the integer part of 0..255 into the lowest bits of the float: rounding without a call.
        let magic = SIMD8<Float>(repeating: 12_582_912)
        let below = gain + width
        for x in stride(from: 0, to: width, by: 8) {
            let above = Self.load(gain + x)
            let local = (above + (Self.load(below + x) - above) * share) * exposure
            let value = Self.load(light + x) * local * Self.contrast + Self.black
            let noisy = value + Self.load(noise + x) * (0.55 + value * (0.9 / 255))
            let level = noisy.clamped(lowerBound: SIMD8(repeating: 0), upperBound: SIMD8(repeating: 255)) + magic
            let bits = unsafeBitCast(level, to: SIMD8<UInt32>.self)
            UnsafeMutableRawPointer(luma + x).storeBytes(
                of: SIMD8<UInt8>(truncatingIfNeeded: bits), as: SIMD8<UInt8>.self)
        }
    }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
    }

    /// Brightness of slow clouds at `rows + 1` heights, one value for each column of pixels.
    private func cloudRows(time: Double) -> [Float] {
        var gains = [Float](repeating: 1, count: (Self.rows + 1) * width)
        guard clouds > 0 else { return gains }
        for row in 0...Self.rows {
            let knots = (0...Self.columns).map { Float(1 + clouds * cloud($0, row, time)) }
            for x in 0..<width {
                let position = Float(x) * Float(Self.columns) / Float(width)
                let column = min(Self.columns - 1, Int(position))
                gains[row * width + x] =
                    knots[column] + (knots[column + 1] - knots[column]) * (position - Float(column))
            }
        }
        return gains
    }

    /// Three waves that wander at walking pace of clouds: −1..1.
    private func cloud(_ column: Int, _ row: Int, _ time: Double) -> Double {
        let (x, y) = (Double(column) / Double(Self.columns), Double(row) / Double(Self.rows))
        let phase = Double(seed % 97)
        return 0.5 * ExactMath.sin(4.1 * x + 2.3 * y - 0.19 * time + phase)
            + 0.3 * ExactMath.sin(7.7 * x - 3.1 * y - 0.31 * time + 2 * phase)
            + 0.2 * ExactMath.sin(2.2 * x + 9.3 * y + 0.13 * time + 3 * phase)
    }
}
