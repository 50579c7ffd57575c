internal import StrictYAML

/// Sun, lamps, headlights and weather.
extension SceneReader {
    static let usualLight = SceneLight(
        azimuthDegrees: 130, elevationDegrees: 40, degreesPerMinute: 0, shadow: 0.3, clouds: 0.02, level: [],
        lamps: [], headlights: [])

    func light(_ node: YAMLNode) -> SceneLight {
        let keys = [
            "azimuth_deg", "elevation_deg", "deg_per_min", "shadow", "clouds", "level", "lamps", "headlights",
        ]
        let usual = Self.usualLight
        guard let mapping = reader.mapping(node, "the light", keys: keys) else { return usual }
        return SceneLight(
            azimuthDegrees: mapping.number("azimuth_deg", in: 0...360, default: usual.azimuthDegrees),
            elevationDegrees: mapping.number("elevation_deg", in: 5...90, default: usual.elevationDegrees),
            degreesPerMinute: mapping.number("deg_per_min", in: -60...60, default: 0),
            shadow: mapping.number("shadow", in: 0...0.9, default: usual.shadow),
            clouds: mapping.number("clouds", in: 0...0.3, default: usual.clouds),
            level: mapping.optional("level").map { moments($0, "\"level\" of the light", in: 0.01...2) } ?? [],
            lamps: list(mapping, "lamps", lamp), headlights: list(mapping, "headlights", headlight))
    }

    private func lamp(_ node: YAMLNode) -> SceneLamp? {
        guard let mapping = reader.mapping(node, "a lamp", keys: ["at", "radius_m", "strength", "off_s"]),
            let at = mapping.required("at").flatMap({ place($0, "the place of a lamp") })
        else { return nil }
        return SceneLamp(
            at: at, radiusMetres: mapping.number("radius_m", in: 0.5...60, default: 8),
            strength: mapping.number("strength", in: 0...3, default: 0.5),
            off: list(mapping, "off_s") { interval($0, "a pause of a lamp") })
    }

    private func headlight(_ node: YAMLNode) -> Headlight? {
        let keys = ["from_s", "to_s", "from", "to", "radius_m", "strength"]
        guard let mapping = reader.mapping(node, "a headlight", keys: keys),
            let from = mapping.required("from").flatMap({ place($0, "\"from\" of a headlight") }),
            let to = mapping.required("to").flatMap({ place($0, "\"to\" of a headlight") }),
            let start = mapping.number("from_s", in: 0...Self.longest),
            let end = mapping.number("to_s", in: 0...Self.longest)
        else { return nil }
        guard end > start else {
            reader.report(
                .timesNotRising, at: mapping.optional("to_s")?.mark, "the headlight ends before it starts",
                fix: "make to_s the later one")
            return nil
        }
        return Headlight(
            startSeconds: start, endSeconds: end, from: from, to: to,
            radiusMetres: mapping.number("radius_m", in: 0.5...60, default: 5),
            strength: mapping.number("strength", in: 0...3, default: 0.6))
    }

    func weather(_ node: YAMLNode) -> SceneWeather {
        guard let mapping = reader.mapping(node, "the weather", keys: ["rain", "snow", "fog", "wet"]) else {
            return .dry
        }
        return SceneWeather(
            rain: mapping.number("rain", in: 0...1, default: 0), snow: mapping.number("snow", in: 0...1, default: 0),
            fog: mapping.number("fog", in: 0...1, default: 0), wet: mapping.number("wet", in: 0...1, default: 0))
    }
}
