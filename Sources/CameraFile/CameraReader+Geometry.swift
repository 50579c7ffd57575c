internal import Events
internal import Scene
internal import StrictYAML

/// Zones and lines.
extension CameraReader {
    func zones(_ node: YAMLNode) -> [Zone] {
        guard let nodes = reader.sequence(node, "the list of zones", count: 1...64) else { return [] }
        var taken = Set<String>()
        let zones = nodes.compactMap { node -> Zone? in
            guard let zone = zone(node) else { return nil }
            unique(zone.id, at: node, "give each zone its own id", taken: &taken)
            return zone
        }
        if zones.count == nodes.count, !zones.contains(where: { $0.kind == .analysis }) {
            reader.report(
                .noAnalysisZone, at: node.mark, "there is no zone to be analysed",
                fix: "add a zone of kind analysis, such as "
                    + "{id: all, kind: analysis, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}")
        }
        return zones
    }

    private func zone(_ node: YAMLNode) -> Zone? {
        guard let mapping = reader.mapping(node, "a zone", keys: ["id", "kind", "polygon"]) else { return nil }
        let identifier = mapping.identifier("id")
        let kind = mapping.choice("kind", default: Zone.Kind.analysis)
        let name = identifier.map { "the polygon of zone \"\($0)\"" } ?? "the polygon"
        let polygon = mapping.required("polygon").flatMap { self.polygon($0, name) }
        guard let identifier else { return nil }
        // A zone with a wrong polygon still exists: rules that name it are not wrong.
        return Zone(id: identifier, kind: kind, polygon: polygon ?? .picture)
    }

    private func polygon(_ node: YAMLNode, _ what: String) -> Polygon? {
        guard let nodes = reader.sequence(node, what, count: 0...64) else { return nil }
        guard nodes.count >= 3 else {
            let fix = "give at least three points [x, y] in 0..1 from the top left"
            reader.report(.polygonTooFewPoints, at: node.mark, "\(what) has \(nodes.count) points", fix: fix)
            return nil
        }
        let points = nodes.compactMap { point($0, "a point of \(what)") }
        guard points.count == nodes.count else { return nil }
        let polygon = Polygon(points)
        if let (first, second) = polygon.firstCrossing {
            reader.report(
                .polygonCrossesItself, at: nodes[second].mark,
                "\(what) crosses itself: the edge from point \(second + 1) meets the edge from point \(first + 1)",
                fix: "list the points in the order in which one walks around the zone, each once")
            return nil
        }
        guard polygon.area > 1e-6 else {
            reader.report(
                .polygonWithoutArea, at: node.mark, "\(what) covers nothing", fix: "move its points off one line")
            return nil
        }
        return polygon
    }

    func lines(_ node: YAMLNode, zones: [Zone]) -> [Line] {
        guard let nodes = reader.sequence(node, "the list of lines", count: 0...64) else { return [] }
        var taken = Set(zones.map(\.id))
        return nodes.compactMap { node in
            guard let line = line(node) else { return nil }
            unique(line.id, at: node, "give each line an id that no other line and no zone has", taken: &taken)
            return line
        }
    }

    private func line(_ node: YAMLNode) -> Line? {
        let keys = ["id", "points", "direction", "mode"]
        guard let mapping = reader.mapping(node, "a line", keys: keys) else { return nil }
        let identifier = mapping.identifier("id")
        let direction = mapping.choice("direction", default: Line.Direction.both)
        let mode = mapping.choice("mode", default: Line.CrossingMode.balanced)
        guard let list = mapping.required("points"),
            let nodes = reader.sequence(list, "\"points\" of a line", count: 2...2)
        else { return nil }
        let points = nodes.compactMap { point($0, "a point of a line") }
        guard points.count == 2, let identifier else { return nil }
        guard points[0] != points[1] else {
            let fix = "move one end: the line must have a length"
            reader.report(
                .lineWithoutLength, at: list.mark, "both ends of line \"\(identifier)\" are one point", fix: fix)
            return nil
        }
        return Line(id: identifier, start: points[0], end: points[1], direction: direction, mode: mode)
    }

    /// `[x, y]` in 0..1 from the top left.
    func point(_ node: YAMLNode, _ what: String) -> PicturePoint? {
        guard let nodes = reader.sequence(node, what, count: 2...2),
            let x = coordinate(nodes[0], "x of \(what)"), let y = coordinate(nodes[1], "y of \(what)")
        else { return nil }
        return PicturePoint(x: x, y: y)
    }

    private func coordinate(_ node: YAMLNode, _ what: String) -> Double? {
        guard let value = reader.finiteNumber(node, what) else { return nil }
        guard (0...1).contains(value) else {
            let fix = "coordinates are shares of the picture in 0..1: divide pixels by the picture's width or height"
            reader.report(.outsidePicture, at: node.mark, "\(what) is \(value), outside the picture", fix: fix)
            return nil
        }
        return value
    }
}
