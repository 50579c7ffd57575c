internal import Scene

/// Renders the frames of one scene. The same description gives the same bytes in every run and on every machine, in
/// whatever order frames are asked for. Not thread-safe: one renderer for each thread.
public final class SceneRenderer {
    public let scene: SceneDescription
    let camera: PinholeCamera
    let tracks: [WalkerTrack]
    private let background: StaticPicture
    private let canvas: Canvas
    private let painter: FigurePainter
    private let sensor: SensorModel

    /// Simulates everybody's way and renders what never moves: about a second for one minute at 640×360.
    public init(_ scene: SceneDescription) {
        self.scene = scene
        camera = PinholeCamera(scene)
        tracks = CrowdSimulation.tracks(of: scene)
        background = StaticPicture(scene)
        canvas = Canvas(width: scene.picture.width, height: scene.picture.height)
        painter = FigurePainter(scene: scene, camera: camera, canvas: canvas, background: background)
        sensor = SensorModel(scene)
    }

    /// The luma of frame `index` (0-based), row by row without padding.
    public func frame(at index: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: canvas.count) { buffer, count in
            render(frame: index, into: buffer)
            count = buffer.count
        }
    }

    /// The luma of frame `index` into a buffer of width × height bytes.
    public func render(frame index: Int, into luma: UnsafeMutableBufferPointer<UInt8>) {
        precondition(luma.count >= canvas.count, "the buffer is smaller than a picture")
        guard let base = luma.baseAddress else { return }
        let time = Double(index) / scene.picture.framesPerSecond
        _ = paint(figures(at: time), withOwners: false)
        sensor.expose(canvas.luma, frame: index, time: time, into: base)
    }

    /// One person or bag at one time.
    struct Figure {
        var walker: Int?
        var depth: Double
        var contact: SIMD2<Double>
        var contactRadius: Double
        var isOnGround: Bool
        var capsules: [Capsule]
    }

    /// What is in front of the camera at `time`, the farthest first.
    func figures(at time: Double) -> [Figure] {
        let step = time * CrowdSimulation.stepsPerSecond
        var figures: [Figure] = []
        for (index, track) in tracks.enumerated() {
            guard let state = track.state(atStep: step) else { continue }
            let pose = WalkerPose(track.look, state)
            figures.append(figure(pose.capsules, at: state.place, radius: 0.2, walker: index))
        }
        figures += scene.objects.compactMap { object(figureOf: $0, at: time) }
        return figures.filter { $0.depth > 0.5 }.sorted { $0.depth > $1.depth }
    }

    private func figure(
        _ capsules: [Capsule], at place: SIMD2<Double>, radius: Double, walker: Int?, isOnGround: Bool = true
    ) -> Figure {
        let offset = Vector3(place.x, place.y, 0) - camera.position
        return Figure(
            walker: walker, depth: offset.dot(camera.forward), contact: place, contactRadius: radius,
            isOnGround: isOnGround, capsules: capsules)
    }

    /// Draws everything onto the canvas.
    /// - Returns: each figure's box in the picture, hidden parts included.
    func paint(_ figures: [Figure], withOwners: Bool) -> [PixelBox] {
        canvas.clearShadows()
        for figure in figures {
            painter.castShadow(
                of: figure.capsules, contact: figure.contact, radius: figure.isOnGround ? figure.contactRadius : 0.05)
        }
        canvas.lay(background)
        if withOwners { canvas.clearOwners() }
        return figures.enumerated().map { index, figure in
            painter.draw(figure.capsules, owner: withOwners ? UInt16(index + 1) : nil)
        }
    }

    /// How many pixels a figure would take if nothing hid it.
    func area(of figure: Figure) -> Int {
        painter.area(of: figure.capsules)
    }

    /// How many pixels of each of `count` figures are seen, after ``paint(_:withOwners:)`` with owners.
    func visiblePixels(of count: Int) -> [Int] {
        var pixels = [Int](repeating: 0, count: count + 1)
        for index in 0..<canvas.count { pixels[Int(canvas.owner[index])] += 1 }
        return Array(pixels.dropFirst())
    }
}
