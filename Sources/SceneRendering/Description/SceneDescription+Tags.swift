extension SceneDescription {
    /// Conditions under which detectors are scored: those of the file and those that its settings mean, sorted.
    public var allTags: [String] {
        Set(tags + lightTags + weatherTags + cameraTags + crowdTags).sorted()
    }

    private var lightTags: [String] {
        let levels = light.level.map(\.value)
        let (least, most) = (levels.min() ?? 1, levels.max() ?? 1)
        var tags: [String] = []
        if most < 0.25 { tags.append("night") }
        if most - least > 0.3 { tags.append("dusk") }
        if most >= 0.25 && most - least <= 0.3 { tags.append("day") }
        if light.shadow >= 0.45 || light.degreesPerMinute != 0 || !trees.isEmpty { tags.append("shadow") }
        if !light.headlights.isEmpty { tags.append("headlights") }
        if light.lamps.contains(where: { !$0.off.isEmpty }) { tags.append("lamp") }
        if camera.flicker >= 0.02 || camera.bands > 0 { tags.append("flicker") }
        return tags
    }

    private var weatherTags: [String] {
        let named = [
            ("rain", weather.rain), ("snow", weather.snow), ("fog", weather.fog), ("wet", weather.wet),
            ("reflections", walls.map(\.mirror).max() ?? 0),
        ]
        return named.filter { $0.1 > 0 }.map(\.0)
    }

    private var cameraTags: [String] {
        var tags: [String] = []
        if camera.isInfraRed { tags.append("infra_red") }
        if camera.shakePixels > 0 { tags.append("shake") }
        if camera.driftPixelsPerMinute > 0 { tags.append("drift") }
        if camera.turns.contains(where: \.isMoved) { tags.append("ptz") }
        if camera.lens.dirt > 0 { tags.append("lens_dirt") }
        if camera.lens.web > 0 { tags.append("lens_web") }
        if camera.lens.drops > 0 { tags.append("lens_drops") }
        if camera.lens.insects > 0 { tags.append("insects") }
        if picture.kilobitsPerSecond != nil { tags.append("low_bit_rate") }
        if picture.width <= 352 { tags.append("small_picture") }
        if picture.hasClock { tags.append("clock") }
        if seconds >= 600 { tags.append("long") }
        return tags + ["height_\(Int(camera.heightMetres.rounded()))m"]
            + tampering.map { "tamper_\($0.state.rawValue)" }
    }

    /// By the densest crowd: below 1, 1 to 3, from 3 persons per square metre.
    private var crowdTags: [String] {
        guard let most = crowds.flatMap({ $0.density.map(\.value) }).max() else { return [] }
        return [most < 1 ? "sparse" : most < 3 ? "medium" : "dense"]
    }
}
