import Detectors
import Events
import Foundation
import Perception
import Scene
import Testing

@Suite("a bag that is left, through the real perception")
struct LeftBagTests {
    private let scene = DrawnScene(seed: 7)

    private func zone(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double, kind: Zone.Kind = .analysis)
        -> Zone
    {
        Zone(
            id: "z\(kind)", kind: kind,
            polygon: Polygon([
                PicturePoint(x: left, y: top), PicturePoint(x: right, y: top), PicturePoint(x: right, y: bottom),
                PicturePoint(x: left, y: bottom),
            ]))
    }

    private func configuration(zones: [Zone]? = nil) -> CameraConfiguration {
        let zones = zones ?? [zone(0, 0, 1, 1)]
        let rule = Rule(id: "bag", zoneID: zones[0].id, condition: .abandonedObject(warnAfter: 5, alertAfter: 10))
        return CameraConfiguration(
            cameraID: "drawn", analysis: AnalysisSettings(framesPerSecond: 5, width: 320), zones: zones, rules: [rule])
    }

    /// What the detector says of one visit; `look` is called with the evidence of every frame.
    private func said(
        _ configuration: CameraConfiguration, seconds: Double = 58, rate: Double = 5,
        context: LearningContext = LearningContext(),
        change: (DrawnScene, Double) -> Void = { _, _ in },
        look: (inout AbandonedObjectDetector, Evidence) -> Void = { _, _ in }
    ) -> [ObjectObservation] {
        let perceiver = Perceiver(
            pictureWidth: scene.width, pictureHeight: scene.height, settings: configuration.analysis,
            zones: configuration.zones)
        var detector = AbandonedObjectDetector(configuration: configuration, geometry: perceiver.geometry)
        var said: [Observation] = []
        for tick in 0..<Int(seconds * rate) {
            let time = Double(tick) / rate
            scene.visit(at: time)
            change(scene, time)
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                detector.ingest(evidence, context: context, into: &said)
                look(&detector, evidence)
            }
        }
        return said.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    private func alerts(_ said: [ObjectObservation]) -> Int { said.count { $0.phase == .abandoned } }

    @Test("what somebody has seen to is said once, and not alerted any more")
    func acknowledged() {
        var answers: [ObjectPhase] = []
        let said = said(
            configuration(),
            look: { detector, _ in
                guard case .object(let object) = detector.acknowledge("o-1") else { return }
                answers.append(object.phase)
            })
        #expect(answers == [.acknowledged])
        #expect(said.contains { $0.phase == .unattended } && alerts(said) == 0)
    }

    @Test("it is found under the noise of a night")
    func night() {
        let said = said(configuration()) { scene, time in scene.addNoise(amplitude: 16, seed: UInt64(time * 5) + 1) }
        #expect(alerts(said) == 1)
    }

    @Test("it is found on key pictures two seconds apart, each compressed anew")
    func keyPictures() {
        let said = said(configuration(), seconds: 42, rate: 0.5) { scene, time in
            scene.compressAnew(left: 150, top: 112, width: 14, height: 12, seed: UInt64(time) + 1)
        }
        #expect(alerts(said) == 1)
    }

    @Test("black bars above and below change nothing")
    func letterbox() {
        #expect(alerts(said(configuration()) { scene, _ in scene.letterbox(rows: 22) }) == 1)
    }

    @Test("a zone smaller than the bag holds it when its foot is in it, and not when it is not")
    func smallZone() {
        #expect(alerts(said(configuration(zones: [zone(0.475, 0.66, 0.505, 0.71)]))) == 1)
        #expect(alerts(said(configuration(zones: [zone(0.55, 0.66, 0.58, 0.71)]))) == 0)
    }

    @Test("people who hide it for a moment every three seconds do not put the alert off")
    func hiddenAgainAndAgain() {
        let said = said(configuration(), seconds: 44) { scene, time in
            guard time >= 25 else { return }
            let x = Int((time - 25).truncatingRemainder(dividingBy: 3) * 150) - 20
            scene.draw(left: x, top: 92, width: 16, height: 40, grey: 210)
        }
        #expect(alerts(said) == 1)
    }

    @Test("of more things than are measured on one frame each is told of, at one frame a second, too")
    func manyAtOnce() {
        let said = said(configuration(), seconds: 58, rate: 1) { scene, time in
            scene.clear()
            guard time >= 16 else { return }
            for place in 0..<6 { scene.draw(left: 50 + place * 38, top: 112, width: 14, height: 12, grey: 40) }
        }
        #expect(alerts(said) == 6)
    }

    @Test("a tall shade that blinks and touches the bag is not taken for its owner")
    func shade() {
        let said = said(configuration(), seconds: 44) { scene, time in
            guard time >= 19.5 else { return }
            scene.draw(left: 164, top: 76, width: 8, height: 48, grey: 70)
            if Int(time * 5) % 2 == 0 { scene.draw(left: 164, top: 76, width: 5, height: 6, grey: 110) }
        }
        #expect(alerts(said) == 1)
    }

    @Test("footage that ends before the rule's time raises nothing")
    func shortFootage() {
        #expect(alerts(said(configuration(), seconds: 27)) == 0)
    }

    @Test(
        "where something is still for most of an hour a mask is proposed for that hour, and the alert is raised all the same"
    )
    func habits() throws {
        let configuration = configuration()
        let hour = LearningContext(hour: HourSlot(dayClass: .weekday, hour: 8))
        var learnt: CameraModel?
        let said = said(
            configuration, context: hour,
            look: { detector, _ in
                let geometry = EvidenceGeometry(pictureWidth: 320, pictureHeight: 180, analysisWidth: 320)
                let anomaly = AnomalyModel(blockColumns: geometry.blockColumns, blockRows: geometry.blockRows)
                learnt = CameraModel(cameraID: "drawn", geometry: geometry, anomaly: anomaly, habits: detector.habits)
            })
        #expect(alerts(said) == 1)
        let data = try JSONEncoder().encode(#require(learnt))
        let model = try JSONDecoder().decode(CameraModel.self, from: data)
        let suggestion = try #require(model.habitSuggestions(least: 0.5).first)
        #expect(model.habitSuggestions(least: 0.5).count == 1 && suggestion.hours == [8])
        #expect(suggestion.polygon.contains(PicturePoint(x: 157.0 / 320, y: 118.0 / 180)))
        #expect(model.habitSuggestions(least: 0.95).isEmpty)
        let alert = try #require(said.last { $0.phase == .abandoned })
        let rate = try #require(alert.reasons.first { $0.name == .habitRate })
        #expect(rate.value > 0.2)
    }

    @Test("nothing is learnt of habits while the camera cannot be relied on")
    func unreliable() {
        var seconds = -1
        _ = said(
            configuration(), context: LearningContext(isReliable: false),
            look: { detector, _ in
                seconds = detector.habits.seconds
            })
        #expect(seconds == 0)
    }

    @Test("the still shows the place and the bag; nobody who passes, and nothing private")
    func still() throws {
        let configuration = configuration(zones: [zone(0, 0, 1, 1), zone(0, 0, 0.2, 0.3, kind: .privacy)])
        let walk: (DrawnScene, Double) -> Void = { scene, time in
            // People pass before and behind the bag all the time after the alert.
            guard time >= 34 else { return }
            let x = Int((time - 34) * 60) % 340 - 20
            scene.draw(left: x, top: 92, width: 14, height: 36, grey: 210)
            scene.draw(left: 300 - x, top: 76, width: 12, height: 30, grey: 30)
        }
        var stills: [ObjectStill] = []
        _ = said(
            configuration, change: walk,
            look: { detector, evidence in
                if evidence.time >= 40, let still = detector.still(of: evidence) { stills.append(still) }
            })
        #expect(stills.count > 50)
        scene.clear()
        scene.draw(left: 150, top: 112, width: 14, height: 12, grey: 40)
        for still in stills {
            #expect(still.objects == 1)
            #expect(strangers(in: still) == 0)
            #expect(still.pixels[10 * still.width + 10] < 20, "private")
            #expect(still.pixels[118 * still.width + 157] < 70, "the bag")
        }
    }

    /// Pixels outside the privacy zone that are far from the empty place with the bag.
    private func strangers(in still: ObjectStill) -> Int {
        let truth = scene.copy()
        return still.pixels.indices.count { index in
            let (x, y) = (index % still.width, index / still.width)
            return (x >= 70 || y >= 60) && abs(Int(still.pixels[index]) - Int(truth[index])) > 40
        }
    }
}
