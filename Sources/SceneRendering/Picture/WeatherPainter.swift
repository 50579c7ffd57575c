/// Rain and snow between the camera and the ground: streaks and flakes, large and quick near the lens.
struct WeatherPainter {
    private let weather: SceneWeather
    private let seed: UInt64
    /// How long one picture gathers light: rain is a streak of that time.
    private let shutter: Double

    init(_ scene: SceneDescription) {
        (weather, seed) = (scene.weather, scene.seed)
        shutter = max(0.02, scene.camera.shutterSeconds)
    }

    func paint(frame: Int, time: Double, on canvas: Canvas) {
        if weather.rain > 0 { rain(frame, canvas) }
        if weather.snow > 0 { snow(time, canvas) }
    }

    /// Each picture has other drops: they fall farther between two pictures than the picture is high.
    private func rain(_ frame: Int, _ canvas: Canvas) {
        var random = SplitMix64(seed: seed, purpose: 7, index: frame)
        let count = Int(weather.rain * Double(canvas.width * canvas.height) / 420)
        let slant = 0.12 + 0.05 * ExactMath.sin(Double(frame) * 0.07)
        for _ in 0..<count {
            let near = random.unit()
            let length = Int((6 + 60 * near * near * near) * shutter * 25 * Double(canvas.height) / 360) + 2
            let (x, y) = (random.unit() * Double(canvas.width), random.unit() * Double(canvas.height + length))
            let strength = Float(0.06 + 0.22 * near * near)
            for step in 0..<length {
                blend(canvas, x - slant * Double(step), y - Double(step), 205, strength)
            }
        }
    }

    /// Flakes keep their way from picture to picture, at a few metres a second and more, swaying.
    private func snow(_ time: Double, _ canvas: Canvas) {
        var random = SplitMix64(seed: seed, purpose: 8)
        let count = Int(weather.snow * Double(canvas.width * canvas.height) / 380)
        let size = Double(canvas.height) / 360
        for _ in 0..<count {
            let near = random.unit()
            let scale = (0.35 + 3.2 * near * near * near) * size
            let (x0, y0, phase) = (random.unit(), random.unit(), random.unit() * 6.28)
            let fall = (45 + 140 * near * near) * size * time
            let drift = 22 * size * time * (0.5 + near) + 6 * scale * ExactMath.sin(1.3 * time + phase)
            let x = wrap(x0 * Double(canvas.width + 20) + drift, Double(canvas.width + 20)) - 10
            let y = wrap(y0 * Double(canvas.height + 20) + fall, Double(canvas.height + 20)) - 10
            flake(canvas, x, y, radius: scale, strength: Float(0.85 - 0.45 * near * near))
        }
    }

    private func wrap(_ value: Double, _ size: Double) -> Double {
        value - (value / size).rounded(.down) * size
    }

    private func flake(_ canvas: Canvas, _ x: Double, _ y: Double, radius: Double, strength: Float) {
        guard radius > 0.7 else { return blend(canvas, x, y, 225, strength * 0.6) }
        let reach = Int(radius + 1)
        for dy in -reach...reach {
            for dx in -reach...reach {
                let distance = Double(dx * dx + dy * dy).squareRoot()
                let cover = min(1, max(0, radius + 0.5 - distance))
                if cover > 0 { blend(canvas, x + Double(dx), y + Double(dy), 225, strength * Float(cover)) }
            }
        }
    }

    private func blend(_ canvas: Canvas, _ x: Double, _ y: Double, _ luma: Float, _ share: Float) {
        let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        guard column >= 0, column < canvas.width, row >= 0, row < canvas.height else { return }
        let pixel = canvas.luma + (row * canvas.stride + column)
        pixel.pointee += (luma - pixel.pointee) * share
    }
}
