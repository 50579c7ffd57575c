internal import Scene
internal import StrictYAML

/// What people leave behind.
extension SceneReader {
    /// From how far a bag can be put down or picked up, in metres.
    private static let armsReach = 1.2

    func object(_ node: YAMLNode) -> SceneObject? {
        let keys = [
            "id", "kind", "at", "extent_m", "luma", "owner", "put_s", "taken_by", "removed_s", "exists_s",
        ]
        guard let mapping = reader.mapping(node, "an object", keys: keys), let id = mapping.identifier("id"),
            let at = mapping.required("at").flatMap({ place($0, "the place of object \"\(id)\"") }),
            let owner = mapping.identifier("owner"), let put = mapping.number("put_s", in: 0...Self.longest)
        else { return nil }
        let kind = mapping.choice("kind", default: SceneObject.Kind.suitcase)
        let size = mapping.optional("extent_m").flatMap { self.size($0, "the size of object \"\(id)\"", in: 0.05...2) }
        let removed = mapping.optional("removed_s").flatMap {
            reader.number($0, mapping.name("removed_s"), in: 0...Self.longest)
        }
        if let removed, removed <= put {
            let mark = mapping.optional("removed_s")?.mark
            reader.report(
                .removedBeforePut, at: mark, "the object is removed before it is put", fix: "correct the times")
        }
        return SceneObject(
            id: id, kind: kind, at: at, size: size ?? Self.usualSize(kind),
            luma: mapping.number("luma", in: 0...255, default: 60), owner: owner, putSeconds: put,
            taker: mapping.optional("taken_by").flatMap { reader.identifier($0, mapping.name("taken_by")) },
            removedSeconds: removed,
            existsSeconds: mapping.optional("exists_s").flatMap { interval($0, "\"exists_s\" of object \"\(id)\"") }
                ?? -600...Self.longest)
    }

    private static func usualSize(_ kind: SceneObject.Kind) -> SIMD3<Double> {
        switch kind {
        case .suitcase: SIMD3(0.45, 0.28, 0.65)
        case .backpack: SIMD3(0.34, 0.24, 0.5)
        case .duffel: SIMD3(0.6, 0.32, 0.32)
        case .box: SIMD3(0.5, 0.4, 0.4)
        case .bottle: SIMD3(0.09, 0.09, 0.3)
        }
    }

    /// Owners and takers must exist and stand beside the object when they put or take it; it must be in the picture.
    func checkObjects(of scene: SceneDescription, file: StrictMapping) {
        guard case .sequence(let nodes)? = file.optional("objects")?.content, nodes.count == scene.objects.count else {
            return
        }
        for (object, node) in zip(scene.objects, nodes) {
            check(object, actor: object.owner, at: object.putSeconds, scene, node)
            if let removed = object.removedSeconds {
                check(object, actor: object.taker ?? object.owner, at: removed, scene, node)
            }
            let box = ObjectShape(object).box(in: PinholeCamera(scene))
            if box?.isInside(width: scene.picture.width, height: scene.picture.height) != true {
                let fix = "move it, or turn the camera: the truth of an object needs its whole box in the picture"
                reader.report(
                    .outsideView, at: node.mark, "the object \"\(object.id)\" is not in the picture", fix: fix)
            }
        }
    }

    private func check(
        _ object: SceneObject, actor: String, at time: Double, _ scene: SceneDescription, _ node: YAMLNode
    ) {
        guard let walker = scene.people.first(where: { $0.name == actor }) else {
            let names = scene.people.map(\.name).joined(separator: ", ")
            let fix = names.isEmpty ? "describe the person under \"people\"" : "name one of \(names)"
            reader.report(.unknownPerson, at: node.mark, "there is no person \"\(actor)\"", fix: fix)
            return
        }
        guard let place = walker.place(at: time), place.distance(to: object.at) <= Self.armsReach else {
            let message = "\"\(actor)\" is not within \(Self.armsReach) m of the object \"\(object.id)\" at \(time) s"
            reader.report(.notAtObject, at: node.mark, message, fix: "let the person stand there at that time")
            return
        }
    }
}
