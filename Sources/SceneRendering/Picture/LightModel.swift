/// How much light falls where and when, in the unit of full daylight, and how the camera's exposure follows it.
struct LightModel {
    private static let tableRate = 4.0
    private let scene: SceneDescription
    /// Exposure at quarters of a second from the first frame on.
    private let exposures: [Double]

    init(_ scene: SceneDescription, nodes: LightNodes) {
        self.scene = scene
        var exposures: [Double] = []
        if scene.camera.exposureLagSeconds > 0 {
            var level = 0.0
            for step in 0...Int(scene.seconds * Self.tableRate) + 1 {
                let now = Self.mean(scene, nodes, at: Double(step) / Self.tableRate)
                let share = 1 / (Self.tableRate * scene.camera.exposureLagSeconds)
                level = step == 0 ? now : level + (now - level) * min(1, share)
                exposures.append(min(Self.largestGain, max(0.5, 0.95 / max(level, 0.01))))
            }
        }
        self.exposures = exposures
    }

    /// Gain beyond which a sensor shows nothing but noise.
    private static let largestGain = 7.0

    func exposure(at time: Double) -> Double {
        guard !exposures.isEmpty else { return 1 }
        let place = max(0, time * Self.tableRate)
        let index = min(exposures.count - 1, Int(place))
        let next = min(exposures.count - 1, index + 1)
        return exposures[index] + (exposures[next] - exposures[index]) * min(1, place - Double(index))
    }

    /// What the exposure control measures: the mean over the picture, without clouds.
    private static func mean(_ scene: SceneDescription, _ nodes: LightNodes, at time: Double) -> Double {
        var sum = 0.0
        for index in stride(from: 0, to: nodes.places.count, by: 7) {
            sum += light(scene, nodes, index, at: time)
        }
        return sum / Double((nodes.places.count + 6) / 7)
    }

    /// Light at each node, clouds included.
    func fill(_ values: inout [Float], _ nodes: LightNodes, at time: Double) {
        let (columns, clouds) = (LightNodes.columns + 1, scene.light.clouds)
        for index in values.indices {
            let light = Self.light(scene, nodes, index, at: time)
            let cloud = clouds > 0 ? clouds * self.cloud(index % columns, index / columns, time) : 0
            values[index] = Float(light * (1 + cloud))
        }
    }

    private static func light(_ scene: SceneDescription, _ nodes: LightNodes, _ index: Int, at time: Double) -> Double {
        var light = scene.light.level.value(at: time, otherwise: 1)
        let place = nodes.places[index]
        for lamp in scene.light.lamps where !lamp.off.contains(where: { $0.contains(time) }) {
            light += lamp.strength * falloff(place.distance(to: lamp.at) / lamp.radiusMetres)
        }
        for lamp in scene.light.headlights where time >= lamp.startSeconds && time <= lamp.endSeconds {
            let share = (time - lamp.startSeconds) / (lamp.endSeconds - lamp.startSeconds)
            let middle = lamp.from + (lamp.to - lamp.from) * share
            light += lamp.strength * falloff(place.distance(to: middle) / lamp.radiusMetres)
        }
        if scene.camera.isInfraRed {
            let distance = nodes.distances[index]
            light += 1.1 / (1 + distance * distance / 160)
        }
        return light
    }

    private static func falloff(_ distance: Double) -> Double {
        let share = 1 / (1 + distance * distance)
        return share * share
    }

    /// Three waves that wander at walking pace of clouds: −1..1.
    private func cloud(_ column: Int, _ row: Int, _ time: Double) -> Double {
        let (x, y) = (Double(column) / Double(LightNodes.columns), Double(row) / Double(LightNodes.rows))
        let phase = Double(scene.seed % 97)
        return 0.5 * ExactMath.sin(4.1 * x + 2.3 * y - 0.19 * time + phase)
            + 0.3 * ExactMath.sin(7.7 * x - 3.1 * y - 0.31 * time + 2 * phase)
            + 0.2 * ExactMath.sin(2.2 * x + 9.3 * y + 0.13 * time + 3 * phase)
    }
}
