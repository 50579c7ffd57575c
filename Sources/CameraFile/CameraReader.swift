internal import Scene
internal import StrictYAML

/// Turns the nodes of a camera file into a configuration; each extension reads one section.
struct CameraReader {
    let reader: StrictReader

    static let keys = [
        "version", "camera", "source", "analysis", "decode", "zones", "lines", "calibration", "calendar", "rules",
        "density",
    ]

    /// Nil, or a value to be thrown away, when something was reported.
    func camera(_ node: YAMLNode) -> CameraConfiguration? {
        guard let file = reader.mapping(node, "the camera file", keys: Self.keys) else { return nil }
        file.demandVersionOne()
        let identifier = file.identifier("camera")
        var camera = CameraConfiguration(cameraID: identifier ?? "")
        camera.source = file.optional("source").flatMap(source)
        camera.analysis = file.optional("analysis").map(analysis) ?? camera.analysis
        camera.decode = file.choice("decode", default: camera.decode)
        camera.zones = file.optional("zones").map(zones) ?? camera.zones
        camera.lines = file.optional("lines").map { lines($0, zones: camera.zones) } ?? []
        camera.calibration = file.optional("calibration").flatMap(calibration)
        if camera.calibration != nil {
            camera.ground = file.optional("calibration").map(groundSettings) ?? camera.ground
        }
        camera.calendar = file.optional("calendar").flatMap(calendar)
        camera.rules =
            file.optional("rules").map { rules($0, zones: camera.zones, calendar: camera.calendar) } ?? []
        camera.density = file.optional("density").map { density($0, zones: camera.zones) } ?? camera.density
        return identifier == nil ? nil : camera
    }

    private func analysis(_ node: YAMLNode) -> AnalysisSettings {
        let usual = AnalysisSettings()
        guard let mapping = reader.mapping(node, "the analysis", keys: ["fps", "width", "motion"]) else { return usual }
        return AnalysisSettings(
            framesPerSecond: mapping.number("fps", in: 0.2...30, default: usual.framesPerSecond),
            width: mapping.integer("width", in: 160...1920, default: usual.width),
            motion: mapping.choice("motion", default: usual.motion))
    }

    /// Reports identifiers that occur twice; `taken` grows by the new ones.
    func unique(_ identifier: String, at node: YAMLNode, _ fix: String, taken: inout Set<String>) {
        guard !taken.insert(identifier).inserted else { return }
        let place = node.value(of: "id")?.mark ?? node.mark
        reader.report(.duplicateIdentifier, at: place, "the id \"\(identifier)\" is already taken", fix: fix)
    }
}

extension YAMLNode {
    /// The value of a key of a mapping.
    func value(of key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}
