/// The planes on which one frame is drawn, kept from frame to frame. One owner, one thread.
final class Canvas {
    let width, height: Int
    let count: Int
    /// Luma under full light, before exposure and noise.
    let luma: UnsafeMutablePointer<Float>
    /// How much of the ground's light is taken away, 0..1.
    let shadow: UnsafeMutablePointer<Float>
    /// Who is seen at a pixel: 0 nobody, else the number of the drawn figure.
    let owner: UnsafeMutablePointer<UInt16>

    init(width: Int, height: Int) {
        (self.width, self.height, count) = (width, height, width * height)
        luma = .allocate(capacity: count)
        shadow = .allocate(capacity: count)
        owner = .allocate(capacity: count)
        luma.initialize(repeating: 0, count: count)
        shadow.initialize(repeating: 0, count: count)
        owner.initialize(repeating: 0, count: count)
    }

    deinit {
        luma.deallocate()
        shadow.deallocate()
        owner.deallocate()
    }

    func clearShadows() {
        shadow.update(repeating: 0, count: count)
    }

    func clearOwners() {
        owner.update(repeating: 0, count: count)
    }

    /// The static picture, darkened where there is shadow.
    func lay(_ picture: StaticPicture) {
        picture.luma.withUnsafeBufferPointer { base in
            for index in 0..<count { luma[index] = base[index] * (1 - shadow[index]) }
        }
    }
}

/// A capsule as the camera sees it: two discs in pixels and everything between them.
struct FlatCapsule {
    var x0, y0, radius0: Float
    var x1, y1, radius1: Float
    /// Depth of the two ends in metres.
    var depth0, depth1: Float
    /// Vertical against horizontal radius: below 1 for what lies on the ground.
    var squash: Float = 1
    /// Width in pixels of the edge's slope.
    var softness: Float = 1.2

    struct Sample {
        var index: Int
        /// 0..1 from the first to the second end.
        var along: Float
        /// Offset from the axis as shares of the radius: right and down.
        var normalX, normalY: Float
        var coverage: Float
    }

    /// Calls `body` for each pixel that the capsule covers at least partly.
    @inline(__always)
    func scan(width: Int, height: Int, _ body: (Sample) -> Void) {
        let pad = softness
        let left = max(0, Int(min(x0 - radius0, x1 - radius1) - pad))
        let right = min(width - 1, Int(max(x0 + radius0, x1 + radius1) + pad))
        let top = max(0, Int(min(y0 - radius0 * squash, y1 - radius1 * squash) - pad))
        let bottom = min(height - 1, Int(max(y0 + radius0 * squash, y1 + radius1 * squash) + pad))
        guard left <= right, top <= bottom else { return }
        let (dx, dy) = (x1 - x0, (y1 - y0) / squash)
        let scale = 1 / max(1e-3, dx * dx + dy * dy)
        for y in top...bottom {
            let py = (Float(y) + 0.5 - y0) / squash
            for x in left...right {
                let px = Float(x) + 0.5 - x0
                let along = min(1, max(0, (px * dx + py * dy) * scale))
                let (qx, qy) = (px - along * dx, py - along * dy)
                let radius = radius0 + along * (radius1 - radius0)
                let reach = radius + 0.5 * softness
                let square = qx * qx + qy * qy
                guard square < reach * reach else { continue }
                let coverage = min(1, (reach - square.squareRoot()) / softness)
                let size = 1 / max(radius, 0.3)
                body(
                    Sample(
                        index: y * width + x, along: along, normalX: qx * size, normalY: qy * size, coverage: coverage))
            }
        }
    }
}
