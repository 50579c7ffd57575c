import Detectors
import Foundation
import Perception
import Scene
import Testing

/// Counts where people differ little from what is behind them.
@Suite struct FaintOutlineTests {
    /// What is said last in 20 s, of which `draw` has drawn the last 14, and the largest count of the last eight.
    private func counts(
        _ draw: (SyntheticScene, _ frame: Int) -> Void
    ) throws -> (last: DensityObservation?, most: Double) {
        let scene = SyntheticScene(configuration: try DensityNetworkTests.unbelieved())
        var detector = DensityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var last: DensityObservation?
        var most = 0.0
        for frame in 0..<100 {
            scene.ground(contrast: 0.2)
            if frame > 30 { draw(scene, frame) }
            let said = scene.evidence(time: Double(frame) / 5, frame: frame) { detector.said(about: $0) }[0]
            if frame > 60 { most = max(most, said.count) }
            last = said
        }
        return (last, most)
    }

    private func walkers(grey: UInt8) throws -> DensityObservation {
        let last = try counts { scene, frame in
            for person in 0..<3 {
                let x = 10 + person * 90 + (frame - 30)
                scene.rectangle(x: x, y: 60 + person * 20, width: 17, height: 48, value: grey)
            }
        }.last
        return try #require(last)
    }

    @Test("three who differ by 25 grey levels from the ground, as in fog, count like three who differ by 90")
    func fog() throws {
        let (clear, foggy) = (try walkers(grey: 25).count, try walkers(grey: 90).count)
        #expect(clear > 1.5 && abs(foggy - clear) < 1, "\(foggy), \(clear)")
    }

    @Test("in fog the interval reaches further up, for whoever is too faint to be seen")
    func fogInterval() throws {
        let (clear, foggy) = (try walkers(grey: 25), try walkers(grey: 90))
        #expect(foggy.high - foggy.count > 1.5 * (clear.high - clear.count), "\(foggy), \(clear)")
    }

    @Test("streaks of rain that are no wider than a pixel do not pass for faint people")
    func rain() throws {
        let counts = try counts { scene, frame in
            for drop in 0..<40 {
                let place = (drop * 7919 + frame * 104_729) % (320 * 200)
                scene.rectangle(x: place % 320, y: place / 320, width: 1, height: 20, value: 140)
            }
        }
        #expect(counts.most < 2, "\(counts.most)")
    }

    @Test("flakes of snow that pass the usual threshold are no bodies, and who walks among them is one")
    func snow() {
        func bodies(walkers: Int) -> Double {
            let scene = SyntheticScene()
            var detector = DensityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
            var bodies = 0.0
            for frame in 0..<100 {
                scene.ground(contrast: 0.2)
                for person in 0..<walkers where frame > 30 {
                    let x = 10 + person * 90 + (frame - 30)
                    scene.rectangle(x: x, y: 60 + person * 20, width: 17, height: 48, value: 20)
                }
                for flake in 0..<250 where frame > 30 {
                    let place = (flake * 7919 + frame * 104_729) % (320 * 236)
                    scene.rectangle(x: place % 320, y: place / 320, width: 2, height: 3, value: 148)
                }
                _ = scene.evidence(time: Double(frame) / 5, frame: frame) { detector.said(about: $0) }
                let seen = DensityCalibration.genericCount(detector.features(zone: "all") ?? .none)
                if frame > 60 { bodies += seen / 39 }
            }
            return bodies
        }
        let (empty, walked) = (bodies(walkers: 0), bodies(walkers: 3))
        #expect(empty < 1, "\(empty)")
        #expect(walked > 1.5 && walked < 6, "\(walked)")
    }

    /// Three stand for ten seconds; 1.6 s after they left one walks through the places where they stood.
    private func leaving(
        _ configuration: CameraConfiguration = CameraConfiguration(cameraID: "test"),
        _ body: (_ detector: DensityDetector, _ frame: Int, DensityObservation) -> Void
    ) {
        let scene = SyntheticScene(configuration: configuration)
        var detector = DensityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        for frame in 0..<90 {
            scene.ground(contrast: 0.2)
            for person in 0..<3 where frame < 50 {
                scene.rectangle(x: 60 + person * 80, y: 90, width: 17, height: 48, value: 25)
            }
            if frame >= 58 { scene.rectangle(x: 3 * (frame - 58), y: 94, width: 17, height: 48, value: 220) }
            let said = scene.evidence(time: Double(frame) / 5, frame: frame) { detector.said(about: $0) }
            body(detector, frame, said[0])
        }
    }

    @Test("who stood there from the start and has gone is no body, and who walks there later is one")
    func ghosts() {
        var bodies: [Double] = []
        leaving { detector, _, _ in
            bodies.append(DensityCalibration.genericCount(detector.features(zone: "all") ?? .none))
        }
        #expect(bodies[57] < 0.5, "\(bodies[50...57])")
        #expect(bodies[75] > 0.4 && bodies[75] < 1.6, "\(bodies[58...80])")
    }

    @Test("where nobody counted, the interval reaches up to what the network sees")
    func upperBound() throws {
        var isHigher = false
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.density.network = .init(path: "", sha256: "", file: try DensityNetworkTests.everywhere())
        leaving(configuration) { detector, frame, said in
            guard frame > 20, let seen = detector.features(zone: "all")?.network else { return }
            #expect(said.high >= seen, "frame \(frame)")
            isHigher = isHigher || seen > 2 * said.count + 3
        }
        #expect(isHigher, "the network never saw many more than were counted")
    }
}
