/// Draws people and things: shaded, grained capsules hidden by what stands before them, their shadows on the ground,
/// their images in puddles and windows.
struct FigurePainter {
    let view: View
    let canvas: Canvas
    /// Towards the light in the camera's axes, and the same along the ground per metre of height.
    private let light: Vector3
    private let shadowShift: SIMD2<Double>
    private let shadowStrength: Float
    private let fog: Fog

    init(scene: SceneDescription, view: View, canvas: Canvas, time: Double) {
        (self.view, self.canvas) = (view, canvas)
        let azimuth = ExactMath.radians(scene.light.azimuthDegrees + scene.light.degreesPerMinute * time / 60)
        let elevation = ExactMath.radians(scene.light.elevationDegrees)
        let level = ExactMath.cos(elevation)
        let sun = Vector3(ExactMath.sin(azimuth) * level, ExactMath.cos(azimuth) * level, ExactMath.sin(elevation))
        light = view.camera.inCamera(sun)
        shadowShift = SIMD2(sun.x, sun.y) / max(0.05, sun.z)
        let daylight = scene.light.level.value(at: time, otherwise: 1)
        shadowStrength = Float(scene.light.shadow * min(1, daylight) * (1 - scene.weather.fog))
        fog = Fog(scene)
    }

    // MARK: Shadows

    /// The shadow that the light casts, and the darkness where feet or a bag touch the ground.
    func castShadow(of capsules: [Capsule], contact: SIMD2<Double>, radius: Double) {
        let ends = (Vector3(contact.x - radius / 2, contact.y, 0), Vector3(contact.x + radius / 2, contact.y, 0))
        darken(ends.0, ends.1, radius, radius, strength: 0.34, softness: 0.9)
        guard shadowStrength > 0.01 else { return }
        for capsule in capsules { castShadow(of: capsule, softness: 0.25) }
    }

    /// - Parameter softness: width of the half-shadow as a share of the radius.
    func castShadow(of capsule: Capsule, softness: Double) {
        darken(
            onGround(capsule.start), onGround(capsule.end), capsule.startRadius, capsule.endRadius,
            strength: shadowStrength, softness: softness)
    }

    private func onGround(_ point: Vector3) -> Vector3 {
        Vector3(point.x - shadowShift.x * point.z, point.y - shadowShift.y * point.z, 0)
    }

    private func darken(
        _ start: Vector3, _ end: Vector3, _ startRadius: Double, _ endRadius: Double, strength: Float, softness: Double
    ) {
        guard var flat = flatten(start, end, startRadius, endRadius) else { return }
        flat.squash = Float(max(0.15, view.camera.position.z / max(1, (start - view.camera.position).length)))
        flat.softness = max(1.2, flat.radius0 * Float(softness) * 2)
        let (shadow, ground) = (canvas.shadow, view.background.ground)
        flat.scan(canvas) { block in
            let dark = block.coverage * strength * load(ground + block.index)
            store(larger(load(shadow + block.index), dark), to: shadow + block.index)
        }
    }

    // MARK: Figures

    /// How a figure is drawn.
    struct Manner {
        /// Pixels over which it moves while the shutter is open.
        var blur: Float = 0
        /// Number to be left in the plane of owners, nil to leave that plane alone.
        var owner: UInt16?
    }

    /// Draws a figure's capsules from the farthest to the nearest.
    /// - Returns: the box that it covers in pixels of the canvas, hidden parts included, not cut at the edges, and how
    ///   many pixels of the canvas it takes, hidden ones included; 0 without an owner.
    @discardableResult
    func draw(_ capsules: [Capsule], _ manner: Manner = Manner()) -> (box: PixelBox, pixels: Int) {
        var flats = flattened(capsules)
        flats.sort { $0.1.depth0 + $0.1.depth1 > $1.1.depth0 + $1.1.depth1 }
        var pixels = 0
        for index in flats.indices {
            flats[index].1.softness += manner.blur
            pixels += draw(flats[index].0, flats[index].1, manner)
        }
        return (Self.box(around: flats), pixels)
    }

    private func flattened(_ capsules: [Capsule]) -> [(Capsule, FlatCapsule)] {
        capsules.compactMap { capsule in
            flatten(capsule.start, capsule.end, capsule.startRadius, capsule.endRadius).map { (capsule, $0) }
        }
    }

    private static func box(around flats: [(Capsule, FlatCapsule)]) -> PixelBox {
        var box = PixelBox()
        for (_, flat) in flats {
            box.add(x: Double(flat.x0 - flat.radius0), y: Double(flat.y0 - flat.radius0))
            box.add(x: Double(flat.x0 + flat.radius0), y: Double(flat.y0 + flat.radius0))
            box.add(x: Double(flat.x1 - flat.radius1), y: Double(flat.y1 - flat.radius1))
            box.add(x: Double(flat.x1 + flat.radius1), y: Double(flat.y1 + flat.radius1))
        }
        return box
    }

    private func draw(_ capsule: Capsule, _ flat: FlatCapsule, _ manner: Manner) -> Int {
        let shading = CapsuleShading(capsule, flat, light: light, fog: fog.share(at: flat.depth0))
        let (depth, reach) = (view.background.depth, flat.depth1 - flat.depth0)
        // What the closure holds is copied for every eight pixels: pointers, and not the painter with all its owners.
        let (luma, owners, touched) = (canvas.luma, canvas.owner, canvas.touched)
        let owner = manner.owner
        var pixels = 0
        flat.scan(canvas) { block in
            let distance = flat.depth0 + block.along * reach - 0.35
            let isSeen = load(depth + block.index) .> distance
            let coverage = block.coverage.replacing(with: 0, where: .!isSeen)
            let old = load(luma + block.index)
            store(old + (shading.value(block) - old) * coverage, to: luma + block.index)
            guard let owner else { return }
            pixels += Self.sign(block, isSeen, owner, owners + block.index, touched + block.index)
        }
        return pixels
    }

    /// Leaves the owner's number; tells how many pixels it had not touched before.
    private static func sign(
        _ block: FlatCapsule.Block, _ isSeen: SIMDMask<SIMD8<Int32>>, _ owner: UInt16,
        _ owners: UnsafeMutablePointer<UInt16>, _ touched: UnsafeMutablePointer<UInt16>
    ) -> Int {
        var new = 0
        for lane in 0..<8 where block.coverage[lane] > 0.5 {
            if touched[lane] != owner {
                touched[lane] = owner
                new += 1
            }
            if isSeen[lane] { owners[lane] = owner }
        }
        return new
    }

    // MARK: Images

    /// Draws figures upside down below the ground, as puddles show them.
    func reflect(_ capsules: [Capsule]) {
        mirror(capsules, mask: view.background.puddles) { Vector3($0.x, $0.y, -$0.z) }
    }

    /// Draws figures behind a wall, as its windows show them.
    func reflect(_ capsules: [Capsule], in mirror: StaticPicture.Mirror) {
        self.mirror(capsules, mask: mirror.mask) { point in
            let distance = (point.x - mirror.from.x) * mirror.normal.x + (point.y - mirror.from.y) * mirror.normal.y
            return Vector3(point.x - 2 * distance * mirror.normal.x, point.y - 2 * distance * mirror.normal.y, point.z)
        }
    }

    private func mirror(
        _ capsules: [Capsule], mask: UnsafeMutablePointer<Float>, _ image: (Vector3) -> Vector3
    ) {
        for capsule in capsules {
            guard
                let flat = flatten(
                    image(capsule.start), image(capsule.end), capsule.startRadius, capsule.endRadius)
            else { continue }
            let luma = canvas.luma
            flat.scan(canvas) { block in
                let coverage = block.coverage * load(mask + block.index)
                let old = load(luma + block.index)
                store(old + (capsule.luma * 0.8 - old) * coverage, to: luma + block.index)
            }
        }
    }

    private func flatten(_ start: Vector3, _ end: Vector3, _ startRadius: Double, _ endRadius: Double) -> FlatCapsule? {
        guard let a = view.camera.project(start), let b = view.camera.project(end) else { return nil }
        let focal = view.camera.focalLength
        return FlatCapsule(
            x0: Float(a.x), y0: Float(a.y), radius0: Float(startRadius * focal / a.depth),
            x1: Float(b.x), y1: Float(b.y), radius1: Float(endRadius * focal / b.depth),
            depth0: Float(a.depth), depth1: Float(b.depth))
    }
}
