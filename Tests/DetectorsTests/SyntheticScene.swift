import Perception
import Scene

/// Pictures of a textured ground with rectangles on it, through the real ``Perceiver``.
final class SyntheticScene {
    let width = 320, height = 240
    let configuration: CameraConfiguration
    let perceiver: Perceiver
    private var noise: UInt64 = 9
    private var pixels: [UInt8]

    init(configuration: CameraConfiguration = CameraConfiguration(cameraID: "test")) {
        self.configuration = configuration
        pixels = [UInt8](repeating: 0, count: width * height)
        perceiver = Perceiver(
            pictureWidth: width, pictureHeight: height, settings: AnalysisSettings(width: width),
            zones: configuration.zones)
    }

    /// - Parameter contrast: of the pattern, against a grey of 115.
    func ground(gain: Double = 1, contrast: Double = 1) {
        for i in pixels.indices {
            noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let (x, y) = (i % width, i / width)
            let value = 115 + (Double((x / 20 + y / 15) % 2) - 0.5) * 50 * contrast
            pixels[i] = UInt8(clamping: Int(value * gain) + Int(noise >> 33) % 5 - 2)
        }
    }

    func rectangle(x: Int, y: Int, width w: Int, height h: Int, value: UInt8) {
        for row in max(0, y)..<min(height, max(0, y + h)) {
            for column in max(0, x)..<min(width, max(0, x + w)) { pixels[row * width + column] = value }
        }
    }

    /// Leaves a share of the light of what is there.
    func shade(x: Int, y: Int, width w: Int, height h: Int, share: Double) {
        for row in max(0, y)..<min(height, max(0, y + h)) {
            for column in max(0, x)..<min(width, max(0, x + w)) {
                pixels[row * width + column] = UInt8(Double(pixels[row * width + column]) * share)
            }
        }
    }

    /// Moves the whole picture to the right.
    func shift(_ dx: Int) {
        for y in 0..<height {
            let row = Array(pixels[y * width..<(y + 1) * width])
            for x in 0..<width { pixels[y * width + x] = row[(x + width - dx) % width] }
        }
    }

    /// Mean of 9×9 pixels.
    func blur() {
        let source = pixels
        for y in 4..<height - 4 {
            for x in 4..<width - 4 {
                var sum = 0
                for dy in -4...4 { for dx in -4...4 { sum += Int(source[(y + dy) * width + x + dx]) } }
                pixels[y * width + x] = UInt8(sum / 81)
            }
        }
    }

    /// Perceives the drawn picture.
    func evidence<Result>(time: Double, frame: Int, _ body: (Evidence) -> Result) -> Result {
        pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a picture has pixels") }
            let view = PlaneView(base: base, width: width, height: height, stride: width)
            return body(perceiver.perceive(view, time: time, frameIndex: frame))
        }
    }
}
