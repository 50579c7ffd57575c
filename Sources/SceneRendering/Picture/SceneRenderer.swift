internal import Scene

/// Renders the frames of one scene. The same description gives the same bytes in every run and on every machine, in
/// whatever order frames are asked for. Not thread-safe: one renderer for each thread.
public final class SceneRenderer {
    public let scene: SceneDescription
    /// As the scene file puts it, in pixels of the picture.
    let camera: PinholeCamera
    let tracks: [WalkerTrack]
    /// Pixels that the canvas is larger than the picture on each side, for a camera that shakes.
    let margin: Int
    let canvas: Canvas
    private let home: View
    private var turned: (turn: CameraTurn, view: View)?
    private let sensor: SensorModel
    private let weather: WeatherPainter
    private let lens: LensModel
    /// What ``paint(_:view:time:withOwners:)`` drew last.
    private(set) var drawn: [DrawnFigure] = []
    private var drawnFrame = -1

    /// Simulates everybody's way and renders what never moves: about a second for one minute at 640×360.
    public init(_ scene: SceneDescription) {
        self.scene = scene
        camera = PinholeCamera(scene)
        tracks = CrowdSimulation.tracks(of: scene)
        let camera = scene.camera
        let reach = camera.shakePixels * 2.5 + camera.driftPixelsPerMinute * scene.seconds / 60
        margin = reach > 0 ? min(64, Int(reach) + 2) : 0
        canvas = Canvas(width: scene.picture.width + 2 * margin, height: scene.picture.height + 2 * margin)
        home = View(scene, turn: .none, canvas: canvas, margin: margin, isFine: true)
        sensor = SensorModel(scene, nodes: home.nodes)
        weather = WeatherPainter(scene)
        lens = LensModel(scene, canvas: canvas)
    }

    /// The luma of frame `index` (0-based), row by row without padding.
    public func frame(at index: Int) -> [UInt8] {
        let count = scene.picture.width * scene.picture.height
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            render(frame: index, into: buffer)
            written = count
        }
    }

    /// Whether the camera delivers frame `index` at all; not while its connection is lost.
    public func isDelivered(frame index: Int) -> Bool {
        tampering(.lost, at: Double(index) / scene.picture.framesPerSecond) == nil
    }

    /// The luma of frame `index` into a buffer of width × height bytes. A frame that is not delivered, or that comes
    /// from a frozen camera, is the last one before.
    public func render(frame index: Int, into luma: UnsafeMutableBufferPointer<UInt8>) {
        precondition(luma.count >= scene.picture.width * scene.picture.height, "the buffer is smaller than a picture")
        guard let base = luma.baseAddress else { return }
        let shown = shownFrame(index)
        let time = Double(shown) / scene.picture.framesPerSecond
        let view = view(at: time)
        paint(figures(at: time, view), view: view, time: time, withOwners: hasTruthSample(frame: index))
        drawnFrame = hasTruthSample(frame: index) ? index : -1
        weather.paint(frame: shown, time: time, on: canvas)
        lens.paint(time: time)
        disturb(at: time)
        let (picture, stride) = shift(at: time)
        sensor.expose(
            picture, stride: stride, nodes: view.nodes, frame: shown, time: time, disturbance(frame: shown, time),
            into: base)
        if scene.picture.hasClock {
            ClockOverlay.draw(time: time, into: base, width: scene.picture.width, height: scene.picture.height)
        }
    }

    // MARK: What is done to the camera

    func tampering(_ state: Tampering.State, at time: Double) -> Tampering? {
        scene.tampering.first { $0.state == state && $0.startSeconds <= time && time < $0.endSeconds }
    }

    private func shownFrame(_ index: Int) -> Int {
        let time = Double(index) / scene.picture.framesPerSecond
        guard let stop = tampering(.frozen, at: time) ?? tampering(.lost, at: time) else { return index }
        return max(0, min(index, Int((stop.startSeconds * scene.picture.framesPerSecond).rounded(.up)) - 1))
    }

    private func disturb(at time: Double) {
        if let blocked = tampering(.blocked, at: time) { lens.cover(strength: blocked.strength, time: time) }
        if let blurred = tampering(.blurred, at: time) {
            let radius = (blurred.strength * Double(scene.picture.width) / 80).rounded(.up)
            Defocus(canvas: canvas).blur(radius: Int(radius))
        }
    }

    private func disturbance(frame: Int, _ time: Double) -> SensorModel.Disturbance {
        var disturbance = SensorModel.Disturbance()
        if let dark = tampering(.dark, at: time) { disturbance.gain *= Float(1 - 0.97 * dark.strength) }
        if let bright = tampering(.bright, at: time) { disturbance.veil += Float(240 * bright.strength) }
        if let flicker = tampering(.flickering, at: time) {
            let swing = ExactMath.sin(2 * .pi * 0.41 * Double(frame))
            disturbance.gain *= Float(1 + 0.6 * flicker.strength * swing)
        }
        return disturbance
    }

    func view(at time: Double) -> View {
        var (turn, isTurning) = scene.camera.turn(at: time)
        if let moved = tampering(.moved, at: time) {
            turn.yawDegrees += 24 * moved.strength
            turn.tiltDegrees -= 6 * moved.strength
        }
        guard turn != .none else { return home }
        if let turned, turned.turn == turn { return turned.view }
        let view = View(scene, turn: turn, canvas: canvas, margin: margin, isFine: !isTurning)
        turned = (turn, view)
        return view
    }

    // MARK: Shaking

    /// Where the picture's upper left corner lies in the canvas, in pixels.
    func shake(at time: Double) -> SIMD2<Double> {
        let (shake, middle) = (scene.camera.shakePixels, Double(margin))
        guard margin > 0 else { return SIMD2(0, 0) }
        // A mast in the wind: a slow sway and quicker shaking of several pitches.
        let x = 0.9 * ExactMath.sin(4.1 * time) + 0.6 * ExactMath.sin(11.3 * time + 1) + 0.4 * ExactMath.sin(29 * time)
        let y = 0.6 * ExactMath.sin(5.3 * time + 2) + 0.5 * ExactMath.sin(14.9 * time) + 0.3 * ExactMath.sin(33 * time)
        let drift = scene.camera.driftPixelsPerMinute * time / 60
        return SIMD2(
            min(2 * middle - 1, max(0, middle + shake * x - drift)), min(2 * middle - 1, max(0, middle + shake * y)))
    }

    /// The canvas without its margin, moved by parts of a pixel.
    private func shift(at time: Double) -> (UnsafeMutablePointer<Float>, stride: Int) {
        guard margin > 0 else { return (canvas.luma, canvas.stride) }
        let corner = shake(at: time)
        let (column, row) = (Int(corner.x), Int(corner.y))
        let (fx, fy) = (Float(corner.x - Double(column)), Float(corner.y - Double(row)))
        for y in 0..<scene.picture.height {
            let source = canvas.luma + (y + row) * canvas.stride + column
            let target = canvas.spare + y * canvas.stride
            for x in stride(from: 0, to: scene.picture.width, by: 8) {
                let above = load(source + x) * (1 - fx) + load(source + x + 1) * fx
                let below = load(source + canvas.stride + x) * (1 - fx) + load(source + canvas.stride + x + 1) * fx
                store(above * (1 - fy) + below * fy, to: target + x)
            }
        }
        return (canvas.spare, canvas.stride)
    }

    // MARK: Painting

    /// A figure with what the canvas shows of it.
    struct DrawnFigure {
        var figure: Figure
        /// In pixels of the canvas, hidden parts included.
        var box: PixelBox
        /// How many pixels of the canvas it takes, hidden ones included; 0 when owners were not asked for.
        var pixels: Int
    }

    /// Draws everything onto the canvas.
    private func paint(_ figures: [Figure], view: View, time: Double, withOwners: Bool) {
        let painter = FigurePainter(scene: scene, view: view, canvas: canvas, time: time)
        canvas.clearShadows()
        for tree in scene.trees { castShadow(of: tree, painter, time: time) }
        for figure in figures {
            painter.castShadow(of: figure.shadow, contact: figure.contact, radius: figure.contactRadius)
        }
        canvas.lay(view.background)
        if withOwners { canvas.clearOwners() }
        if scene.weather.wet > 0 { for figure in figures { painter.reflect(figure.shadow) } }
        for mirror in view.background.mirrors {
            for figure in figures { painter.reflect(figure.shadow, in: mirror) }
        }
        drawn.removeAll(keepingCapacity: true)
        for (index, figure) in figures.enumerated() {
            let blur = figure.speed * scene.camera.shutterSeconds * view.camera.focalLength / max(1, figure.depth)
            let manner = FigurePainter.Manner(
                blur: Float(min(24, blur)), owner: withOwners ? UInt16(index + 1) : nil)
            let (box, pixels) = painter.draw(figure.capsules, manner)
            drawn.append(DrawnFigure(figure: figure, box: box, pixels: pixels))
        }
    }

    /// The figures of frame `index` as they were drawn, with owners; drawn now when it is not the last frame.
    func drawn(frame index: Int) -> [DrawnFigure] {
        if drawnFrame != index {
            let time = Double(shownFrame(index)) / scene.picture.framesPerSecond
            let view = view(at: time)
            paint(figures(at: time, view), view: view, time: time, withOwners: true)
            drawnFrame = index
        }
        return drawn
    }

    /// How many pixels of each drawn figure are seen.
    func visiblePixels() -> [Int] {
        var pixels = [Int](repeating: 0, count: drawn.count + 1)
        for y in 0..<canvas.height {
            for index in y * canvas.stride..<y * canvas.stride + canvas.width { pixels[Int(canvas.owner[index])] += 1 }
        }
        return Array(pixels.dropFirst())
    }
}
