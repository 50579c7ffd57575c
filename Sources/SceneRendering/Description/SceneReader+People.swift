internal import Scene
internal import StrictYAML

/// Who walks, stands and drives.
extension SceneReader {
    /// Faster than anybody runs through a square.
    private static let fastest = 5.0
    func stream(_ node: YAMLNode, seconds: Double) -> WalkerStream? {
        let keys = [
            "from", "to", "per_minute", "start_s", "end_s", "speed", "groups", "reverse_s", "stop_s", "anomaly",
        ]
        guard let mapping = reader.mapping(node, "a stream", keys: keys),
            let from = mapping.required("from").flatMap({ segment($0, "\"from\" of a stream") }),
            let to = mapping.required("to").flatMap({ segment($0, "\"to\" of a stream") }),
            let rate = mapping.number("per_minute", in: 0...3_000)
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
            groups: mapping.number("groups", in: 0...1, default: 0), reverseSeconds: reverse,
            stop: mapping.optional("stop_s").flatMap { interval($0, "\"stop_s\" of a stream") },
            anomaly: anomaly(mapping))
    }

    private func speedRange(_ node: YAMLNode) -> ClosedRange<Double>? {
        guard let values = numbers(node, "\"speed\" of a stream", in: 0.3...Self.fastest, count: 2) else { return nil }
        guard values[0] <= values[1] else {
            reader.report(.timesNotRising, at: node.mark, "the speeds are not rising", fix: "write [slowest, fastest]")
            return nil
        }
        return values[0]...values[1]
    }

    func crowd(_ node: YAMLNode, seconds: Double) -> Crowd? {
        let keys = [
            "area", "density", "gate", "facing", "mill_m", "sitting", "disperse_s", "anomaly",
        ]
        guard let mapping = reader.mapping(node, "a crowd", keys: keys),
            let area = mapping.required("area").flatMap({ segment($0, "the area of a crowd") }),
            let density = mapping.required("density").map({ moments($0, "the density of a crowd", in: 0...7) })
        else { return nil }
        let crowd = Crowd(
            area: area, density: density,
            gate: mapping.optional("gate").flatMap { segment($0, "the gate of a crowd") } ?? area,
            facing: mapping.optional("facing").flatMap { place($0, "what a crowd faces") },
            millMetres: mapping.number("mill_m", in: 0...5, default: 0.1),
            sitting: mapping.number("sitting", in: 0...1, default: 0),
            disperseSeconds: mapping.optional("disperse_s").flatMap {
                reader.number($0, mapping.name("disperse_s"), in: 0...seconds)
            }, anomaly: anomaly(mapping))
        let most = density.map(\.value).max() ?? 0
        guard crowd.squareMetres > 0.5, crowd.squareMetres * most <= 3_000 else {
            let fix = "give two opposite corners, and at most 3,000 people in all"
            reader.report(
                .noLength, at: mapping.optional("area")?.mark,
                "the area of a crowd of \(crowd.squareMetres) m² cannot hold it", fix: fix)
            return nil
        }
        return crowd
    }

    func person(_ node: YAMLNode) -> ScriptedWalker? {
        guard let mapping = reader.mapping(node, "a person", keys: ["name", "walk", "facing_deg", "anomaly"]),
            let name = mapping.identifier("name"), let list = mapping.required("walk"),
            let walk = path(list, "\"\(name)\"", count: 2...1000, fastest: Self.fastest, takesPosture: true)
        else { return nil }
        let facing = mapping.optional("facing_deg").flatMap {
            reader.number($0, mapping.name("facing_deg"), in: -360...360)
        }
        return ScriptedWalker(name: name, walk: walk, facingDegrees: facing, anomaly: anomaly(mapping))
    }

    func mover(_ node: YAMLNode) -> Mover? {
        guard let mapping = reader.mapping(node, "a mover", keys: ["kind", "path", "luma", "anomaly"]),
            let kindNode = mapping.required("kind"),
            let kind = reader.choice(kindNode, mapping.name("kind"), of: Mover.Kind.self),
            let list = mapping.required("path"),
            let path = path(list, "a \(kind.rawValue)", count: 2...1000, fastest: 25, takesPosture: false)
        else { return nil }
        return Mover(
            kind: kind, path: path, luma: mapping.number("luma", in: 0...255, default: 90), anomaly: anomaly(mapping))
    }

    private func path(
        _ list: YAMLNode, _ name: String, count: ClosedRange<Int>, fastest: Double, takesPosture: Bool
    ) -> [ScriptedWalker.Waypoint]? {
        guard let nodes = reader.sequence(list, "the way of \(name)", count: count) else { return nil }
        let waypoints = nodes.compactMap { waypoint($0, "a step of \(name)", takesPosture: takesPosture) }
        guard waypoints.count == nodes.count else { return nil }
        for (index, (last, next)) in zip(waypoints, waypoints.dropFirst()).enumerated() {
            guard isPlausible(last, next, at: nodes[index + 1].mark, name, fastest: fastest) else { return nil }
        }
        return waypoints
    }

    /// `[seconds, east, north]`, and for people a posture from there on.
    private func waypoint(_ node: YAMLNode, _ what: String, takesPosture: Bool) -> ScriptedWalker.Waypoint? {
        guard let nodes = reader.sequence(node, what, count: takesPosture ? 3...4 : 3...3),
            let time = reader.number(nodes[0], "the time of \(what)", in: -600...Self.longest),
            let east = reader.number(nodes[1], "metres east of \(what)", in: Self.reach),
            let north = reader.number(nodes[2], "metres north of \(what)", in: Self.reach)
        else { return nil }
        var posture = Posture.upright
        if nodes.count == 4 {
            guard let given = reader.choice(nodes[3], "the posture of \(what)", of: Posture.self) else { return nil }
            posture = given
        }
        return ScriptedWalker.Waypoint(time: time, at: SIMD2(east, north), posture: posture)
    }

    private func isPlausible(
        _ last: ScriptedWalker.Waypoint, _ next: ScriptedWalker.Waypoint, at mark: YAMLMark, _ name: String,
        fastest: Double
    ) -> Bool {
        guard next.time > last.time else {
            let fix = "give each step a later time than the one before"
            reader.report(.timesNotRising, at: mark, "the steps of \(name) go back in time", fix: fix)
            return false
        }
        let speed = last.at.distance(to: next.at) / (next.time - last.time)
        guard speed <= fastest else {
            let fix = "give the step more time, or less way: at most \(fastest) m/s"
            let shown = (speed * 10).rounded() / 10
            reader.report(.tooFast, at: mark, "\(name) would have to go \(shown) m/s", fix: fix)
            return false
        }
        return true
    }
}
