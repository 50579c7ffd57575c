internal import Scene
internal import StrictYAML

/// Turns the nodes of a scene file into a description; the extensions read what stands and who walks.
struct SceneReader {
    let reader: StrictReader

    static let keys = [
        "version", "scene", "seed", "seconds", "loop", "tags", "quick", "learn", "picture", "camera", "light", "ground",
        "walls", "boxes", "zones", "streams", "people", "objects",
    ]
    /// Nothing of a scene is farther away than this, in metres.
    static let reach = -300.0...300.0
    static let longest = 7_200.0

    func scene(_ node: YAMLNode) -> SceneDescription? {
        guard let file = reader.mapping(node, "the scene file", keys: Self.keys) else { return nil }
        version(file)
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
            camera: camera,
            light: file.optional("light").map(light) ?? Self.usualLight,
            ground: file.optional("ground").map { material($0, "the ground", usual: Self.usualGround) }
                ?? Self.usualGround,
            walls: list(file, "walls", wall), boxes: list(file, "boxes", box), zones: list(file, "zones", zone),
            streams: list(file, "streams") { stream($0, seconds: seconds) }, people: list(file, "people", person),
            objects: list(file, "objects", object))
        checkObjects(of: scene, file: file)
        return scene
    }

    private func version(_ file: StrictMapping) {
        guard let node = file.required("version"), node.content != .scalar(text: "1", isPlain: true) else { return }
        reader.report(
            .wrongVersion, at: node.mark, "this program does not know version \(node.quoted) of the scene file",
            fix: "write \"version: 1\"")
    }

    func list<Value>(_ file: StrictMapping, _ key: String, _ read: (YAMLNode) -> Value?) -> [Value] {
        guard let node = file.optional(key), let nodes = reader.sequence(node, file.name(key), count: 0...1000) else {
            return []
        }
        return nodes.compactMap(read)
    }

    private func picture(_ node: YAMLNode) -> ScenePicture? {
        guard let mapping = reader.mapping(node, "the picture", keys: ["width", "height", "fps"]) else { return nil }
        let width = mapping.required("width").flatMap { reader.integer($0, mapping.name("width"), in: 64...3840) }
        let height = mapping.required("height").flatMap { reader.integer($0, mapping.name("height"), in: 64...2160) }
        guard let rate = mapping.number("fps", in: 1...60), let width, let height else { return nil }
        guard width % 16 == 0, height % 2 == 0 else {
            let fix = "make the width a multiple of 16 and the height even"
            reader.report(.oddPicture, at: node.mark, "a picture of \(width)×\(height) cannot be encoded", fix: fix)
            return nil
        }
        return ScenePicture(width: width, height: height, framesPerSecond: rate)
    }

    private func camera(_ node: YAMLNode) -> SceneCamera? {
        let keys = ["height_m", "tilt_deg", "yaw_deg", "field_of_view_deg", "noise", "flicker"]
        guard let mapping = reader.mapping(node, "the camera", keys: keys),
            let height = mapping.number("height_m", in: 1.5...60), let tilt = mapping.number("tilt_deg", in: 0...85),
            let view = mapping.number("field_of_view_deg", in: 10...110)
        else { return nil }
        return SceneCamera(
            heightMetres: height, tiltDegrees: tilt,
            yawDegrees: mapping.number("yaw_deg", in: -360...360, default: 0), fieldOfViewDegrees: view,
            noise: mapping.number("noise", in: 0...40, default: 2),
            flicker: mapping.number("flicker", in: 0...0.5, default: 0.004))
    }

    private static let usualLight = SceneLight(azimuthDegrees: 130, elevationDegrees: 40, shadow: 0.3, clouds: 0.02)

    private func light(_ node: YAMLNode) -> SceneLight {
        let (keys, usual) = (["azimuth_deg", "elevation_deg", "shadow", "clouds"], Self.usualLight)
        guard let mapping = reader.mapping(node, "the light", keys: keys) else { return usual }
        return SceneLight(
            azimuthDegrees: mapping.number("azimuth_deg", in: 0...360, default: usual.azimuthDegrees),
            elevationDegrees: mapping.number("elevation_deg", in: 5...90, default: usual.elevationDegrees),
            shadow: mapping.number("shadow", in: 0...0.9, default: usual.shadow),
            clouds: mapping.number("clouds", in: 0...0.3, default: usual.clouds))
    }
}
