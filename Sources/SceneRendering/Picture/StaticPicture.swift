/// What never moves, rendered once for a position of the camera: its luma, how deep it lies, and where it is ground.
final class StaticPicture {
    let width, height, stride: Int
    let luma: UnsafeMutablePointer<Float>
    /// Metres along the optical axis; infinite in the sky.
    let depth: UnsafeMutablePointer<Float>
    /// 1 where it is ground, else 0; and how much of it mirrors.
    let ground, puddles: UnsafeMutablePointer<Float>
    private(set) var mirrors: [Mirror] = []
    private let camera: PinholeCamera

    /// A wall that shows what stands before it.
    struct Mirror {
        var from, normal: SIMD2<Double>
        var mask: UnsafeMutablePointer<Float>
    }

    private struct Surface {
        var texture: SurfaceTexture
        var mirror: Int?
        /// Distance along a ray and the place on the surface; nil when the ray misses.
        var hit: (_ origin: Vector3, _ ray: Vector3) -> (distance: Double, u: Double, v: Double, shade: Double)?
    }

    private struct Sample {
        var luma, depth: Double
        var isGround = false
        var puddle = 0.0
        var mirror: Int?
    }

    /// - Parameter isFine: four rays for a pixel; one is enough while the camera turns.
    init(_ scene: SceneDescription, camera: PinholeCamera, canvas: Canvas, isFine: Bool) {
        (width, height, stride) = (canvas.width, canvas.height, canvas.stride)
        self.camera = camera
        let plane = { (value: Float) in
            let plane = UnsafeMutablePointer<Float>.allocate(capacity: canvas.count)
            plane.initialize(repeating: value, count: canvas.count)
            return plane
        }
        (luma, depth, ground, puddles) = (plane(0), plane(.infinity), plane(0), plane(0))
        mirrors = scene.walls.filter { $0.mirror > 0 }.map { wall in
            let along = (wall.to - wall.from) / wall.to.distance(to: wall.from)
            return Mirror(from: wall.from, normal: along.left, mask: plane(0))
        }
        render(scene, offsets: isFine ? [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] : [(0.5, 0.5)])
    }

    deinit {
        for plane in [luma, depth, ground, puddles] + mirrors.map(\.mask) { plane.deallocate() }
    }

    private func render(_ scene: SceneDescription, offsets: [(Double, Double)]) {
        let texture = SurfaceTexture(material: scene.ground, seed: scene.seed)
        let surfaces = Self.surfaces(scene)
        let (fog, strengths) = (Fog(scene), scene.walls.map(\.mirror).filter { $0 > 0 })
        for y in 0..<height {
            for x in 0..<width {
                let index = y * stride + x
                var sum = 0.0
                for (dx, dy) in offsets {
                    let ray = camera.ray(x: Double(x) + dx, y: Double(y) + dy)
                    let sample = Self.sample(camera.position, ray, texture, surfaces, wet: scene.weather.wet)
                    let veil = Double(fog.share(at: Float(sample.depth)))
                    sum += sample.luma * (1 - veil) + Double(Fog.luma) * veil
                    depth[index] = min(depth[index], Float(sample.depth))
                    ground[index] = sample.isGround ? 1 : 0
                    puddles[index] = Float(sample.puddle)
                    if let mirror = sample.mirror { mirrors[mirror].mask[index] = Float(strengths[mirror]) }
                }
                luma[index] = Float(sum / Double(offsets.count) * Self.vignette(x, y, width, height))
            }
        }
    }

    private static func sample(
        _ origin: Vector3, _ ray: Vector3, _ ground: SurfaceTexture, _ surfaces: [Surface], wet: Double
    ) -> Sample {
        var nearest = ray.z < -1e-6 ? -origin.z / ray.z : Double.infinity
        var best: (surface: Surface, u: Double, v: Double, shade: Double)?
        for surface in surfaces {
            if let hit = surface.hit(origin, ray), hit.distance < nearest {
                nearest = hit.distance
                best = (surface, hit.u, hit.v, hit.shade)
            }
        }
        if let best {
            let luma = best.surface.texture.luma(u: best.u, v: best.v) * best.shade
            return Sample(luma: luma, depth: nearest, mirror: best.surface.mirror)
        }
        guard nearest < 400 else { return Sample(luma: 185, depth: .infinity) }
        let place = origin + ray * nearest
        // Haze brightens what is far away; water darkens the ground and lies in its hollows.
        let haze = min(0.5, nearest / 400)
        let puddle = wet > 0 ? wet * ground.puddle(u: place.x, v: place.y) : 0
        let dry = ground.luma(u: place.x, v: place.y) * (1 - 0.3 * wet)
        let luma = dry + (95 - dry) * 0.6 * puddle
        return Sample(
            luma: luma * (1 - haze) + 170 * haze, depth: nearest, isGround: true, puddle: 0.12 * wet + 0.5 * puddle)
    }

    private static func vignette(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Double {
        let (dx, dy) = (Double(2 * x - width) / Double(width), Double(2 * y - height) / Double(width))
        return 1 - 0.14 * (dx * dx + dy * dy)
    }

    private static func surfaces(_ scene: SceneDescription) -> [Surface] {
        var mirrors = 0
        return scene.walls.enumerated().map { number, one in
            var surface = wall(one, seed: scene.seed &+ 101 &+ UInt64(number))
            if one.mirror > 0 {
                surface.mirror = mirrors
                mirrors += 1
            }
            return surface
        }
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
