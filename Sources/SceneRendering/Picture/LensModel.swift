/// What lies on the lens or before it, out of focus: dirt, a spider's web, drops, insects, a cover.
final class LensModel {
    private let lens: SceneLens
    private let seed: UInt64
    private let canvas: Canvas
    /// What comes through, 0..1, for each pixel of the canvas; nil for a clean lens.
    private let dirt: UnsafeMutablePointer<Float>?

    init(_ scene: SceneDescription, canvas: Canvas) {
        (lens, seed, self.canvas) = (scene.camera.lens, scene.seed, canvas)
        guard lens.dirt > 0 else {
            dirt = nil
            return
        }
        let plane = UnsafeMutablePointer<Float>.allocate(capacity: canvas.count)
        plane.initialize(repeating: 1, count: canvas.count)
        dirt = plane
        var random = SplitMix64(seed: scene.seed, purpose: 9)
        for _ in 0..<Int(6 + 22 * lens.dirt) {
            let radius = Float(random.uniform(0.02...0.12)) * Float(canvas.width)
            let (x, y) = (Float(random.unit()) * Float(canvas.width), Float(random.unit()) * Float(canvas.height))
            let strength = Float(random.uniform(0.15...0.55) * lens.dirt)
            disc(x, y, x, y, radius, softness: radius * 1.2) { index, cover in
                store(load(plane + index) * (1 - cover * strength), to: plane + index)
            }
        }
    }

    deinit { dirt?.deallocate() }

    func paint(time: Double) {
        let luma = canvas.luma
        if let dirt {
            for index in stride(from: 0, to: canvas.count, by: 8) {
                let through = load(dirt + index)
                store(load(luma + index) * through + (1 - through) * 70, to: luma + index)
            }
        }
        if lens.drops > 0 { drops(time) }
        if lens.web > 0 { web(time) }
        if lens.insects > 0 { insects(time) }
    }

    /// Threads from a corner to an edge that swing in the wind, brighter than a night and darker than a day.
    private func web(_ time: Double) {
        var random = SplitMix64(seed: seed, purpose: 10)
        let (width, height) = (Float(canvas.width), Float(canvas.height))
        let luma = canvas.luma
        for thread in 0..<Int(4 + 10 * lens.web) {
            let swing = Float(ExactMath.sin(0.9 * time + Double(thread)) + 0.5 * ExactMath.sin(2.3 * time)) * 5
            let (a, b) = (Float(random.unit()), Float(random.unit()))
            let (radius, strength) = (Float(random.uniform(0.8...2.6)), Float(random.uniform(0.15...0.45)))
            let start = thread % 2 == 0 ? (0, a * height * 0.8) : (a * width * 0.7, 0)
            disc(start.0, start.1, width * b * 0.8 + swing, height * (1 - b) * 0.9 + swing, radius, softness: 3) {
                let old = load(luma + $0)
                store(old + (170 - old) * ($1 * strength), to: luma + $0)
            }
        }
    }

    /// Drops show the scene turned over and blurred; some run down now and then.
    private func drops(_ time: Double) {
        var random = SplitMix64(seed: seed, purpose: 11)
        canvas.spare.update(from: canvas.luma, count: canvas.count)
        for _ in 0..<Int(3 + 16 * lens.drops) {
            let radius = random.uniform(0.012...0.045) * Double(canvas.width)
            let (x, y, phase) = (
                random.unit() * Double(canvas.width), random.unit() * Double(canvas.height), random.unit()
            )
            let run = random.unit() < 0.3 ? max(0, ExactMath.sin(0.05 * time + 6.28 * phase)) * 40 : 0
            turnOver(x: Int(x), y: Int(y + run), radius: Int(radius))
        }
    }

    private func turnOver(x: Int, y: Int, radius: Int) {
        for dy in -radius...radius {
            for dx in -radius...radius where dx * dx + dy * dy < radius * radius {
                let (column, row) = (x + dx, y + dy)
                guard column >= 0, column < canvas.width, row >= 0, row < canvas.height else { continue }
                let (fromX, fromY) = (x - dx * 2, y - dy * 2)
                var sum: Float = 0
                for (ox, oy) in [(-2, 0), (2, 0), (0, -2), (0, 2)] {
                    let sourceX = min(canvas.width - 1, max(0, fromX + ox))
                    sum += canvas.spare[min(canvas.height - 1, max(0, fromY + oy)) * canvas.stride + sourceX]
                }
                let edge: Float = dx * dx + dy * dy > (radius - 2) * (radius - 2) ? 0.7 : 0.98
                canvas.luma[row * canvas.stride + column] = sum / 4 * edge
            }
        }
    }

    /// One crawls over the lens; others fly past, bright where a lamp lights them.
    private func insects(_ time: Double) {
        let (width, height) = (Float(canvas.width), Float(canvas.height))
        let luma = canvas.luma
        let crawl = (
            width * Float(0.5 + 0.42 * ExactMath.sin(0.021 * time + Double(seed % 7))),
            height * Float(0.5 + 0.4 * ExactMath.sin(0.034 * time + 1))
        )
        let size = width / 60
        disc(crawl.0, crawl.1, crawl.0 + size, crawl.1 + size * 0.4, size * 0.45, softness: size * 0.5) {
            let old = load(luma + $0)
            store(old + (30 - old) * ($1 * 0.9), to: luma + $0)
        }
        for fly in 0..<Int(8 * lens.insects) {
            var random = SplitMix64(seed: seed, purpose: 12, index: Int(time * 1.7) * 64 + fly)
            let (x, y) = (Float(random.unit()) * width, Float(random.unit()) * height)
            let (dx, dy) = (Float(random.normal()) * 26, Float(random.normal()) * 18)
            let part = Float(time * 1.7 - (time * 1.7).rounded(.down)) * 2.5
            disc(x + dx * part, y + dy * part, x + dx * (part + 0.35), y + dy * (part + 0.35), 2, softness: 3) {
                let old = load(luma + $0)
                store(old + (215 - old) * ($1 * 0.6), to: luma + $0)
            }
        }
    }

    /// Something is held before the lens: all of it at strength 1, the lower right part below that.
    func cover(strength: Double, time: Double) {
        let (width, height) = (Float(canvas.width), Float(canvas.height))
        let luma = canvas.luma
        let tremble = Float(ExactMath.sin(2.1 * time)) * width / 160
        let radius = width * 1.4
        let reach = Float(strength) * width * 1.15 - width * 0.05
        let (x, y) = (width + radius - reach + tremble, height * 0.75)
        disc(x, y, x, y, radius, softness: width / 14) {
            let old = load(luma + $0)
            store(old + (38 - old) * $1, to: luma + $0)
        }
    }

    private func disc(
        _ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float, _ radius: Float, softness: Float,
        _ body: (Int, Lane) -> Void
    ) {
        var flat = FlatCapsule(x0: x0, y0: y0, radius0: radius, x1: x1, y1: y1, radius1: radius, depth0: 1, depth1: 1)
        flat.softness = softness
        flat.scan(canvas) { body($0.index, $0.coverage) }
    }
}
