import Detectors
import Events
import Perception
import Scene
import Testing

@Suite("furniture that is pushed, through the real perception")
struct PushedFurnitureTests {
    private let scene = DrawnScene(seed: 11)

    /// Every alert of 40 minutes at two frames a second; `draw` puts into the empty scene what stands there.
    private func alerts(_ draw: (Double) -> Void) -> [ObjectObservation] {
        let rule = Rule(id: "bag", zoneID: "z", condition: .abandonedObject(warnAfter: 5, alertAfter: 10))
        let people = [(0.3, 70.0), (0.6, 105), (0.4, 140), (0.7, 175)].map { x, foot in
            PersonBar(
                foot: PicturePoint(x: x, y: foot / 180), head: PicturePoint(x: x, y: 0.7 * foot / 180),
                heightMetres: 1.7)
        }
        let corners = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { PicturePoint(x: $0.0, y: $0.1) }
        let configuration = CameraConfiguration(
            cameraID: "drawn", analysis: AnalysisSettings(framesPerSecond: 2, width: 320),
            zones: [Zone(id: "z", kind: .analysis, polygon: Polygon(corners))],
            calibration: .bars(people), rules: [rule])
        let perceiver = Perceiver(
            pictureWidth: scene.width, pictureHeight: scene.height, settings: configuration.analysis,
            zones: configuration.zones)
        var detector = AbandonedObjectDetector(configuration: configuration, geometry: perceiver.geometry)
        var said: [Observation] = []
        for tick in 0..<2 * 2400 {
            let time = Double(tick) / 2
            scene.clear()
            draw(time)
            scene.addNoise(amplitude: 3, seed: UInt64(tick) + 1)
            scene.perceive(by: perceiver, time: time, index: tick) { detector.ingest($0, into: &said) }
        }
        return said.compactMap { if case .object(let object) = $0, object.phase == .abandoned { object } else { nil } }
    }

    private func drawBench(_ left: Int) {
        for slat in 0..<3 { scene.fill(left: left + 3 * slat, top: 90 + 6 * slat, width: 60, height: 3, grey: 60) }
        for leg in [left + 8, left + 56] { scene.fill(left: leg, top: 105, width: 5, height: 15, grey: 60) }
    }

    @Test("a bench that is pushed aside is no object, nor are its pieces while the background takes it in")
    func bench() {
        let found = alerts { time in
            let left = time < 600 ? 100 : 112
            drawBench(left)
        }
        #expect(found.isEmpty, "\(found.map(\.box))")
    }

    @Test("a bin that is pushed by half its width is no object")
    func bin() {
        let found = alerts { time in
            scene.fill(left: time < 600 ? 150 : 158, top: 100, width: 16, height: 20, grey: 50)
        }
        #expect(found.isEmpty, "\(found.map(\.box))")
    }

    @Test("a bag beside a bench that was pushed is found")
    func bagBesideBench() {
        let found = alerts { time in
            let left = time < 600 ? 100 : 112
            drawBench(left)
            if time >= 1500 { scene.draw(left: left + 100, top: 108, width: 14, height: 12, grey: 40) }
        }
        #expect(found.count == 1, "\(found.map(\.box))")
    }
}
