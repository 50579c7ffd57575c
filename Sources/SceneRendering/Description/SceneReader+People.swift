internal import Scene
internal import StrictYAML

/// Who walks, and what they leave behind.
extension SceneReader {
    /// Faster than anybody runs through a square.
    private static let fastest = 5.0
    /// From how far a bag can be put down or picked up, in metres.
    static let armsReach = 1.2

    func stream(_ node: YAMLNode, seconds: Double) -> WalkerStream? {
        let keys = ["from", "to", "per_minute", "start_s", "end_s", "speed", "reverse_s"]
        guard let mapping = reader.mapping(node, "a stream", keys: keys),
            let from = mapping.required("from").flatMap({ segment($0, "\"from\" of a stream") }),
            let to = mapping.required("to").flatMap({ segment($0, "\"to\" of a stream") }),
            let rate = mapping.number("per_minute", in: 0...600)
        else { return nil }
        let start = mapping.number("start_s", in: -600...Self.longest, default: -60)
        let end = mapping.number("end_s", in: -600...Self.longest, default: seconds)
        guard end > start else {
            let mark = mapping.optional("end_s")?.mark ?? mapping.mark
            reader.report(
                .timesNotRising, at: mark, "the stream ends before it starts", fix: "make end_s the later one")
            return nil
        }
        let speed = mapping.optional("speed").flatMap(speedRange) ?? 1.0...1.6
        let reverse = mapping.optional("reverse_s").flatMap {
            reader.number($0, mapping.name("reverse_s"), in: 0...seconds)
        }
        return WalkerStream(
            from: from, to: to, perMinute: rate, startSeconds: start, endSeconds: end, speed: speed,
            reverseSeconds: reverse)
    }

    /// Two points: anywhere between them.
    private func segment(_ node: YAMLNode, _ what: String) -> [SIMD2<Double>]? {
        guard let nodes = reader.sequence(node, what, count: 2...2) else { return nil }
        let points = nodes.compactMap { place($0, "a point of \(what)") }
        return points.count == 2 ? points : nil
    }

    private func speedRange(_ node: YAMLNode) -> ClosedRange<Double>? {
        guard let values = numbers(node, "\"speed\" of a stream", in: 0.3...Self.fastest, count: 2) else { return nil }
        guard values[0] <= values[1] else {
            reader.report(.timesNotRising, at: node.mark, "the speeds are not rising", fix: "write [slowest, fastest]")
            return nil
        }
        return values[0]...values[1]
    }

    func person(_ node: YAMLNode) -> ScriptedWalker? {
        guard let mapping = reader.mapping(node, "a person", keys: ["name", "walk"]),
            let name = mapping.identifier("name"), let list = mapping.required("walk"),
            let nodes = reader.sequence(list, "the walk of \"\(name)\"", count: 2...1000)
        else { return nil }
        let waypoints = nodes.compactMap { waypoint($0, "a step of \"\(name)\"") }
        guard waypoints.count == nodes.count else { return nil }
        for (index, (last, next)) in zip(waypoints, waypoints.dropFirst()).enumerated() {
            guard isPlausible(last, next, at: nodes[index + 1].mark, name) else { return nil }
        }
        return ScriptedWalker(name: name, walk: waypoints)
    }

    /// `[seconds, east, north]`.
    private func waypoint(_ node: YAMLNode, _ what: String) -> ScriptedWalker.Waypoint? {
        guard let nodes = reader.sequence(node, what, count: 3...3),
            let time = reader.number(nodes[0], "the time of \(what)", in: -600...Self.longest),
            let east = reader.number(nodes[1], "metres east of \(what)", in: Self.reach),
            let north = reader.number(nodes[2], "metres north of \(what)", in: Self.reach)
        else { return nil }
        return ScriptedWalker.Waypoint(time: time, at: SIMD2(east, north))
    }

    private func isPlausible(
        _ last: ScriptedWalker.Waypoint, _ next: ScriptedWalker.Waypoint, at mark: YAMLMark, _ name: String
    ) -> Bool {
        guard next.time > last.time else {
            let fix = "give each step a later time than the one before"
            reader.report(.timesNotRising, at: mark, "the steps of \"\(name)\" go back in time", fix: fix)
            return false
        }
        let speed = last.at.distance(to: next.at) / (next.time - last.time)
        guard speed <= Self.fastest else {
            let fix = "give the step more time, or less way: at most \(Self.fastest) m/s"
            let shown = (speed * 10).rounded() / 10
            reader.report(.tooFast, at: mark, "\"\(name)\" would have to go \(shown) m/s", fix: fix)
            return false
        }
        return true
    }

    func object(_ node: YAMLNode) -> SceneObject? {
        let keys = ["id", "kind", "at", "extent_m", "luma", "owner", "put_s", "taken_by", "removed_s"]
        guard let mapping = reader.mapping(node, "an object", keys: keys), let id = mapping.identifier("id"),
            let at = mapping.required("at").flatMap({ place($0, "the place of object \"\(id)\"") }),
            let owner = mapping.identifier("owner"), let put = mapping.number("put_s", in: 0...Self.longest)
        else { return nil }
        let kind = mapping.choice("kind", default: SceneObject.Kind.suitcase)
        let size = mapping.optional("extent_m").flatMap { self.size($0, "the size of object \"\(id)\"", in: 0.05...2) }
        let removed = mapping.optional("removed_s").flatMap {
            reader.number($0, mapping.name("removed_s"), in: 0...Self.longest)
        }
        if let removed, removed <= put {
            let mark = mapping.optional("removed_s")?.mark
            reader.report(
                .removedBeforePut, at: mark, "the object is removed before it is put", fix: "correct the times")
        }
        return SceneObject(
            id: id, kind: kind, at: at, size: size ?? Self.usualSize(kind),
            luma: mapping.number("luma", in: 0...255, default: 60), owner: owner, putSeconds: put,
            taker: mapping.optional("taken_by").flatMap { reader.identifier($0, mapping.name("taken_by")) },
            removedSeconds: removed)
    }

    private static func usualSize(_ kind: SceneObject.Kind) -> SIMD3<Double> {
        switch kind {
        case .suitcase: SIMD3(0.45, 0.28, 0.65)
        case .backpack: SIMD3(0.34, 0.24, 0.5)
        case .duffel: SIMD3(0.6, 0.32, 0.32)
        }
    }

    /// Owners and takers must exist and stand beside the object when they put or take it; it must be in the picture.
    func checkObjects(of scene: SceneDescription, file: StrictMapping) {
        guard case .sequence(let nodes)? = file.optional("objects")?.content, nodes.count == scene.objects.count else {
            return
        }
        for (object, node) in zip(scene.objects, nodes) {
            check(object, actor: object.owner, at: object.putSeconds, scene, node)
            if let removed = object.removedSeconds {
                check(object, actor: object.taker ?? object.owner, at: removed, scene, node)
            }
            let box = ObjectShape(object).box(in: PinholeCamera(scene))
            if box?.isInside(width: scene.picture.width, height: scene.picture.height) != true {
                let fix = "move it, or turn the camera: the truth of an object needs its whole box in the picture"
                reader.report(
                    .outsideView, at: node.mark, "the object \"\(object.id)\" is not in the picture", fix: fix)
            }
        }
    }

    private func check(
        _ object: SceneObject, actor: String, at time: Double, _ scene: SceneDescription, _ node: YAMLNode
    ) {
        guard let walker = scene.people.first(where: { $0.name == actor }) else {
            let names = scene.people.map(\.name).joined(separator: ", ")
            let fix = names.isEmpty ? "describe the person under \"people\"" : "name one of \(names)"
            reader.report(.unknownPerson, at: node.mark, "there is no person \"\(actor)\"", fix: fix)
            return
        }
        guard let place = walker.place(at: time), place.distance(to: object.at) <= Self.armsReach else {
            let message = "\"\(actor)\" is not within \(Self.armsReach) m of the object \"\(object.id)\" at \(time) s"
            reader.report(.notAtObject, at: node.mark, message, fix: "let the person stand there at that time")
            return
        }
    }
}

extension ScriptedWalker {
    /// Where the person is, on straight ways between the steps; nil before the first and after the last.
    public func place(at time: Double) -> SIMD2<Double>? {
        guard let first = walk.first, let last = walk.last, time >= first.time, time <= last.time else { return nil }
        let index = max(1, walk.firstIndex { $0.time >= time } ?? 1)
        let (a, b) = (walk[index - 1], walk[index])
        return a.at + (b.at - a.at) * ((time - a.time) / (b.time - a.time))
    }
}
