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
    func uncalibrated(persons: Int) throws {
        let seen = observations(persons: persons, configuration: try DensityNetworkTests.unbelieved())[0]
        #expect(abs(seen.count - Double(persons)) <= 2, "count \(seen.count)")
        #expect((seen.low...seen.high).contains(Double(persons)))
        #expect(seen.personsPerSquareMetre == nil)
    }

    @Test("persons count in the zone where they are, and per square metre once the ground is known")
    func zones() throws {
        var configuration = try DensityNetworkTests.unbelieved()
        configuration.zones = [half("left", from: 0), half("right", from: 0.5)]
        configuration.calibration = .bars(Self.bars)
        let seen = observations(persons: 3, configuration: configuration)
        #expect(seen[0].count > 2 && seen[1].count < 1)
        let density = try #require(seen[0].personsPerSquareMetre)
        #expect(
            density > 0 && (seen[0].lowPerSquareMetre ?? 9) <= density && (seen[0].highPerSquareMetre ?? 0) >= density)
    }

    private static let bars = [0.45, 0.9].map { y in
        PersonBar(
            foot: PicturePoint(x: 0.5, y: y), head: PicturePoint(x: 0.5, y: y - 0.1 - 0.15 * y), heightMetres: 1.7)
    }

    @Test("a counted zone uses its own fit and interval")
    func fitted() {
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.density.fits = [
            DensityFit(
                zoneID: "all", intercept: 7, weights: [0, 0, 0], halfWidth: 1, relativeHalfWidth: 0.1, labels: 20)
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

    /// The last counts of 12 s, of which the last 6 show what `draw` draws.
    private func counts(in zones: [Zone], _ draw: (SyntheticScene) -> Void) throws -> [Double] {
        observations(in: zones, try DensityNetworkTests.unbelieved(), draw).map(\.count)
    }

    private func observations(
        in zones: [Zone], _ unzoned: CameraConfiguration, _ draw: (SyntheticScene) -> Void
    ) -> [DensityObservation] {
        var configuration = unzoned
        configuration.zones = zones
        configuration.calibration = .bars(Self.bars)
        let scene = SyntheticScene(configuration: configuration)
        var detector = DensityDetector(configuration: configuration, geometry: scene.perceiver.geometry)
        var last: [DensityObservation] = []
        for frame in 0..<60 {
            scene.ground()
            if frame > 30 { draw(scene) }
            last = scene.evidence(time: Double(frame) / 5, frame: frame) { detector.said(about: $0) }
        }
        return last
    }

    private func strip(_ id: String, from top: Double, to bottom: Double) -> Zone {
        let corners = [(0, top), (1, top), (1, bottom), (0, bottom)].map { PicturePoint(x: $0, y: $1) }
        return Zone(id: id, kind: .analysis, polygon: Polygon(corners))
    }

    @Test("who stands in front of a zone and covers it is not in it, and who stands in it reaches beyond its far edge")
    func standing() throws {
        // Feet at 0.6 of the picture's height, head at 0.41.
        func three(in zones: [Zone]) throws -> [Double] {
            try self.counts(in: zones) { scene in
                for x in [60, 140, 220] { scene.rectangle(x: x, y: 98, width: 15, height: 46, value: 20) }
            }
        }
        let counts = try three(in: [strip("far", from: 0, to: 0.5), strip("near", from: 0.5, to: 1)])
        let whole = try three(in: [strip("all", from: 0, to: 1)])[0]
        #expect(whole > 2 && counts[0] < 0.2 * counts[1], "\(counts), \(whole)")
        #expect(abs(counts[1] - whole) < 0.2 * whole, "\(counts), \(whole)")
    }

    @Test(
        "what is as large as several people and has no heads, as a van, counts for one; the interval tells of the others"
    )
    func headless() throws {
        func count(width: Int, believed: Bool) throws -> DensityObservation {
            var configuration = try DensityNetworkTests.unbelieved()
            if believed { configuration.density.network = nil }
            return try #require(
                observations(in: [strip("all", from: 0, to: 1)], configuration) { scene in
                    scene.rectangle(x: 100, y: 98, width: width, height: 46, value: 20)
                }.first)
        }
        let (van, bodies) = (try count(width: 120, believed: true), try count(width: 120, believed: false))
        #expect(bodies.count > 4 && van.count < 0.35 * bodies.count, "\(van), \(bodies)")
        #expect(van.high >= bodies.count - 0.5, "\(van), \(bodies)")
        let missed = try count(width: 16, believed: true)
        #expect(missed.count > 0.6, "one may be missed: \(missed)")
    }

    @Test("cloth of the ground's own grey between head and feet is body")
    func plainCloth() throws {
        let zones = [strip("all", from: 0, to: 1)]
        func walker(_ pieces: [(y: Int, height: Int)]) throws -> Double {
            try counts(in: zones) { scene in
                for piece in pieces {
                    scene.rectangle(x: 140, y: 98 + piece.y, width: 16, height: piece.height, value: 20)
                }
            }[0]
        }
        let (whole, inPieces) = (try walker([(0, 44)]), try walker([(0, 10), (34, 10)]))
        #expect(whole > 0.7 && abs(inPieces - whole) < 0.3, "\(inPieces), \(whole)")
    }

    @Test("a streak of rain, one cell wide where a person is more, is nobody")
    func streak() throws {
        func count(width: Int) throws -> Double {
            try counts(in: [strip("all", from: 0, to: 1)]) { scene in
                for x in [60, 140, 220] { scene.rectangle(x: x - 2, y: 98, width: width, height: 44, value: 20) }
            }[0]
        }
        #expect(try count(width: 3) < 0.2)
        #expect(try count(width: 16) > 2)
    }

    @Test("noise that changes a few pixels everywhere is nobody")
    func noise() {
        let scene = DrawnScene(seed: 5)
        let configuration = CameraConfiguration(cameraID: "test")
        let perceiver = Perceiver(
            pictureWidth: scene.width, pictureHeight: scene.height, settings: AnalysisSettings(width: scene.width),
            zones: configuration.zones)
        var detector = DensityDetector(configuration: configuration, geometry: perceiver.geometry)
        var most = 0.0
        for frame in 0..<80 {
            scene.clear()
            scene.addNoise(amplitude: frame < 40 ? 2 : Self.nightNoise, seed: UInt64(frame))
            scene.perceive(by: perceiver, time: Double(frame) / 5, index: frame) { evidence in
                let count = detector.said(about: evidence)[0].count
                if frame > 45 { most = max(most, count) }
            }
        }
        #expect(most < 1, "\(most)")
    }

    /// Grey levels: changes three to nine pixels of most cells.
    private static let nightNoise = 16

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
        #expect(most < 1, "\(most)")
    }
}
