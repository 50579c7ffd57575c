/// What the camera sees from one position: its geometry and everything that never moves.
struct View {
    let camera: PinholeCamera
    let background: StaticPicture
    /// Where light falls that pixels of this view show.
    let nodes: LightNodes

    init(_ scene: SceneDescription, turn: CameraTurn, canvas: Canvas, margin: Int, isFine: Bool) {
        camera = PinholeCamera(scene, turn: turn, margin: margin)
        background = StaticPicture(scene, camera: camera, canvas: canvas, isFine: isFine)
        nodes = LightNodes(camera: camera, width: scene.picture.width, height: scene.picture.height, margin: margin)
    }
}

/// The places that a coarse grid of picture points shows.
struct LightNodes {
    static let columns = 40
    static let rows = 24
    /// Row by row, `(rows + 1) × (columns + 1)`; where the sky is, far away.
    let places: [SIMD2<Double>]
    /// Metres from the camera.
    let distances: [Double]

    init(camera: PinholeCamera, width: Int, height: Int, margin: Int) {
        var places: [SIMD2<Double>] = []
        var distances: [Double] = []
        for row in 0...Self.rows {
            for column in 0...Self.columns {
                let ray = camera.ray(
                    x: Double(width * column) / Double(Self.columns) + Double(margin),
                    y: Double(height * row) / Double(Self.rows) + Double(margin))
                // Above 60 m the walls stand.
                let reach = ray.z < -1e-3 ? min(60, -camera.position.z / ray.z) : 60
                places.append(SIMD2(camera.position.x + ray.x * reach, camera.position.y + ray.y * reach))
                distances.append((ray * reach).length)
            }
        }
        (self.places, self.distances) = (places, distances)
    }
}
