internal import Events
internal import SceneRendering
internal import Scene

/// The camera file that a technician would write for a rendered scene: its zones, its ground from the truth, and rules.
enum SceneCameraFile {
    /// - Parameter camera: the same for all scenes of one camera, so that they may share what was learnt.
    static func text(_ scene: SceneDescription, _ truth: SceneTruth, camera: String) -> String {
        var lines = ["version: 1", "camera: \(camera)", "zones:"]
        lines += zones(of: scene).map { zone in
            let points = zone.polygon.vertices.map { "[\($0.x), \($0.y)]" }.joined(separator: ", ")
            return "  - {id: \(zone.id), kind: \(zone.kind.rawValue), polygon: [\(points)]}"
        }
        if truth.calibration.bars.count > 1 {
            lines += ["calibration:", "  bars:"]
            lines += truth.calibration.bars.map { bar in
                "    - {foot: [\(bar.foot[0]), \(bar.foot[1])], head: [\(bar.head[0]), \(bar.head[1])], "
                    + "height_m: \(bar.heightMetres)}"
            }
        }
        lines.append("rules:")
        for zone in zones(of: scene) where zone.kind == .analysis { lines += rules(zone.id) }
        lines += scene.rules.split(separator: "\n").map { "  \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Those of the scene, or the whole picture.
    static func zones(of scene: SceneDescription) -> [Zone] {
        scene.zones.isEmpty ? [Zone(id: "all", kind: .analysis, polygon: .picture)] : scene.zones
    }

    private static func rules(_ zone: String) -> [String] {
        let times = "warn_after_s: \(Run.objectRule.warn), alert_after_s: \(Run.objectRule.alert)"
        return [
            "  - {id: bag-\(zone), use_case: abandoned_object, zone: \(zone), \(times)}",
            "  - {id: odd-\(zone), use_case: anomaly_flow, zone: \(zone), purpose: crowd_safety}",
            "  - {id: eye-\(zone), use_case: camera_integrity, zone: \(zone)}",
        ]
    }
}
