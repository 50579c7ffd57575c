/// Who and what is in front of the camera.
extension SceneRenderer {
    /// One person or thing at one time.
    struct Figure {
        /// Number of the track of a person.
        var walker: Int?
        var posture = Posture.upright
        var depth: Double
        /// Metres per second.
        var speed: Double
        var contact: SIMD2<Double>
        var contactRadius: Double
        /// Top of the head when it is a person's.
        var top: Vector3
        var capsules: [Capsule]
        /// Those that matter for the shadow.
        var shadow: [Capsule]
    }

    /// What is in front of the camera at `time`, the farthest first.
    func figures(at time: Double, _ view: View) -> [Figure] {
        let step = time * CrowdSimulation.stepsPerSecond
        var figures: [Figure] = []
        for (index, track) in tracks.enumerated() {
            guard let state = track.state(atStep: step), isNearPicture(state.place, view) else { continue }
            figures.append(person(track, state, index, time: time, view))
        }
        figures += scene.objects.compactMap { object(figureOf: $0, at: time, view) }
        figures += scene.movers.compactMap { mover(figureOf: $0, at: time, view) }
        figures = figures.filter { $0.depth > 0.5 }
        figures.sort { $0.depth > $1.depth }
        return figures
    }

    /// Whether somebody there could be seen, or throw a shadow into the picture.
    private func isNearPicture(_ place: SIMD2<Double>, _ view: View) -> Bool {
        guard let point = view.camera.project(Vector3(place.x, place.y, 0.9)) else { return false }
        let reach = 3.5 * view.camera.focalLength / point.depth
        return point.x > -reach && point.x < Double(canvas.width) + reach && point.y > -reach
            && point.y < Double(canvas.height) + reach
    }

    private func person(
        _ track: WalkerTrack, _ state: WalkerState, _ index: Int, time: Double, _ view: View
    ) -> Figure {
        let pose = WalkerPose(track.look, state, time: time)
        var capsules = pose.capsules
        let top = capsules.map(\.end).max { $0.z < $1.z } ?? Vector3(state.place.x, state.place.y, 1.7)
        let isSmall = view.camera.focalLength * 1.7 / max(0.5, depth(state.place, view)) < 14
        var shadow = Self.shadowParts.map { capsules[$0] }
        // What is smaller than a few pixels need not have hands and shoes.
        if isSmall { capsules = shadow }
        if let mount = track.mount {
            let shape = MoverShape(mover: Mover(kind: mount, path: [], luma: 60, anomaly: nil))
            let ahead = Vector3(state.heading.x, state.heading.y, 0)
            let parts = shape.capsules(at: Vector3(state.place.x, state.place.y, 0), ahead: ahead)
            capsules += parts
            shadow += parts
        }
        if scene.camera.isInfraRed {
            for index in capsules.indices { capsules[index].luma = 70 + capsules[index].luma * 0.6 }
        }
        return Figure(
            walker: index, posture: state.share > 0.5 ? state.posture : .upright, depth: depth(state.place, view),
            speed: state.velocity.length, contact: state.place, contactRadius: 0.2, top: top, capsules: capsules,
            shadow: shadow)
    }

    /// Thighs, shins, trunk, upper arms and hair, as `WalkerPose.capsules` orders them.
    private static let shadowParts = [0, 1, 3, 4, 6, 7, 8, 9, 12, 17]

    private func depth(_ place: SIMD2<Double>, _ view: View) -> Double {
        (Vector3(place.x, place.y, 0) - view.camera.position).dot(view.camera.forward)
    }

    private func mover(figureOf mover: Mover, at time: Double, _ view: View) -> Figure? {
        guard mover.kind != .bicycle, mover.kind != .scooter, let place = mover.path.place(at: time) else { return nil }
        let before = mover.path.place(at: time - 0.1) ?? place
        let ahead = mover.path.direction(at: time)
        let shape = MoverShape(mover: mover)
        let capsules = shape.capsules(
            at: Vector3(place.x, place.y, 0), ahead: Vector3(ahead.x, ahead.y, 0))
        return Figure(
            walker: nil, depth: depth(place, view), speed: (place - before).length * 10, contact: place,
            contactRadius: shape.contactRadius, top: Vector3(place.x, place.y, 1), capsules: capsules, shadow: capsules)
    }

    func object(_ object: SceneObject, at place: Vector3, aside: Vector3, _ view: View) -> Figure {
        let capsules = ObjectShape(object).capsules(at: place, aside: aside)
        let ground = SIMD2(place.x, place.y)
        // A hair nearer than its carrier, so that it is drawn after the legs.
        return Figure(
            walker: nil, depth: depth(ground, view) - 0.02, speed: 0, contact: ground,
            contactRadius: place.z < 0.05 ? object.size.y * 0.6 : 0.05, top: place, capsules: capsules,
            shadow: capsules)
    }

    // MARK: Trees

    /// A crown of leaves and a trunk, of which only the shadow is drawn.
    func castShadow(of tree: SceneTree, _ painter: FigurePainter, time: Double) {
        let base = Vector3(tree.at.x, tree.at.y, 0)
        let trunk = Capsule(
            start: base, end: base + Vector3(0, 0, tree.heightMetres), startRadius: 0.22, endRadius: 0.1, luma: 0)
        painter.castShadow(of: trunk, softness: 0.3)
        var random = SplitMix64(seed: scene.seed, purpose: 13)
        for leaf in 0..<70 {
            let offset = Vector3(random.normal(), random.normal(), 0.7 * random.normal()) * (tree.crownMetres * 0.5)
            let sway =
                tree.swayMetres
                * (0.7 * ExactMath.sin(0.8 * time) + 0.5 * ExactMath.sin(1.7 * time + Double(leaf % 9)))
            let place = base + Vector3(0, 0, tree.heightMetres) + offset + Vector3(sway, 0.6 * sway, 0)
            let size = tree.crownMetres * random.uniform(0.07...0.2)
            painter.castShadow(
                of: Capsule(start: place, end: place, startRadius: size, endRadius: size, luma: 0), softness: 0.5)
        }
    }
}

extension Array<ScriptedWalker.Waypoint> {
    /// Where a thing points that moves along these steps: along the step, and before and after a rest as it came.
    func direction(at time: Double) -> SIMD2<Double> {
        var direction = firstDirection
        for (a, b) in zip(self, dropFirst()) where a.time <= time && a.at.distance(to: b.at) > 0.3 {
            direction = (b.at - a.at) / b.at.distance(to: a.at)
        }
        return direction
    }
}
