internal import Scene
internal import StrictYAML

/// Turns the nodes of a scene file into a description; the extensions read what stands, who walks and what shines.
struct SceneReader {
    let reader: StrictReader

    static let keys = [
        "version", "scene", "extends", "seed", "seconds", "loop", "tags", "quick", "learn", "picture", "camera",
        "light",
        "weather", "ground", "walls", "boxes", "trees", "zones", "streams", "crowds", "people", "objects", "movers",
        "tampering", "rules",
    ]
    /// Nothing of a scene is farther away than this, in metres.
    static let reach = -300.0...300.0
    static let longest = 7_200.0

    func scene(_ node: YAMLNode) -> SceneDescription? {
        guard let file = reader.mapping(node, "the scene file", keys: Self.keys) else { return nil }
        file.demandVersionOne()
        let name = file.identifier("scene")
        let seconds = file.number("seconds", in: 1...Self.longest)
        let picture = file.required("picture").flatMap(picture)
        let camera = file.required("camera").flatMap(camera)
        guard let name, let seconds, let picture, let camera else { return nil }
        let scene = SceneDescription(
            name: name, seed: UInt64(file.integer("seed", in: 0...Int(Int32.max), default: 1)), seconds: seconds,
            isLoop: file.boolean("loop", default: false),
            tags: list(file, "tags") { reader.identifier($0, "a tag") },
            isQuick: file.boolean("quick", default: false),
            learn: file.optional("learn").flatMap { reader.identifier($0, file.name("learn")) }, picture: picture,
            camera: camera, light: file.optional("light").map(light) ?? Self.usualLight,
            weather: file.optional("weather").map(weather) ?? .dry,
            ground: file.optional("ground").map { material($0, "the ground", usual: Self.usualGround) }
                ?? Self.usualGround,
            walls: list(file, "walls", wall), boxes: list(file, "boxes", box), trees: list(file, "trees", tree),
            zones: list(file, "zones", zone), streams: list(file, "streams") { stream($0, seconds: seconds) },
            crowds: list(file, "crowds") { crowd($0, seconds: seconds) }, people: list(file, "people", person),
            objects: list(file, "objects", object), movers: list(file, "movers", mover),
            tampering: list(file, "tampering") { tampering($0, seconds: seconds) },
            rules: file.optional("rules").flatMap { reader.text($0, file.name("rules")) } ?? "")
        checkView(of: scene, file: file)
        checkObjects(of: scene, file: file)
        return scene
    }

    func list<Value>(_ file: StrictMapping, _ key: String, _ read: (YAMLNode) -> Value?) -> [Value] {
        guard let node = file.optional(key), let nodes = reader.sequence(node, file.name(key), count: 0...1000) else {
            return []
        }
        return nodes.compactMap(read)
    }

    private func picture(_ node: YAMLNode) -> ScenePicture? {
        let keys = ["width", "height", "fps", "kbps", "clock"]
        guard let mapping = reader.mapping(node, "the picture", keys: keys) else { return nil }
        let width = mapping.required("width").flatMap { reader.integer($0, mapping.name("width"), in: 64...3840) }
        let height = mapping.required("height").flatMap { reader.integer($0, mapping.name("height"), in: 64...2160) }
        guard let rate = mapping.number("fps", in: 1...60), let width, let height else { return nil }
        guard width % 16 == 0, height % 2 == 0 else {
            let fix = "make the width a multiple of 16 and the height even"
            reader.report(.oddPicture, at: node.mark, "a picture of \(width)×\(height) cannot be encoded", fix: fix)
            return nil
        }
        let bits = mapping.optional("kbps").flatMap { reader.number($0, mapping.name("kbps"), in: 16...50_000) }
        return ScenePicture(
            width: width, height: height, framesPerSecond: rate, kilobitsPerSecond: bits,
            hasClock: mapping.boolean("clock", default: false))
    }

    /// The lower edge of the picture must lie below the horizon, or there is no ground to walk on.
    private func checkView(of scene: SceneDescription, file: StrictMapping) {
        let camera = PinholeCamera(scene)
        let ray = camera.ray(x: camera.centreX, y: Double(scene.picture.height))
        guard ray.z > -0.02, let mark = file.optional("camera")?.mark else { return }
        let fix = "tilt it down (tilt_deg) or widen field_of_view_deg"
        reader.report(.seesNoGround, at: mark, "the camera sees no ground", fix: fix)
    }

    // MARK: Values

    /// `[east, north]` in metres.
    func place(_ node: YAMLNode, _ what: String) -> SIMD2<Double>? {
        numbers(node, what, in: Self.reach, count: 2).map { SIMD2($0[0], $0[1]) }
    }

    /// Two different points: anywhere between them.
    func segment(_ node: YAMLNode, _ what: String) -> [SIMD2<Double>]? {
        guard let nodes = reader.sequence(node, what, count: 2...2) else { return nil }
        let points = nodes.compactMap { place($0, "a point of \(what)") }
        return points.count == 2 ? points : nil
    }

    func size(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>) -> SIMD3<Double>? {
        numbers(node, what, in: range, count: 3).map { SIMD3($0[0], $0[1], $0[2]) }
    }

    func numbers(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>, count: Int) -> [Double]? {
        guard let nodes = reader.sequence(node, what, count: count...count) else { return nil }
        let values = nodes.compactMap { reader.number($0, "a number of \(what)", in: range) }
        return values.count == count ? values : nil
    }

    /// A number, or `[[seconds, number], …]` with rising times.
    func moments(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>) -> [SceneLight.Moment] {
        guard case .sequence = node.content else {
            return reader.number(node, what, in: range).map { [SceneLight.Moment(time: 0, value: $0)] } ?? []
        }
        var moments: [SceneLight.Moment] = []
        for pair in reader.sequence(node, what, count: 1...1000) ?? [] {
            guard let nodes = reader.sequence(pair, "a moment of \(what)", count: 2...2),
                let time = reader.number(nodes[0], "the time of \(what)", in: -600...Self.longest),
                let value = reader.number(nodes[1], "a value of \(what)", in: range)
            else { continue }
            guard time > moments.last?.time ?? -1_000 else {
                reader.report(
                    .timesNotRising, at: pair.mark, "the times of \(what) do not rise", fix: "put them in order")
                continue
            }
            moments.append(SceneLight.Moment(time: time, value: value))
        }
        return moments
    }

    /// `[from, to]` in seconds.
    func interval(_ node: YAMLNode, _ what: String) -> ClosedRange<Double>? {
        guard let values = numbers(node, what, in: -600...Self.longest, count: 2) else { return nil }
        guard values[0] < values[1] else {
            let fix = "write [from, to] with the later time second"
            reader.report(.timesNotRising, at: node.mark, "\(what) ends before it starts", fix: fix)
            return nil
        }
        return values[0]...values[1]
    }

    func anomaly(_ mapping: StrictMapping) -> SceneAnomaly? {
        mapping.optional("anomaly").flatMap { reader.choice($0, mapping.name("anomaly")) }
    }
}
