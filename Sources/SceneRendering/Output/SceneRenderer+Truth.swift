internal import Events
internal import Scene

extension SceneRenderer {
    /// Nobody nearer than this: then an object is alone. The product's default owner radius.
    static let ownerRadius = 3.0
    /// Samples a second.
    private var truthRate: Double { scene.seconds > 300 ? 1 : 2 }

    /// Everything but the samples, which ``truthSample(frame:)`` adds while frames are rendered.
    public func truth() -> SceneTruth {
        SceneTruth(
            scene: scene.name, seed: scene.seed, seconds: scene.seconds, fps: scene.picture.framesPerSecond,
            width: scene.picture.width, height: scene.picture.height, tags: scene.allTags, isQuick: scene.isQuick,
            learn: scene.learn, zones: scene.zones.map(area),
            calibration: SceneTruth.Calibration(bars: bars(), points: groundPoints(), camera: cameraTruth()),
            objects: scene.objects.map(truth), anomalies: anomalies(), integrity: integrity(), samples: [])
    }

    /// Whether the truth has a sample at this frame.
    public func hasTruthSample(frame index: Int) -> Bool {
        let rate = scene.picture.framesPerSecond
        let slot = { [truthRate] (frame: Int) in (Double(frame) / rate * truthRate + 1e-9).rounded(.down) }
        return index == 0 || slot(index) > slot(index - 1)
    }

    /// Who is where at frame `index`, how much of them is seen, and the count of each zone.
    public func truthSample(frame index: Int) -> SceneTruth.Sample {
        let time = Double(index) / scene.picture.framesPerSecond
        let figures = drawn(frame: index)
        let seen = visiblePixels()
        let corner = shake(at: time)
        var sample = SceneTruth.Sample(t: rounded(time), frame: index, counts: [:], people: [])
        for zone in scene.zones { sample.counts[zone.id] = 0 }
        for (number, drawn) in figures.enumerated() where drawn.figure.walker != nil {
            guard let person = person(drawn, seen: seen[number], corner, view(at: time)) else { continue }
            let foot = PicturePoint(x: person.foot[0], y: person.foot[1])
            for zone in scene.zones where person.visible >= Self.seenShare && zone.polygon.contains(foot) {
                sample.counts[zone.id, default: 0] += 1
            }
            sample.people.append(person)
        }
        return sample
    }

    /// Who is hidden more than this does not count.
    static let seenShare = 0.1

    /// - Parameter corner: of the picture in the canvas.
    private func person(
        _ drawn: DrawnFigure, seen: Int, _ corner: SIMD2<Double>, _ view: View
    ) -> SceneTruth.Person? {
        let (figure, box) = (drawn.figure, drawn.box)
        let size = SIMD2(Double(scene.picture.width), Double(scene.picture.height))
        let ground = Vector3(figure.contact.x, figure.contact.y, 0)
        guard let foot = view.camera.project(ground), let head = view.camera.project(figure.top),
            box.maxX > corner.x, box.maxY > corner.y, box.minX < corner.x + size.x, box.minY < corner.y + size.y
        else { return nil }
        // Of what lies outside the canvas only the share of the box is known.
        let inside = box.share(insideWidth: Double(canvas.width), height: Double(canvas.height))
        let visible = drawn.pixels > 0 ? min(1, Double(seen) / Double(drawn.pixels)) * inside : 0
        let share = { (point: (x: Double, y: Double, depth: Double)) in
            [(point.x - corner.x) / size.x, (point.y - corner.y) / size.y].map(self.rounded)
        }
        return SceneTruth.Person(
            place: [rounded(figure.contact.x), rounded(figure.contact.y)], foot: share(foot), head: share(head),
            height: (10 * (box.maxY - box.minY)).rounded() / 10, visible: rounded(visible),
            pose: figure.posture == .upright ? (figure.speed < 0.15 ? "stand" : nil) : figure.posture.rawValue)
    }

    // MARK: Objects

    private func truth(of object: SceneObject) -> SceneTruth.Thing {
        let foot = picturePoint(object.at)
        let zones = scene.zones.filter { zone in foot.map(zone.polygon.contains) ?? false }.map(\.id)
        return SceneTruth.Thing(
            id: object.id, kind: object.kind.rawValue, zones: zones,
            box: ObjectShape(object).box(in: camera).map(list) ?? [],
            put: object.putSeconds, ownerLeft: ownerLeft(object), removed: object.removedSeconds,
            alone: alone(object))
    }

    private var instants: StrideTo<Double> {
        stride(from: 0, to: scene.seconds, by: 1 / CrowdSimulation.stepsPerSecond)
    }

    private func ownerLeft(_ object: SceneObject) -> Double? {
        guard let owner = scene.people.first(where: { $0.name == object.owner }) else { return nil }
        return instants.first { time in
            guard time >= object.putSeconds, time < object.removedSeconds ?? .infinity else { return false }
            return owner.place(at: time).map { $0.distance(to: object.at) > Self.ownerRadius } ?? true
        }.map(rounded)
    }

    private func alone(_ object: SceneObject) -> [[Double]] {
        var intervals: [[Double]] = []
        var since: Double?
        for time in instants where time >= object.putSeconds && time < (object.removedSeconds ?? .infinity) {
            let step = time * CrowdSimulation.stepsPerSecond
            let isNear = tracks.contains { track in
                track.state(atStep: step).map { $0.place.distance(to: object.at) <= Self.ownerRadius } ?? false
            }
            if !isNear, since == nil { since = time }
            if isNear, let start = since {
                intervals.append([rounded(start), rounded(time)])
                since = nil
            }
        }
        if let since { intervals.append([rounded(since), object.removedSeconds ?? scene.seconds]) }
        return intervals
    }

    // MARK: Geometry

    private func area(_ zone: Zone) -> SceneTruth.Area {
        SceneTruth.Area(id: zone.id, polygon: zone.polygon.vertices.map { [$0.x, $0.y] })
    }

    private func cameraTruth() -> SceneTruth.Camera {
        SceneTruth.Camera(
            heightMetres: scene.camera.heightMetres, tiltDegrees: scene.camera.tiltDegrees,
            yawDegrees: scene.camera.yawDegrees, fieldOfViewDegrees: scene.camera.fieldOfViewDegrees,
            distortion: scene.camera.distortion)
    }

    /// Places of the ground under a grid of picture points.
    private func groundPoints() -> [SceneTruth.GroundPoint] {
        var points: [SceneTruth.GroundPoint] = []
        for y in [0.95, 0.7, 0.5] {
            for x in [0.1, 0.5, 0.9] {
                let ray = camera.ray(x: x * Double(scene.picture.width), y: y * Double(scene.picture.height))
                guard ray.z < -0.02 else { continue }
                let place = camera.position + ray * (-camera.position.z / ray.z)
                points.append(SceneTruth.GroundPoint(image: [x, y], world: [rounded(place.x), rounded(place.y)]))
            }
        }
        return points
    }

    /// Upright bars of 1.7 m at nine places of the ground, in 0..1: what a technician would measure.
    private func bars() -> [SceneTruth.Bar] {
        var bars: [SceneTruth.Bar] = []
        for y in [0.95, 0.7, 0.45] {
            for x in [0.2, 0.5, 0.8] {
                let (px, py) = (x * Double(scene.picture.width), y * Double(scene.picture.height))
                let ray = camera.ray(x: px, y: py)
                guard ray.z < -0.01 else { continue }
                let foot = camera.position + ray * (-camera.position.z / ray.z)
                guard let head = camera.project(foot + Vector3(0, 0, 1.7)), head.y >= 0 else { continue }
                let top = [
                    rounded(head.x / Double(scene.picture.width)), rounded(head.y / Double(scene.picture.height)),
                ]
                bars.append(SceneTruth.Bar(foot: [x, y], head: top, heightMetres: 1.7))
            }
        }
        return bars
    }

    func picturePoint(_ place: SIMD2<Double>) -> PicturePoint? {
        camera.project(Vector3(place.x, place.y, 0)).map {
            PicturePoint(x: $0.x / Double(scene.picture.width), y: $0.y / Double(scene.picture.height))
        }
    }

    func list(_ box: PixelBox) -> [Double] {
        let (width, height) = (Double(scene.picture.width), Double(scene.picture.height))
        return [box.minX / width, box.minY / height, (box.maxX - box.minX) / width, (box.maxY - box.minY) / height]
            .map(rounded)
    }

    /// To a ten-thousandth: enough for any score, and short in the file.
    func rounded(_ value: Double) -> Double {
        (value * 10_000).rounded() / 10_000
    }
}
