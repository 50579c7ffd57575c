/// What never moves, rendered once: its luma, how deep it lies, and where it is ground.
struct StaticPicture {
    let width, height: Int
    private(set) var luma: [Float]
    /// Metres along the optical axis; infinite in the sky.
    private(set) var depth: [Float]
    private(set) var isGround: [Bool]

    private struct Surface {
        var texture: SurfaceTexture
        /// Distance along a ray and the place on the surface; nil when the ray misses.
        var hit:
            @Sendable (_ origin: Vector3, _ ray: Vector3) -> (distance: Double, u: Double, v: Double, shade: Double)?
    }

    init(_ scene: SceneDescription) {
        width = scene.picture.width
        height = scene.picture.height
        luma = Array(repeating: 0, count: width * height)
        depth = Array(repeating: .infinity, count: width * height)
        isGround = Array(repeating: false, count: width * height)
        render(scene)
    }

    private mutating func render(_ scene: SceneDescription) {
        let camera = PinholeCamera(scene)
        let ground = SurfaceTexture(material: scene.ground, seed: scene.seed)
        let surfaces = Self.surfaces(scene)
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let ray = camera.ray(x: Double(x) + dx, y: Double(y) + dy)
                    let sample = Self.sample(camera.position, ray, ground, surfaces)
                    sum += sample.luma
                    depth[y * width + x] = min(depth[y * width + x], Float(sample.depth))
                    isGround[y * width + x] = sample.isGround
                }
                luma[y * width + x] = Float(sum / 4 * Self.vignette(x, y, width, height))
            }
        }
    }

    private static func sample(
        _ origin: Vector3, _ ray: Vector3, _ ground: SurfaceTexture, _ surfaces: [Surface]
    ) -> (luma: Double, depth: Double, isGround: Bool) {
        var nearest = ray.z < -1e-6 ? -origin.z / ray.z : Double.infinity
        var best: (surface: Surface, u: Double, v: Double, shade: Double)?
        for surface in surfaces {
            if let hit = surface.hit(origin, ray), hit.distance < nearest {
                nearest = hit.distance
                best = (surface, hit.u, hit.v, hit.shade)
            }
        }
        if let best { return (best.surface.texture.luma(u: best.u, v: best.v) * best.shade, nearest, false) }
        guard nearest < 400 else { return (185, .infinity, false) }
        let place = origin + ray * nearest
        // Haze brightens what is far away.
        let haze = min(0.5, nearest / 400)
        return (ground.luma(u: place.x, v: place.y) * (1 - haze) + 170 * haze, nearest, true)
    }

    private static func vignette(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Double {
        let (dx, dy) = (Double(2 * x - width) / Double(width), Double(2 * y - height) / Double(width))
        return 1 - 0.14 * (dx * dx + dy * dy)
    }

    private static func surfaces(_ scene: SceneDescription) -> [Surface] {
        scene.walls.enumerated().map { wall($1, seed: scene.seed &+ 101 &+ UInt64($0)) }
            + scene.boxes.enumerated().map { box($1, seed: scene.seed &+ 201 &+ UInt64($0)) }
    }

    private static func wall(_ wall: SceneWall, seed: UInt64) -> Surface {
        let along = wall.to - wall.from
        let length = max(1e-6, along.length)
        let direction = along / length
        let normal = direction.left
        return Surface(texture: SurfaceTexture(material: wall.material, seed: seed)) { origin, ray in
            let facing = ray.x * normal.x + ray.y * normal.y
            guard abs(facing) > 1e-9 else { return nil }
            let distance = ((wall.from.x - origin.x) * normal.x + (wall.from.y - origin.y) * normal.y) / facing
            let place = origin + ray * distance
            let u = (place.x - wall.from.x) * direction.x + (place.y - wall.from.y) * direction.y
            guard distance > 0, u >= 0, u <= length, place.z >= 0, place.z <= wall.heightMetres else { return nil }
            // Darker towards the ground, where less light reaches.
            return (distance, u, place.z, 0.86 + 0.14 * min(1, place.z / 2))
        }
    }

    private static func box(_ box: SceneBox, seed: UInt64) -> Surface {
        let low = Vector3(box.at.x - box.size.x / 2, box.at.y - box.size.y / 2, 0)
        let high = Vector3(box.at.x + box.size.x / 2, box.at.y + box.size.y / 2, box.size.z)
        return Surface(texture: SurfaceTexture(material: box.material, seed: seed)) { origin, ray in
            var (enter, leave, axis) = (0.0, Double.infinity, -1)
            for index in 0..<3 {
                let speed = abs(ray[index]) > 1e-12 ? ray[index] : 1e-12
                let (a, b) = ((low[index] - origin[index]) / speed, (high[index] - origin[index]) / speed)
                if min(a, b) > enter { (enter, axis) = (min(a, b), index) }
                leave = min(leave, max(a, b))
            }
            guard axis >= 0, enter < leave else { return nil }
            let place = origin + ray * enter
            switch axis {
            case 0: return (enter, place.y, place.z, 0.8)
            case 1: return (enter, place.x, place.z, 0.92)
            default: return (enter, place.x, place.y, 1.08)
            }
        }
    }
}
