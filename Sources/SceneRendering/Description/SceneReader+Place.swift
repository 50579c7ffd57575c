internal import Events
internal import Scene
internal import StrictYAML

/// What stands: ground, walls, boxes; and the zones in which people are counted.
extension SceneReader {
    static let usualGround = SceneMaterial(pattern: .asphalt, luma: 110, contrast: 14, sizeMetres: 0.6)
    private static let usualWall = SceneMaterial(pattern: .panels, luma: 130, contrast: 16, sizeMetres: 1.2)
    private static let materialKeys = ["pattern", "luma", "contrast", "size_m"]

    func material(_ node: YAMLNode, _ what: String, usual: SceneMaterial) -> SceneMaterial {
        reader.mapping(node, what, keys: Self.materialKeys).map { material($0, usual: usual) } ?? usual
    }

    private func material(_ mapping: StrictMapping, usual: SceneMaterial) -> SceneMaterial {
        SceneMaterial(
            pattern: mapping.choice("pattern", default: usual.pattern),
            luma: mapping.number("luma", in: 0...255, default: usual.luma),
            contrast: mapping.number("contrast", in: 0...120, default: usual.contrast),
            sizeMetres: mapping.number("size_m", in: 0.05...20, default: usual.sizeMetres))
    }

    func wall(_ node: YAMLNode) -> SceneWall? {
        let keys = ["from", "to", "height_m", "mirror"] + Self.materialKeys
        guard let mapping = reader.mapping(node, "a wall", keys: keys),
            let from = mapping.required("from").flatMap({ place($0, "the start of a wall") }),
            let to = mapping.required("to").flatMap({ place($0, "the end of a wall") }),
            let height = mapping.number("height_m", in: 0.1...60)
        else { return nil }
        guard from.distance(to: to) > 0.01 else {
            reader.report(.noLength, at: mapping.mark, "the wall has no length", fix: "give it two different ends")
            return nil
        }
        return SceneWall(
            from: from, to: to, heightMetres: height, material: material(mapping, usual: Self.usualWall),
            mirror: mapping.number("mirror", in: 0...1, default: 0))
    }

    func box(_ node: YAMLNode) -> SceneBox? {
        let keys = ["at", "extent_m"] + Self.materialKeys
        guard let mapping = reader.mapping(node, "a box", keys: keys),
            let at = mapping.required("at").flatMap({ place($0, "the place of a box") }),
            let size = mapping.required("extent_m").flatMap({ size($0, "the size of a box", in: 0.02...30) })
        else { return nil }
        return SceneBox(at: at, size: size, material: material(mapping, usual: Self.usualWall))
    }

    func tree(_ node: YAMLNode) -> SceneTree? {
        guard let mapping = reader.mapping(node, "a tree", keys: ["at", "height_m", "crown_m", "sway_m"]),
            let at = mapping.required("at").flatMap({ place($0, "the place of a tree") })
        else { return nil }
        return SceneTree(
            at: at, heightMetres: mapping.number("height_m", in: 2...40, default: 9),
            crownMetres: mapping.number("crown_m", in: 0.5...15, default: 3),
            swayMetres: mapping.number("sway_m", in: 0...2, default: 0.25))
    }

    func zone(_ node: YAMLNode) -> Zone? {
        guard let mapping = reader.mapping(node, "a zone", keys: ["id", "polygon"]),
            let identifier = mapping.identifier("id"), let list = mapping.required("polygon"),
            let nodes = reader.sequence(list, "the polygon of zone \"\(identifier)\"", count: 3...64)
        else { return nil }
        let points = nodes.compactMap { numbers($0, "a point of a zone", in: 0...1, count: 2) }
        guard points.count == nodes.count else { return nil }
        let polygon = Polygon(points.map { PicturePoint(x: $0[0], y: $0[1]) })
        return Zone(id: identifier, kind: .analysis, polygon: polygon)
    }
}
