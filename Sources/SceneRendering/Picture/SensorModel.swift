/// Turns light into what a camera delivers: local light and exposure, flicker, rolling bands, weak contrast, noise that
/// grows with light and gain, eight bits.
final class SensorModel {
    private static let tableSize = 1 << 16
    /// Black and white of a washed-out picture.
    private static let black: Float = 24
    private static let contrast: Float = 0.95

    private let width, height: Int
    private let camera: SceneCamera
    private let seed: UInt64
    private let light: LightModel
    private let table: [Float]
    private var nodes: [Float]
    /// Light along one row of nodes, for each column of pixels: `rows + 1` rows.
    private var gains: [Float]

    init(_ scene: SceneDescription, nodes: LightNodes) {
        (width, height) = (scene.picture.width, scene.picture.height)
        (camera, seed) = (scene.camera, scene.seed)
        light = LightModel(scene, nodes: nodes)
        var random = SplitMix64(seed: scene.seed, purpose: 3)
        let noise = scene.camera.noise
        // A little correlation between neighbours, as demosaicing leaves it.
        var last = 0.0
        table = (0..<Self.tableSize + scene.picture.width + 8).map { _ in
            last = 0.35 * last + 0.937 * random.normal()
            return Float(last * noise)
        }
        self.nodes = Array(repeating: 1, count: nodes.places.count)
        gains = Array(repeating: 1, count: (LightNodes.rows + 1) * scene.picture.width)
    }

    /// What a tampering does to the light.
    struct Disturbance {
        var gain: Float = 1
        var veil: Float = 0
    }

    /// - Parameter stride: of the rows of `light`.
    func expose(
        _ picture: UnsafeMutablePointer<Float>, stride: Int, nodes: LightNodes, frame: Int, time: Double,
        _ disturbance: Disturbance, into luma: UnsafeMutablePointer<UInt8>
    ) {
        var random = SplitMix64(seed: seed, purpose: 4, index: frame)
        let flicker = 1 + camera.flicker * (ExactMath.sin(2 * .pi * 1.37 * time) + 0.4 * random.normal())
        let gain = light.exposure(at: time)
        let noiseGain = Float(0.6 + 0.4 * max(1, gain))
        spread(nodes, at: time)
        table.withUnsafeBufferPointer { noise in
            gains.withUnsafeBufferPointer { gains in
                for y in 0..<height {
                    let position = Float(y) * Float(LightNodes.rows) / Float(height)
                    let row = min(LightNodes.rows - 1, Int(position))
                    let offset = Int(random.next() % UInt64(Self.tableSize))
                    let exposure = flicker * gain * band(y, time)
                    exposeRow(
                        picture + y * stride, gains.baseAddress! + row * width, share: position - Float(row),
                        exposure: Float(exposure) * disturbance.gain, veil: disturbance.veil,
                        noise: noise.baseAddress! + offset, noiseGain: noiseGain, into: luma + y * width)
                }
            }
        }
    }

    /// Mains light through a rolling shutter: 100 Hz against the time that the rows take.
    private func band(_ y: Int, _ time: Double) -> Double {
        guard camera.bands > 0 else { return 1 }
        let rows = Double(y) / Double(height) * 0.03
        return 1 + camera.bands * ExactMath.sin(2 * .pi * (100 * (time + rows) + 0.37 * time))
    }

    private func spread(_ places: LightNodes, at time: Double) {
        light.fill(&nodes, places, at: time)
        let columns = LightNodes.columns
        for row in 0...LightNodes.rows {
            for x in 0..<width {
                let position = Float(x) * Float(columns) / Float(width)
                let column = min(columns - 1, Int(position))
                let first = nodes[row * (columns + 1) + column]
                let second = nodes[row * (columns + 1) + column + 1]
                gains[row * width + x] = first + (second - first) * (position - Float(column))
            }
        }
    }

    private func exposeRow(
        _ light: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, share: Float, exposure: Float, veil: Float,
        noise: UnsafePointer<Float>, noiseGain: Float, into luma: UnsafeMutablePointer<UInt8>
    ) {
        // Adding this moves the integer part of 0..255 into the lowest bits of the float: rounding without a call.
        let magic = Lane(repeating: 12_582_912)
        let below = gain + width
        let scale = Self.contrast * exposure
        for x in Swift.stride(from: 0, to: width, by: 8) {
            let above = load(gain + x)
            let local = (above + (load(below + x) - above) * share) * scale
            let value = load(light + x) * local + (Self.black + veil)
            let noisy = value + load(noise + x) * (0.55 + value * (0.9 / 255)) * noiseGain
            let level = smaller(larger(noisy, 0), 255) + magic
            let bits = unsafeBitCast(level, to: SIMD8<UInt32>.self)
            UnsafeMutableRawPointer(luma + x).storeBytes(
                of: SIMD8<UInt8>(truncatingIfNeeded: bits), as: SIMD8<UInt8>.self)
        }
    }
}
