internal import Scene
internal import StrictYAML

extension CameraReader {
    static let fitKeys = ["version", "intercept", "weights", "half_width", "relative_half_width", "labels", "network"]

    /// `{model: default, counts: {ZONE: {intercept: …}}}`, as `vigie calibrate count` writes it. Another network than the
    /// program's own is named with its hash: `model: {file: network-research.bin, sha256: …}`.
    func density(_ node: YAMLNode, zones: [Zone]) -> DensitySettings {
        guard let mapping = reader.mapping(node, "the density", keys: ["model", "counts"]) else {
            return DensitySettings()
        }
        let network = mapping.optional("model").flatMap { namedNetwork($0, name: mapping.name("model")) }
        let fits = mapping.optional("counts").map { counts($0, zones: zones) } ?? []
        return DensitySettings(network: network, fits: fits)
    }

    /// `nil` for `default`.
    private func namedNetwork(_ node: YAMLNode, name: String) -> DensitySettings.NamedNetwork? {
        guard case .mapping = node.content else {
            _ = reader.choice(node, name, among: ["default"])
            return nil
        }
        guard let mapping = reader.mapping(node, name, keys: ["file", "sha256"]),
            let path = mapping.text("file"), let hash = mapping.text("sha256")
        else { return nil }
        return DensitySettings.NamedNetwork(path: path, sha256: hash.lowercased())
    }

    private func counts(_ node: YAMLNode, zones: [Zone]) -> [DensityFit] {
        guard case .mapping(let entries) = node.content else {
            reader.wrongType(node, "\"counts\" of the density", "a mapping of zones")
            return []
        }
        let known = zones.filter { $0.kind == .analysis }.map(\.id)
        return entries.compactMap { entry in
            guard known.contains(entry.key) else {
                let fix = "name one of \(known.joined(separator: ", ")), or remove these counts"
                reader.report(
                    .unknownZone, at: entry.keyMark, "there is no zone \"\(entry.key)\" to be counted", fix: fix)
                return nil
            }
            return fit(entry.value, zone: entry.key)
        }
    }

    private func fit(_ node: YAMLNode, zone: String) -> DensityFit? {
        guard let mapping = reader.mapping(node, "the fit of zone \"\(zone)\"", keys: Self.fitKeys) else {
            return nil
        }
        guard isOfThisProgram(mapping, node, zone: zone) else { return nil }
        let intercept = mapping.number("intercept", in: -1e6...1e6)
        let halfWidth = mapping.number("half_width", in: 0...1e6)
        let relative = mapping.number("relative_half_width", in: 0...100)
        let labels = mapping.required("labels").flatMap { reader.integer($0, mapping.name("labels"), in: 1...100_000) }
        guard let list = mapping.required("weights"), let nodes = reader.sequence(list, mapping.name("weights"))
        else { return nil }
        guard nodes.count == DensityFit.features else {
            reader.report(
                .wrongLength, at: list.mark, "\(mapping.name("weights")) has \(nodes.count) elements",
                fix: "remove it and count again with vigie calibrate count: this program fits \(DensityFit.features)")
            return nil
        }
        let weights = nodes.compactMap { reader.number($0, "a weight", in: -1e9...1e9) }
        guard weights.count == nodes.count, let intercept, let halfWidth, let relative, let labels else { return nil }
        return DensityFit(
            zoneID: zone, intercept: intercept, weights: weights, halfWidth: halfWidth, relativeHalfWidth: relative,
            labels: labels, network: mapping.optional("network").flatMap { networkFit($0, zone: zone) })
    }

    /// The fits of the first programs have no version.
    private func isOfThisProgram(_ fit: StrictMapping, _ node: YAMLNode, zone: String) -> Bool {
        let version = fit.optional("version")
        if version?.content == .scalar(text: "\(DensityFit.version)", isPlain: true) { return true }
        reader.report(
            .wrongVersion, at: version?.mark ?? node.mark,
            "the fit of zone \"\(zone)\" is of another version of the program, which saw bodies otherwise",
            fix: "remove it and count again with vigie calibrate count")
        return false
    }

    private func networkFit(_ node: YAMLNode, zone: String) -> DensityFit.Network? {
        let keys = ["gain", "offset", "share", "fullest"]
        guard let mapping = reader.mapping(node, "the network of zone \"\(zone)\"", keys: keys),
            let gain = mapping.number("gain", in: -1000...1000), let offset = mapping.number("offset", in: -1e6...1e6),
            let share = mapping.number("share", in: 0...1)
        else { return nil }
        return DensityFit.Network(
            gain: gain, offset: offset, share: share, crowding: mapping.number("fullest", in: 0...1, default: 0))
    }
}
