internal import StrictYAML

/// The camera, its lens, and what happens to it.
extension SceneReader {
    private static let cameraKeys = [
        "height_m", "tilt_deg", "yaw_deg", "field_of_view_deg", "distortion", "noise", "flicker", "bands",
        "exposure_lag_s", "shutter_s", "infra_red", "shake_px", "drift_px_per_min", "lens", "turns",
    ]

    func camera(_ node: YAMLNode) -> SceneCamera? {
        guard let mapping = reader.mapping(node, "the camera", keys: Self.cameraKeys),
            let height = mapping.number("height_m", in: 1.5...60), let tilt = mapping.number("tilt_deg", in: 0...85),
            let view = mapping.number("field_of_view_deg", in: 10...110)
        else { return nil }
        return SceneCamera(
            heightMetres: height, tiltDegrees: tilt,
            yawDegrees: mapping.number("yaw_deg", in: -360...360, default: 0), fieldOfViewDegrees: view,
            distortion: mapping.number("distortion", in: -0.3...0.1, default: 0),
            noise: mapping.number("noise", in: 0...40, default: 2),
            flicker: mapping.number("flicker", in: 0...0.5, default: 0.004),
            bands: mapping.number("bands", in: 0...0.5, default: 0),
            exposureLagSeconds: mapping.number("exposure_lag_s", in: 0...60, default: 0),
            shutterSeconds: mapping.number("shutter_s", in: 0...0.5, default: 0),
            isInfraRed: mapping.boolean("infra_red", default: false),
            shakePixels: mapping.number("shake_px", in: 0...8, default: 0),
            driftPixelsPerMinute: mapping.number("drift_px_per_min", in: 0...16, default: 0),
            lens: mapping.optional("lens").map(lens) ?? .clean, turns: list(mapping, "turns", turn))
    }

    private func lens(_ node: YAMLNode) -> SceneLens {
        guard let mapping = reader.mapping(node, "the lens", keys: ["dirt", "web", "drops", "insects"]) else {
            return .clean
        }
        return SceneLens(
            dirt: mapping.number("dirt", in: 0...1, default: 0), web: mapping.number("web", in: 0...1, default: 0),
            drops: mapping.number("drops", in: 0...1, default: 0),
            insects: mapping.number("insects", in: 0...1, default: 0))
    }

    private func turn(_ node: YAMLNode) -> CameraTurn? {
        let keys = ["at_s", "seconds", "yaw_deg", "tilt_deg", "zoom"]
        guard let mapping = reader.mapping(node, "a turn", keys: keys),
            let time = mapping.number("at_s", in: 0...Self.longest)
        else { return nil }
        return CameraTurn(
            time: time, seconds: mapping.number("seconds", in: 0...10, default: 0),
            yawDegrees: mapping.number("yaw_deg", in: -90...90, default: 0),
            tiltDegrees: mapping.number("tilt_deg", in: -45...45, default: 0),
            zoom: mapping.number("zoom", in: 0.5...4, default: 1))
    }

    func tampering(_ node: YAMLNode, seconds: Double) -> Tampering? {
        guard let mapping = reader.mapping(node, "a tampering", keys: ["state", "from_s", "to_s", "strength"]),
            let stateNode = mapping.required("state"),
            let state = reader.choice(stateNode, mapping.name("state"), of: Tampering.State.self),
            let start = mapping.number("from_s", in: 0...seconds)
        else { return nil }
        let end = mapping.number("to_s", in: 0...seconds, default: seconds)
        guard end > start else {
            let mark = mapping.optional("to_s")?.mark ?? mapping.mark
            reader.report(
                .timesNotRising, at: mark, "the tampering ends before it starts", fix: "make to_s the later one")
            return nil
        }
        return Tampering(
            state: state, startSeconds: start, endSeconds: end,
            strength: mapping.number("strength", in: 0...1, default: 1))
    }
}
