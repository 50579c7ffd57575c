import Detectors
import Events
import Perception
import Scene
import Testing

@Suite("detectors on drawn scenes, through the real perception")
struct DrawnSceneTests {
    private func configuration(_ rules: [Rule]) -> CameraConfiguration {
        CameraConfiguration(cameraID: "drawn", analysis: AnalysisSettings(framesPerSecond: 5, width: 320), rules: rules)
    }

    private func perceiver(_ configuration: CameraConfiguration, _ scene: DrawnScene) -> Perceiver {
        Perceiver(
            pictureWidth: scene.width, pictureHeight: scene.height, settings: configuration.analysis,
            zones: configuration.zones)
    }

    /// Somebody walks in at 10 s, puts a bag down at 16 s, stands by it until 20 s, and has left the picture at 24 s.
    private func draw(_ scene: DrawnScene, time: Double, withBag: Bool) {
        scene.clear()
        if withBag, (16..<60).contains(time) { scene.draw(left: 150, top: 112, width: 14, height: 12, grey: 40) }
        let x =
            time < 15
            ? -20 + (time - 10) * 30 : time < 20 ? 130 + 2 * (Int(time * 5) % 2 == 0 ? 1 : 0.0) : 130 - (time - 20) * 40
        if time >= 10, x > -20 { scene.draw(left: Int(x), top: 88, width: 14, height: 36, grey: 200) }
    }

    private func objects(withBag: Bool) -> [(time: Double, seen: ObjectObservation)] {
        let rule = Rule(id: "bag", zoneID: "all", condition: .abandonedObject(warnAfter: 5, alertAfter: 10))
        let configuration = configuration([rule])
        let scene = DrawnScene(seed: 7)
        let perceiver = perceiver(configuration, scene)
        var detector = AbandonedObjectDetector(configuration: configuration, geometry: perceiver.geometry)
        var said: [(Double, ObjectObservation)] = []
        for tick in 0..<400 {
            let time = Double(tick) / 5
            draw(scene, time: time, withBag: withBag)
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                said += detector.said(about: evidence).map { (time, $0) }
            }
        }
        return said
    }

    @Test("a bag that is left is reported in its place at the rule's time, and as removed when it goes")
    func leftBag() throws {
        let said = objects(withBag: true)
        let alert = try #require(said.first { $0.seen.phase == .abandoned })
        // The owner is beyond 2.5 person heights a little before leaving the picture.
        #expect((30...35).contains(alert.time))
        #expect(abs(alert.seen.putAt - 16) <= 1)
        #expect(abs(alert.seen.box.centre.x - 157.0 / 320) < 0.02 && abs(alert.seen.box.centre.y - 118.0 / 180) < 0.03)
        let removed = try #require(said.first { $0.seen.phase == .removed && $0.seen.id == alert.seen.id })
        #expect((60...65).contains(removed.time))
        #expect(said.count { $0.seen.phase == .abandoned } == 1)
    }

    @Test("the same visit without a bag leaves nothing")
    func noBag() {
        #expect(objects(withBag: false).allSatisfy { $0.seen.phase == .candidate || $0.seen.phase == .cleared })
    }

    /// Somebody walks in at 10 s, puts a bag down at 16 s and stands by it, without a bag or with one, until they go.
    private func standing(until gone: Double, withBag: Bool, for seconds: Double) -> [(Double, ObjectObservation)] {
        let rule = Rule(id: "bag", zoneID: "all", condition: .abandonedObject(warnAfter: 5, alertAfter: 10))
        let configuration = configuration([rule])
        let scene = DrawnScene(seed: 9)
        let perceiver = perceiver(configuration, scene)
        var detector = AbandonedObjectDetector(configuration: configuration, geometry: perceiver.geometry)
        var said: [(Double, ObjectObservation)] = []
        for tick in 0..<Int(seconds * 5) {
            let time = Double(tick) / 5
            scene.clear()
            if withBag, time >= 16 { scene.draw(left: 150, top: 112, width: 14, height: 12, grey: 40) }
            let x =
                time < 15 ? -20 + (time - 10) * 30 : time < gone ? 130 + Double(tick / 4 % 2) : 130 - (time - gone) * 40
            if time >= 10, x > -20 { scene.draw(left: Int(x), top: 88, width: 14, height: 36, grey: 200) }
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                said += detector.said(about: evidence).map { (time, $0) }
            }
        }
        return said
    }

    @Test(
        "while the owner stands by for two minutes nothing is said; the alert comes after they left")
    func ownerStandsLong() throws {
        let said = standing(until: 130, withBag: true, for: 170)
        let told = said.filter { $0.1.phase == .unattended || $0.1.phase == .abandoned }
        #expect(told.allSatisfy { $0.0 >= 132 }, "\(told)")
        let alert = try #require(said.first { $0.1.phase == .abandoned })
        // What the owner hid for two minutes has to heal first.
        #expect((140...158).contains(alert.0))
        #expect(alert.1.reasons.contains { $0.name == .isolation } && alert.1.reasons.count <= Event.reasonLimit)
    }

    @Test("somebody who stands for five minutes is never an object, nor is the place they leave")
    func standsStill() {
        let said = standing(until: 310, withBag: false, for: 340)
        #expect(!said.contains { $0.1.phase == .unattended || $0.1.phase == .abandoned }, "\(said)")
    }

    /// Walkers go to the right at 40 pixels a second, one after the other, in three lanes.
    private func drawWalkers(_ scene: DrawnScene, time: Double, speed: Double) {
        scene.clear()
        for lane in 0..<3 {
            for walker in 0..<3 {
                let length = Double(scene.width + 120)
                var x = (time * speed + Double(walker) * 150 + Double(lane) * 60).truncatingRemainder(
                    dividingBy: length)
                if x < 0 { x += length }
                scene.draw(left: Int(x) - 60, top: 50 + lane * 40, width: 14, height: 34, grey: 190 + 10 * lane)
            }
        }
    }

    @Test("motion is measured on every frame while the background becomes usable")
    func motionFromTheStart() {
        let scene = DrawnScene(seed: 13)
        let perceiver = perceiver(configuration([]), scene)
        var still: [Int] = []
        for tick in 0..<25 {
            let time = Double(tick) / 5
            drawWalkers(scene, time: time, speed: 40)
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                #expect(tick < 20 || evidence.backgroundState != .starting)
                let weights = (0..<evidence.blockRows).flatMap { row in
                    (0..<evidence.blockColumns).map { evidence.motionWeight[$0, row] }
                }
                if weights.allSatisfy({ $0 == 0 }) { still.append(tick) }
            }
        }
        #expect(still == [0], "no motion on \(still)")
    }

    private func watch(
        _ model: AnomalyModel?, seconds: Double, speed: Double, rules: [Rule] = [], runsAt: Double = .infinity,
        runnerSpeed: Double = 175
    ) -> (model: AnomalyModel, seen: [AnomalyObservation], flows: [FlowObservation]) {
        let configuration = configuration(rules)
        let scene = DrawnScene(seed: 11)
        let perceiver = perceiver(configuration, scene)
        var detector = AnomalyDetector(configuration: configuration, geometry: perceiver.geometry, model: model)
        var (seen, flows): ([AnomalyObservation], [FlowObservation]) = ([], [])
        for tick in 0..<Int(seconds * 5) {
            let time = Double(tick) / 5
            // The floor is empty until the background is known.
            if time < 6 { scene.clear() } else { drawWalkers(scene, time: time, speed: speed) }
            if time >= runsAt {
                let start = runnerSpeed > 0 ? -20 : Double(scene.width)
                scene.draw(left: Int(start + (time - runsAt) * runnerSpeed), top: 88, width: 14, height: 34, grey: 40)
            }
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                let said = detector.said(about: evidence)
                seen += said.seen
                flows += said.flows
            }
        }
        return (detector.model, seen, flows)
    }

    @Test("walkers at three times the learnt speed alarm by speed; walkers as learnt do not; a new camera only learns")
    func speed() throws {
        let learnt = watch(nil, seconds: 130, speed: 40)
        #expect(learnt.seen.count == 650 && learnt.seen.allSatisfy { $0.learning && !$0.alarm && $0.p == 1 })
        let usual = watch(learnt.model, seconds: 60, speed: 40)
        #expect(usual.seen.allSatisfy { !$0.alarm && !$0.learning })
        let fast = watch(learnt.model, seconds: 30, speed: 120)
        let alarm = try #require(fast.seen.first { $0.alarm && $0.attribute == .speed })
        #expect(alarm.unit == "px/s" && alarm.value > 80)
        let expected = try #require(alarm.expected)
        #expect(expected.upperBound < alarm.value && alarm.p < 0.2)
    }

    @Test("one who runs among walkers, in each block for one frame only, is seen, with the outline of where")
    func runner() throws {
        let learnt = watch(nil, seconds: 130, speed: 40)
        let seen = watch(learnt.model, seconds: 34, speed: 40, runsAt: 30).seen
        let alarms = seen.suffix(20).filter { $0.alarm && $0.attribute == .speed }
        #expect(alarms.count >= 3 && !seen.dropLast(20).contains(where: \.alarm))
        let alarm = try #require(alarms.first { !$0.polygon.isEmpty })
        #expect((120...220).contains(alarm.value), "175 pixels a second")
        let rows = alarm.polygon.map { $0.y * 180 }
        #expect(rows.allSatisfy { (64...144).contains($0) }, "the runner is between 88 and 122: \(rows)")
    }

    @Test("one who walks against a stream has come a long way against it; nobody of the stream has")
    func strayer() throws {
        let rules = [Rule(id: "learnt", zoneID: "all", condition: .wrongDirection(expectedDegrees: nil, hold: 2))]
        let usual = watch(nil, seconds: 130, speed: 40, rules: rules)
        #expect(usual.flows.allSatisfy { $0.isLearning && $0.strayer == nil }, "two minutes of a live camera")
        let again = watch(usual.model, seconds: 60, speed: 40, rules: rules).flows
        #expect(again.allSatisfy { !$0.isLearning && $0.strayer?.heights ?? 0 < 1.5 })
        let one = watch(usual.model, seconds: 40, speed: 40, rules: rules, runsAt: 30, runnerSpeed: -50)
        let ways = one.flows.compactMap(\.strayer)
        let longest = try #require(ways.max { $0.heights < $1.heights })
        #expect(longest.heights > 1.5 && abs(longest.degrees - 180) < 35 && longest.seconds > 1)
        #expect(one.flows.allSatisfy { $0.againstShare ?? 0 < 0.5 }, "one of ten is no flow")
    }

    @Test("nothing is learnt of an unreliable camera, of one that was moved, nor for a minute after the clock jumped")
    func pauses() {
        let configuration = configuration([])
        let scene = DrawnScene(seed: 19)
        let perceiver = perceiver(configuration, scene)
        var detector = AnomalyDetector(configuration: configuration, geometry: perceiver.geometry)
        var (pauses, learnt): ([LearningPause?], [Double]) = ([], [])
        for tick in 0..<600 {
            let time = Double(tick) / 5
            drawWalkers(scene, time: time, speed: 40)
            // At 30 s the camera is said to be unreliable; at 50 s two hours of the clock are missing.
            var context = LearningContext(wallMilliseconds: Int64(time * 1000) + (time >= 50 ? 7_200_000 : 0))
            context.isReliable = !(30..<35).contains(time)
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                var said: [Observation] = []
                detector.ingest(evidence, context: context, into: &said)
                for case .anomaly(let anomaly) in said { pauses.append(anomaly.pause) }
                learnt.append(detector.model.learntSeconds)
            }
        }
        func seconds(_ pause: LearningPause) -> [Double] {
            pauses.indices.filter { pauses[$0] == pause }.map { Double($0) / 5 }
        }
        #expect(seconds(.cameraUnreliable) == (150..<175).map { Double($0) / 5 })
        #expect(seconds(.clockJump).first == 50 && seconds(.clockJump).count == 300)
        #expect(learnt[149] == learnt[174] && learnt[249] == learnt[549] && learnt[599] > learnt[549])
    }

    @Test("a camera that was moved by some pixels learns nothing of the other places that it sees")
    func moved() {
        let configuration = configuration([])
        let scene = DrawnScene(seed: 23)
        let perceiver = perceiver(configuration, scene)
        var detector = AnomalyDetector(configuration: configuration, geometry: perceiver.geometry)
        var pauses: [LearningPause?] = []
        for tick in 0..<600 {
            let time = Double(tick) / 5
            scene.clear()
            for x in stride(from: 20, to: 300, by: 40) {
                scene.draw(left: x + (time >= 80 ? 6 : 0), top: 20 + x / 4, width: 18, height: 24, grey: 160)
            }
            scene.perceive(by: perceiver, time: time, index: tick) { evidence in
                pauses += detector.said(about: evidence).seen.map(\.pause)
            }
        }
        #expect(pauses[..<400].allSatisfy { $0 == nil })
        #expect(pauses[400...].contains(.cameraMoved))
    }

    @Test("what an operator calls normal here is no alarm here again")
    func accepted() throws {
        var model = watch(nil, seconds: 130, speed: 40).model
        let before = watch(model, seconds: 36, speed: 40, runsAt: 30).seen.suffix(30).filter(\.alarm)
        let alarm = try #require(before.first { $0.attribute == .speed })
        let isTaught = model.accept(.speed, value: 2 * alarm.value, box: Box(x: 0, y: 0, width: 1, height: 1))
        #expect(isTaught)
        let after = watch(model, seconds: 36, speed: 40, runsAt: 30).seen.suffix(30)
        #expect(!after.contains { $0.alarm && $0.attribute == .speed })
    }

    @Test("somebody where nobody was ever seen is strange, until an operator calls that normal here")
    func acceptedPresence() throws {
        var model = watch(nil, seconds: 1850, speed: 40).model
        func strangeness(of model: AnomalyModel) -> [AnomalyAttribute] {
            let configuration = configuration([])
            let scene = DrawnScene(seed: 11)
            let perceiver = perceiver(configuration, scene)
            var detector = AnomalyDetector(configuration: configuration, geometry: perceiver.geometry, model: model)
            var seen: [AnomalyObservation] = []
            for tick in 0..<100 {
                scene.clear()
                if tick >= 50 { scene.draw(left: 150, top: 6, width: 14, height: 34, grey: 200) }
                scene.perceive(by: perceiver, time: Double(tick) / 5, index: tick) { evidence in
                    seen += detector.said(about: evidence).seen
                }
            }
            return seen.suffix(40).map(\.attribute)
        }
        #expect(strangeness(of: model).contains(.presence))
        let isTaught = model.accept(.presence, value: 1, box: Box(x: 0, y: 0, width: 1, height: 1))
        #expect(isTaught && !strangeness(of: model).contains(.presence))
    }

    @Test("a flow that turns is against the rule's direction and against the learnt one")
    func direction() throws {
        let rules = [
            Rule(id: "fixed", zoneID: "all", condition: .wrongDirection(expectedDegrees: 0, hold: 4)),
            Rule(id: "learnt", zoneID: "all", condition: .wrongDirection(expectedDegrees: nil, hold: 4)),
        ]
        let usual = watch(nil, seconds: 90, speed: 40, rules: rules)
        let shares = usual.flows.compactMap(\.againstShare)
        #expect(!shares.isEmpty && shares.allSatisfy { $0 < 0.2 })
        let turned = watch(usual.model, seconds: 30, speed: -40, rules: rules)
        for rule in rules {
            let against = turned.flows.filter { $0.ruleID == rule.id }.compactMap(\.againstShare)
            #expect(against.count > 50 && against.dropFirst(5).allSatisfy { $0 > 0.8 })
        }
        let degrees = try #require(turned.flows.last?.degrees)
        #expect(abs(degrees - 180) < 15)
    }
}
