import Detectors
import Events
import Perception
import Scene
import Testing

@Suite struct DensityDetectorTests {
    /// Counts at the end of 12 s, of which the last 6 show `persons` walkers of 48 × 17 pixels in the left half.
    private func observations(
        persons: Int, configuration: CameraConfiguration = CameraConfiguration(cameraID: "test")
    ) -> [DensityObservation] {
        let scene = SyntheticScene(configuration: configuration)
        var detector = DensityDetector(configuration: configuration, geometry: scene.perceiver.geometry)
        var last: [DensityObservation] = []
        for frame in 0..<60 {
            let time = Double(frame) / 5
            scene.ground()
            if time > 6 {
                for person in 0..<persons {
                    let sway = Int(6 * (time - 6)) + person % 2 * 3
                    scene.rectangle(
                        x: 10 + person % 3 * 45 + sway, y: 60 + person / 3 * 62, width: 17, height: 48, value: 20)
                }
            }
            last = scene.evidence(time: time, frame: frame) { detector.said(about: $0) }
        }
        return last
    }

    @Test("one observation per analysis zone and frame, in order, whatever is seen")
    func onePerZone() {
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.zones = [
            half("right", from: 0.5), half("left", from: 0), Zone(id: "x", kind: .exclude, polygon: .init([])),
        ]
        let scene = SyntheticScene(configuration: configuration)
        var detector = DensityDetector(configuration: configuration, geometry: scene.perceiver.geometry)
        scene.ground()
        let first = scene.evidence(time: 0, frame: 0) { detector.said(about: $0) }
        #expect(first.map(\.zoneID) == ["right", "left"])
        #expect(first.allSatisfy { $0.count == 0 && $0.low == 0 && $0.high > 1 }, "nothing is known at the start")
    }

    @Test("an uncalibrated camera counts none, three and six persons to within two", arguments: [0, 3, 6])
    func uncalibrated(persons: Int) {
        let seen = observations(persons: persons)[0]
        #expect(abs(seen.count - Double(persons)) <= 2, "count \(seen.count)")
        #expect((seen.low...seen.high).contains(Double(persons)))
        #expect(seen.personsPerSquareMetre == nil)
    }

    @Test("persons count in the zone where they are, and per square metre once the ground is known")
    func zones() throws {
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.zones = [half("left", from: 0), half("right", from: 0.5)]
        let bars = [0.45, 0.9].map { y in
            PersonBar(
                foot: PicturePoint(x: 0.5, y: y), head: PicturePoint(x: 0.5, y: y - 0.1 - 0.15 * y), heightMetres: 1.7)
        }
        configuration.calibration = .bars(bars)
        let seen = observations(persons: 3, configuration: configuration)
        #expect(seen[0].count > 2 && seen[1].count < 1)
        let density = try #require(seen[0].personsPerSquareMetre)
        #expect(
            density > 0 && (seen[0].lowPerSquareMetre ?? 9) <= density && (seen[0].highPerSquareMetre ?? 0) >= density)
    }

    @Test("a counted zone uses its own fit and interval")
    func fitted() {
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.density.fits = [
            DensityFit(
                zoneID: "all", intercept: 7, weights: [0, 0, 0, 0], halfWidth: 1, relativeHalfWidth: 0.1, labels: 20)
        ]
        let seen = observations(persons: 2, configuration: configuration)[0]
        #expect(abs(seen.count - 7) < 1e-9 && abs(seen.low - 5.3) < 1e-9 && abs(seen.high - 8.7) < 1e-9)
    }

    private func half(_ id: String, from x: Double) -> Zone {
        Zone(
            id: id, kind: .analysis,
            polygon: Polygon([
                PicturePoint(x: x, y: 0), PicturePoint(x: x + 0.5, y: 0), PicturePoint(x: x + 0.5, y: 1),
                PicturePoint(x: x, y: 1),
            ]))
    }

    @Test("a tape that flaps in the wind across the picture is nobody")
    func tape() {
        let scene = SyntheticScene()
        var detector = DensityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var most = 0.0
        for frame in 0..<90 {
            let time = Double(frame) / 5
            scene.ground()
            for x in stride(from: 0, to: scene.width, by: 4) where time > 8 {
                scene.rectangle(x: x, y: 122 + frame * 7 % 3, width: 4, height: 2, value: 250)
            }
            let said = scene.evidence(time: time, frame: frame) { detector.said(about: $0) }
            if time > 10 { most = max(most, said[0].count) }
        }
        #expect(most < 1.5, "\(most)")
    }
}
