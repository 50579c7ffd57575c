/// The body of a bag, and the box that it takes in the picture.
struct ObjectShape {
    let object: SceneObject

    init(_ object: SceneObject) {
        self.object = object
    }

    /// The bag standing at `place` (the middle of its underside), its width along `aside`.
    func capsules(at place: Vector3, aside: Vector3) -> [Capsule] {
        let (width, depth, height) = (object.size.x, object.size.y, object.size.z)
        let (luma, seed) = (
            Float(object.luma), UInt32(truncatingIfNeeded: SplitMix64.mix(UInt64(object.id.utf8.count)))
        )
        let up = Vector3(0, 0, 1)
        let r = depth / 2
        switch object.kind {
        case .suitcase:
            // Upright columns side by side make a flat front with rounded edges; a rod above it is the handle.
            let columns = (0..<4).map { index in
                let x = (Double(index) / 3 - 0.5) * max(0, width - 2 * r)
                return Capsule(
                    start: place + aside * x + up * r, end: place + aside * x + up * (height - r), startRadius: r,
                    endRadius: r, luma: luma, stripes: 14, stripeContrast: 9, grain: 5, seed: seed)
            }
            return columns + [handle(place + up * height, aside, luma, half: 0.07, up: 0.05)]
        case .backpack:
            let main = Capsule(
                start: place + up * (width / 2), end: place + up * (height - width * 0.4), startRadius: width / 2,
                endRadius: width * 0.4, luma: luma, grain: 12, seed: seed)
            let pocket = Capsule(
                start: place + up * (0.28 * height) - aside * 0.04, end: place + up * (0.3 * height) + aside * 0.04,
                startRadius: width * 0.3, endRadius: width * 0.3, luma: luma * 1.25 + 6, grain: 8, seed: seed &+ 1)
            return [main, pocket, handle(place + up * height, aside, luma, half: 0.04, up: 0.02)]
        case .box:
            // Rows of rods make flat sides.
            return (0..<5).flatMap { row in
                [-1.0, 1.0].map { side in
                    let z = height * (Double(row) + 0.5) / 5
                    let edge = aside * (width / 2 - 0.04)
                    let depthwards = Vector3(-aside.y, aside.x, 0) * (side * (depth / 2 - 0.05))
                    return Capsule(
                        start: place - edge + depthwards + up * z, end: place + edge + depthwards + up * z,
                        startRadius: height / 9, endRadius: height / 9, luma: luma, stripes: 2, stripeContrast: 6,
                        grain: 5, seed: seed)
                }
            }
        case .bottle:
            return [
                Capsule(
                    start: place + up * r, end: place + up * (height * 0.65), startRadius: r, endRadius: r, luma: luma,
                    seed: seed),
                Capsule(
                    start: place + up * (height * 0.65), end: place + up * height, startRadius: r, endRadius: r * 0.4,
                    luma: luma * 1.2, seed: seed),
            ]
        case .duffel:
            let body = Capsule(
                start: place - aside * (width / 2 - height / 2) + up * (height / 2),
                end: place + aside * (width / 2 - height / 2) + up * (height / 2), startRadius: height / 2,
                endRadius: height / 2, luma: luma, stripes: 5, stripeContrast: 14, grain: 9, seed: seed)
            return [body, handle(place + up * height, aside, luma, half: 0.12, up: 0.04)]
        }
    }

    private func handle(_ top: Vector3, _ aside: Vector3, _ luma: Float, half: Double, up: Double) -> Capsule {
        let rise = Vector3(0, 0, up)
        return Capsule(
            start: top - aside * half + rise, end: top + aside * half + rise, startRadius: 0.02, endRadius: 0.02,
            luma: luma * 0.7)
    }

    /// Pixels, not cut at the picture's edges. Nil when any of it lies behind the camera.
    func box(in camera: PinholeCamera) -> PixelBox? {
        var box = PixelBox()
        for capsule in capsules(at: Vector3(object.at.x, object.at.y, 0), aside: Vector3(1, 0, 0)) {
            for (end, radius) in [(capsule.start, capsule.startRadius), (capsule.end, capsule.endRadius)] {
                guard let centre = camera.project(end) else { return nil }
                let pixels = radius * camera.focalLength / centre.depth
                box.add(x: centre.x - pixels, y: centre.y - pixels)
                box.add(x: centre.x + pixels, y: centre.y + pixels)
            }
        }
        return box
    }
}

/// A box in pixels that grows to hold what is added; empty at first.
struct PixelBox: Hashable {
    var minX = Double.infinity
    var minY = Double.infinity
    var maxX = -Double.infinity
    var maxY = -Double.infinity

    var isEmpty: Bool { maxX <= minX || maxY <= minY }

    func isInside(width: Int, height: Int) -> Bool {
        minX >= 0 && minY >= 0 && maxX <= Double(width) && maxY <= Double(height)
    }

    /// How much of the box lies in a canvas, 0..1.
    func share(insideWidth width: Double, height: Double) -> Double {
        guard !isEmpty else { return 0 }
        let (across, down) = (min(width, maxX) - max(0, minX), min(height, maxY) - max(0, minY))
        return max(0, across) * max(0, down) / ((maxX - minX) * (maxY - minY))
    }

    mutating func add(x: Double, y: Double) {
        minX = min(minX, x)
        minY = min(minY, y)
        maxX = max(maxX, x)
        maxY = max(maxY, y)
    }
}
