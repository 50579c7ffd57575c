/// Draws people and bags: shaded, grained capsules hidden by what stands before them, and their shadows on the ground.
struct FigurePainter {
    let camera: PinholeCamera
    let canvas: Canvas
    let background: StaticPicture
    /// Towards the light in the camera's axes, and the same along the ground per metre of height.
    private let light: Vector3
    private let shadowShift: SIMD2<Double>
    private let shadowStrength: Float

    init(scene: SceneDescription, camera: PinholeCamera, canvas: Canvas, background: StaticPicture) {
        (self.camera, self.canvas, self.background) = (camera, canvas, background)
        let (azimuth, elevation) = (
            ExactMath.radians(scene.light.azimuthDegrees), ExactMath.radians(scene.light.elevationDegrees)
        )
        let level = ExactMath.cos(elevation)
        let sun = Vector3(ExactMath.sin(azimuth) * level, ExactMath.cos(azimuth) * level, ExactMath.sin(elevation))
        light = camera.inCamera(sun)
        shadowShift = SIMD2(sun.x, sun.y) / max(0.05, sun.z)
        shadowStrength = Float(scene.light.shadow)
    }

    // MARK: Shadows

    /// The shadow that the light casts, and the darkness where feet or a bag touch the ground.
    func castShadow(of capsules: [Capsule], contact: SIMD2<Double>, radius: Double) {
        let ends = (Vector3(contact.x - radius / 2, contact.y, 0), Vector3(contact.x + radius / 2, contact.y, 0))
        darken(ends.0, ends.1, radius, radius, strength: 0.34, softness: 0.9)
        guard shadowStrength > 0.01 else { return }
        for capsule in capsules {
            darken(
                onGround(capsule.start), onGround(capsule.end), capsule.startRadius, capsule.endRadius,
                strength: shadowStrength, softness: 0.25)
        }
    }

    private func onGround(_ point: Vector3) -> Vector3 {
        Vector3(point.x - shadowShift.x * point.z, point.y - shadowShift.y * point.z, 0)
    }

    /// - Parameter softness: width of the half-shadow as a share of the radius.
    private func darken(
        _ start: Vector3, _ end: Vector3, _ startRadius: Double, _ endRadius: Double, strength: Float, softness: Double
    ) {
        guard var flat = flatten(start, end, startRadius, endRadius) else { return }
        flat.squash = Float(max(0.15, camera.position.z / max(1, (start - camera.position).length)))
        flat.softness = max(1.2, flat.radius0 * Float(softness) * 2)
        let (canvas, background) = (canvas, background)
        flat.scan(width: canvas.width, height: canvas.height) { sample in
            guard background.isGround[sample.index] else { return }
            canvas.shadow[sample.index] = max(canvas.shadow[sample.index], strength * sample.coverage)
        }
    }

    // MARK: Figures

    /// Draws a figure's capsules from the farthest to the nearest.
    /// - Parameter owner: number to be left in the plane of owners, nil to leave that plane alone.
    /// - Returns: the box that it covers in pixels, hidden parts included, not cut at the picture's edges.
    @discardableResult
    func draw(_ capsules: [Capsule], owner: UInt16? = nil) -> PixelBox {
        let flats = flattened(capsules)
        for (capsule, flat) in flats.sorted(by: { $0.1.depth0 + $0.1.depth1 > $1.1.depth0 + $1.1.depth1 }) {
            draw(capsule, flat, owner)
        }
        return Self.box(around: flats.map(\.1))
    }

    /// How many pixels a figure would take if nothing hid it and the picture had no edges.
    func area(of capsules: [Capsule]) -> Int {
        let flats = flattened(capsules).map(\.1)
        let box = Self.box(around: flats)
        guard !box.isEmpty, box.maxX - box.minX < 8_192, box.maxY - box.minY < 8_192 else { return 0 }
        let (left, top) = (Float(box.minX) - 2, Float(box.minY) - 2)
        let (width, height) = (Int(box.maxX - box.minX) + 5, Int(box.maxY - box.minY) + 5)
        var mask = [Bool](repeating: false, count: width * height)
        for var flat in flats {
            (flat.x0, flat.x1, flat.y0, flat.y1) = (flat.x0 - left, flat.x1 - left, flat.y0 - top, flat.y1 - top)
            flat.scan(width: width, height: height) { if $0.coverage > 0.5 { mask[$0.index] = true } }
        }
        return mask.count { $0 }
    }

    private func flattened(_ capsules: [Capsule]) -> [(Capsule, FlatCapsule)] {
        capsules.compactMap { capsule in
            flatten(capsule.start, capsule.end, capsule.startRadius, capsule.endRadius).map { (capsule, $0) }
        }
    }

    private static func box(around flats: [FlatCapsule]) -> PixelBox {
        var box = PixelBox()
        for flat in flats {
            box.add(x: Double(flat.x0 - flat.radius0), y: Double(flat.y0 - flat.radius0))
            box.add(x: Double(flat.x0 + flat.radius0), y: Double(flat.y0 + flat.radius0))
            box.add(x: Double(flat.x1 - flat.radius1), y: Double(flat.y1 - flat.radius1))
            box.add(x: Double(flat.x1 + flat.radius1), y: Double(flat.y1 + flat.radius1))
        }
        return box
    }

    private func draw(_ capsule: Capsule, _ flat: FlatCapsule, _ owner: UInt16?) {
        let length = Float((capsule.end - capsule.start).length)
        let (lightX, lightY, lightZ) = (Float(light.x), Float(light.y), Float(light.z))
        let (axisX, axisY) = Self.axis(flat)
        let (canvas, background) = (canvas, background)
        background.depth.withUnsafeBufferPointer { depth in
            flat.scan(width: canvas.width, height: canvas.height) { sample in
                let distance = flat.depth0 + sample.along * (flat.depth1 - flat.depth0)
                guard depth[sample.index] > distance - 0.35 else { return }
                let (nx, ny) = (sample.normalX, sample.normalY)
                let nz = max(0, 1 - nx * nx - ny * ny).squareRoot()
                let lit = max(0, nx * lightX + ny * lightY + nz * lightZ)
                let shade = 0.62 + 0.42 * lit - 0.12 * ny
                let metres = sample.along * length
                var cloth = Self.grain(metres, nx * axisY - ny * axisX, capsule.seed) * capsule.grain
                if capsule.stripes > 0, Int(metres * capsule.stripes * 2) & 1 == 1 { cloth += capsule.stripeContrast }
                let value = (capsule.luma + cloth) * shade
                let old = canvas.luma[sample.index]
                canvas.luma[sample.index] = old + (value - old) * sample.coverage
                if let owner, sample.coverage > 0.5 { canvas.owner[sample.index] = owner }
            }
        }
    }

    private static func axis(_ flat: FlatCapsule) -> (Float, Float) {
        let (dx, dy) = (flat.x1 - flat.x0, flat.y1 - flat.y0)
        let length = (dx * dx + dy * dy).squareRoot()
        return length > 0.01 ? (dx / length, dy / length) : (0, 1)
    }

    /// −1..1 for a patch of cloth of about four centimetres.
    @inline(__always)
    private static func grain(_ metres: Float, _ around: Float, _ seed: UInt32) -> Float {
        let cell = UInt32(bitPattern: Int32(metres * 26)) &* 0x85EB_CA6B ^ UInt32(bitPattern: Int32((around + 2) * 3.5))
        var hash = (cell ^ seed) &* 0xC2B2_AE35
        hash ^= hash >> 15
        hash = hash &* 0x27D4_EB2F
        return Float(hash >> 16) * (2 / 65_536) - 1
    }

    private func flatten(_ start: Vector3, _ end: Vector3, _ startRadius: Double, _ endRadius: Double) -> FlatCapsule? {
        guard let a = camera.project(start), let b = camera.project(end) else { return nil }
        return FlatCapsule(
            x0: Float(a.x), y0: Float(a.y), radius0: Float(startRadius * camera.focalLength / a.depth),
            x1: Float(b.x), y1: Float(b.y), radius1: Float(endRadius * camera.focalLength / b.depth),
            depth0: Float(a.depth), depth1: Float(b.depth))
    }
}
