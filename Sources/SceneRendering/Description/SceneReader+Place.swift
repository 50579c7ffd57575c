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
        let keys = ["from", "to", "height_m"] + Self.materialKeys
        guard let mapping = reader.mapping(node, "a wall", keys: keys),
            let from = mapping.required("from").flatMap({ place($0, "the start of a wall") }),
            let to = mapping.required("to").flatMap({ place($0, "the end of a wall") }),
            let height = mapping.number("height_m", in: 0.1...60)
        else { return nil }
        return SceneWall(from: from, to: to, heightMetres: height, material: material(mapping, usual: Self.usualWall))
    }

    func box(_ node: YAMLNode) -> SceneBox? {
        let keys = ["at", "extent_m"] + Self.materialKeys
        guard let mapping = reader.mapping(node, "a box", keys: keys),
            let at = mapping.required("at").flatMap({ place($0, "the place of a box") }),
            let size = mapping.required("extent_m").flatMap({ size($0, "the size of a box", in: 0.02...30) })
        else { return nil }
        return SceneBox(at: at, size: size, material: material(mapping, usual: Self.usualWall))
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

    /// `[east, north]` in metres.
    func place(_ node: YAMLNode, _ what: String) -> SIMD2<Double>? {
        numbers(node, what, in: Self.reach, count: 2).map { SIMD2($0[0], $0[1]) }
    }

    func size(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>) -> SIMD3<Double>? {
        numbers(node, what, in: range, count: 3).map { SIMD3($0[0], $0[1], $0[2]) }
    }

    func numbers(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>, count: Int) -> [Double]? {
        guard let nodes = reader.sequence(node, what, count: count...count) else { return nil }
        let values = nodes.compactMap { reader.number($0, "a number of \(what)", in: range) }
        return values.count == count ? values : nil
    }
}
