internal import Events
internal import Scene
internal import StrictYAML

extension CameraReader {
    private static let calibrationKeys = ["bars", "points", "distortion", "accept_inaccurate", "checked"]

    func groundSettings(_ node: YAMLNode) -> GroundSettings {
        guard let mapping = reader.mapping(node, "the calibration") else { return GroundSettings() }
        return GroundSettings(
            distortion: mapping.number("distortion", in: LensModel.limits, default: 0),
            acceptsInaccurate: mapping.boolean("accept_inaccurate", default: false), checked: checked(mapping))
    }

    private func checked(_ mapping: StrictMapping) -> String {
        guard let node = mapping.optional("checked"), day(node, mapping.name("checked")) != nil else { return "" }
        return node.text ?? ""
    }

    func calibration(_ node: YAMLNode) -> Calibration? {
        guard let mapping = reader.mapping(node, "the calibration", keys: Self.calibrationKeys) else { return nil }
        switch (mapping.optional("bars"), mapping.optional("points")) {
        case (let bars?, nil): return self.bars(bars).map(Calibration.bars)
        case (nil, let points?): return groundPoints(points).map(Calibration.points)
        case (nil, nil), (_?, _?):
            reader.report(
                .calibrationForm, at: node.mark, "the calibration must hold either bars or points",
                fix: "keep bars (upright things of known height) or points (places of known position), not both")
            return nil
        }
    }

    private func bars(_ node: YAMLNode) -> [PersonBar]? {
        guard let nodes = reader.sequence(node, "the list of bars", count: 1...64) else { return nil }
        return nodes.compactMap(bar)
    }

    private func bar(_ node: YAMLNode) -> PersonBar? {
        guard let mapping = reader.mapping(node, "a bar", keys: ["foot", "head", "height_m"]) else { return nil }
        let foot = mapping.required("foot").flatMap { point($0, "the foot of a bar") }
        let head = mapping.required("head").flatMap { point($0, "the head of a bar") }
        let height = mapping.number("height_m", in: 0.5...20)
        guard let foot, let head, let height else { return nil }
        guard head.y < foot.y else {
            let fix = "exchange foot and head: y grows downwards, so the head's y is the smaller one"
            reader.report(.barUpsideDown, at: node.mark, "the head of this bar is not above its foot", fix: fix)
            return nil
        }
        return PersonBar(foot: foot, head: head, heightMetres: height)
    }

    private func groundPoints(_ node: YAMLNode) -> [GroundPoint]? {
        guard let nodes = reader.sequence(node, "the list of ground points", count: 4...64) else { return nil }
        let points = nodes.compactMap(groundPoint)
        guard points.count == nodes.count else { return nil }
        let picture = points.map { ($0.image.x, $0.image.y) }
        let world = points.map { ($0.eastMetres, $0.northMetres) }
        guard spreads(picture, over: 1e-3), spreads(world, over: 1e-2) else {
            let fix = "choose four or more points spread over the ground, no three of the four on one line"
            reader.report(.pointsOnOneLine, at: node.mark, "the ground points lie on one line", fix: fix)
            return nil
        }
        return points
    }

    private func groundPoint(_ node: YAMLNode) -> GroundPoint? {
        guard let mapping = reader.mapping(node, "a ground point", keys: ["image", "world"]) else { return nil }
        let image = mapping.required("image").flatMap { point($0, "the image of a ground point") }
        guard let list = mapping.required("world"),
            let nodes = reader.sequence(list, "\"world\" of a ground point", count: 2...2),
            let east = reader.number(nodes[0], "metres east of a ground point", in: -100_000...100_000),
            let north = reader.number(nodes[1], "metres north of a ground point", in: -100_000...100_000), let image
        else { return nil }
        return GroundPoint(image: image, eastMetres: east, northMetres: north)
    }

    /// Whether four of the points have no three on one line, which is what a homography needs. `width` is the smallest
    /// height of a triangle that still counts.
    private func spreads(
        _ points: [(Double, Double)], over width: Double, chosen: [(Double, Double)] = []
    ) -> Bool {
        guard chosen.count < 4 else { return true }
        return points.indices.contains { index in
            isOffAllLines(points[index], of: chosen, by: width)
                && spreads(Array(points[(index + 1)...]), over: width, chosen: chosen + [points[index]])
        }
    }

    private func isOffAllLines(_ point: (Double, Double), of others: [(Double, Double)], by width: Double) -> Bool {
        for (index, a) in others.enumerated() {
            guard abs(a.0 - point.0) + abs(a.1 - point.1) > width else { return false }
            for b in others[(index + 1)...] {
                let (dx, dy) = (b.0 - a.0, b.1 - a.1)
                let cross = dx * (point.1 - a.1) - dy * (point.0 - a.0)
                guard abs(cross) > width * (dx * dx + dy * dy).squareRoot() else { return false }
            }
        }
        return true
    }
}
