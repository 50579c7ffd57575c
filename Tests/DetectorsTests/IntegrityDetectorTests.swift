import Detectors
import Events
import Perception
import Scene
import Testing

@Suite struct IntegrityDetectorTests {
    /// States raised while `spoil` is applied from 30 s to 50 s of 70 s, at two frames a second.
    private func states(_ spoil: (SyntheticScene, Double) -> Void) -> [(time: Double, state: IntegrityState)] {
        let scene = SyntheticScene()
        var detector = IntegrityDetector(
            configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var found: [(time: Double, state: IntegrityState)] = []
        for frame in 0..<140 {
            let time = Double(frame) / 2
            scene.ground()
            if (30..<50).contains(time) { spoil(scene, time) }
            found += scene.evidence(time: time, frame: frame) { detector.said(about: $0) }.map { (time, $0.state) }
        }
        return found
    }

    private func expect(_ state: IntegrityState, _ spoil: (SyntheticScene, Double) -> Void) {
        let found = states(spoil)
        #expect(found.map(\.state) == [state, .good], "\(found)")
        #expect((39...40).contains(found.first?.time ?? 0), "raised within ten seconds, not at once")
        #expect((60...64).contains(found.last?.time ?? 0), "cleared after ten good seconds")
    }

    @Test("a covered lens is blocked")
    func blocked() {
        expect(.blocked) { scene, time in
            scene.rectangle(x: 0, y: 0, width: 320, height: 240, value: UInt8(110 + Int(2 * time) % 3))
        }
    }

    @Test("a veil that lets a little light through is a cover, not a picture out of focus")
    func veiled() { expect(.blocked) { scene, _ in scene.ground(contrast: 0.04) } }

    @Test("a shift of three pixels is a move, one of a pixel is none")
    func smallestMove() {
        expect(.moved) { scene, _ in scene.shift(3) }
        #expect(states { scene, _ in scene.shift(1) }.isEmpty)
    }

    @Test("a camera that sinks has moved ten seconds after its second pixel, and not before its third")
    func sinking() {
        let soon = states { scene, time in scene.shift(time < 36.5 ? 2 : 3) }
        #expect(soon.map(\.state) == [.moved, .good], "\(soon)")
        #expect((39...40).contains(soon.first?.time ?? 0), "\(soon)")
        let late = states { scene, time in scene.shift(time < 44 ? 2 : 3) }
        #expect((44...45).contains(late.first?.time ?? 0), "\(late)")
    }

    @Test("a picture out of focus is blurred")
    func blurred() { expect(.blurred) { scene, _ in scene.blur() } }

    @Test("a camera that was pushed has moved")
    func moved() { expect(.moved) { scene, _ in scene.shift(8) } }

    @Test("a lens cap or a night without lamps is dark, a flooded sensor bright")
    func darkAndBright() {
        expect(.dark) { scene, time in
            scene.rectangle(x: 0, y: 0, width: 320, height: 240, value: UInt8(2 + Int(2 * time) % 2))
        }
        expect(.bright) { scene, time in
            scene.rectangle(x: 0, y: 0, width: 320, height: 240, value: UInt8(253 + Int(2 * time) % 2))
        }
    }

    @Test("a lamp that fails flickers; a lamp that is switched now and then does not")
    func flickering() {
        let lamp = states { scene, time in scene.ground(gain: Int(2 * time) % 2 == 0 ? 1 : 0.85) }
        #expect(lamp.map(\.state) == [.flickering, .good], "\(lamp)")
        #expect((39...40).contains(lamp.first?.time ?? 0), "ten seconds from the first turn of the light: \(lamp)")
        #expect(states { scene, time in scene.ground(gain: Int(time) % 8 < 4 ? 1 : 0.85) }.isEmpty)
    }

    @Test("a move says how far: pixels and share of the picture")
    func shift() throws {
        let scene = SyntheticScene()
        var detector = IntegrityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var moved: IntegrityObservation?
        for frame in 0..<100 {
            scene.ground()
            if frame >= 60 { scene.shift(8) }
            for said in scene.evidence(time: Double(frame) / 2, frame: frame, { detector.said(about: $0) })
            where said.state == .moved { moved = said }
        }
        let reasons = try #require(moved).reasons
        #expect(reasons.first { $0.name == .shiftX }?.value == 8)
        #expect(reasons.first { $0.name == .shiftShare }?.value == Double(Float(8) / 320))
    }

    @Test("frames that repeat to the bit are frozen")
    func frozen() {
        expect(.frozen) { scene, _ in scene.rectangle(x: 0, y: 0, width: 320, height: 240, value: 128) }
    }

    @Test("light that changes, a crowd, and trouble of nine seconds raise nothing")
    func quiet() {
        #expect(states { scene, _ in scene.ground(gain: 0.6) }.isEmpty)
        #expect(
            states { scene, time in
                for person in 0..<12 {
                    let x = (person * 53 + Int(time * 20)) % 300
                    scene.rectangle(x: x, y: 20 + person * 15, width: 14, height: 40, value: 15)
                }
            }.isEmpty)
        #expect(
            states { scene, time in if time < 39 { scene.shift(12) } }.isEmpty)
    }
}

@Suite("zones of a camera that sees")
struct ZoneViewTests {
    private static func zone(_ id: String, _ kind: Zone.Kind, x: Double, width: Double) -> Zone {
        Zone(
            id: id, kind: kind,
            polygon: Polygon([
                PicturePoint(x: x, y: 0), PicturePoint(x: x + width, y: 0), PicturePoint(x: x + width, y: 1),
                PicturePoint(x: x, y: 1),
            ]))
    }

    /// What is said of the zones `left`, `right` and `corner` (under a privacy zone) while `spoil` is applied from 30 s to
    /// 50 s of 70 s.
    private func views(_ spoil: (SyntheticScene, Double) -> Void) -> [(time: Double, view: ZoneViewObservation)] {
        let scene = SyntheticScene(
            configuration: CameraConfiguration(
                cameraID: "test",
                zones: [
                    Self.zone("left", .analysis, x: 0, width: 0.45), Self.zone("right", .analysis, x: 0.5, width: 0.3),
                    Self.zone("corner", .analysis, x: 0.92, width: 0.06),
                    Self.zone("window", .privacy, x: 0.85, width: 0.15),
                ]))
        var detector = IntegrityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var found: [(time: Double, view: ZoneViewObservation)] = []
        for frame in 0..<140 {
            let time = Double(frame) / 2
            scene.ground()
            if (30..<50).contains(time) { spoil(scene, time) }
            var said: [Observation] = []
            scene.evidence(time: time, frame: frame) { detector.ingest($0, into: &said) }
            for case .zoneView(let view) in said where view.zoneID != "corner" { found.append((time, view)) }
            for case .zoneView(let view) in said where view.zoneID == "corner" { #expect(view.state == .masked) }
        }
        return found
    }

    @Test("what covers a part of the picture hides the zone under it within ten seconds, no other, and it clears")
    func covered() {
        let found = views { scene, _ in scene.rectangle(x: 0, y: 0, width: 150, height: 240, value: 110) }
        #expect(found.map(\.view.zoneID) == ["left", "left"], "\(found)")
        #expect(found.map(\.view.state) == [.blocked, .seen], "\(found)")
        #expect((39...40).contains(found.first?.time ?? 0) && (60...62).contains(found.last?.time ?? 0), "\(found)")
    }

    @Test("a cover over the whole picture hides every zone, beside the camera's own state")
    func coveredWholly() {
        let found = views { scene, time in
            scene.rectangle(x: 0, y: 0, width: 320, height: 240, value: UInt8(110 + Int(2 * time) % 3))
        }
        #expect(Set(found.filter { $0.view.state == .blocked }.map(\.view.zoneID)) == ["left", "right"], "\(found)")
    }

    @Test("a crowd that stands in a zone, less light, and a cover of eight seconds hide nothing")
    func uncovered() {
        #expect(views { scene, _ in scene.ground(gain: 0.5) }.isEmpty)
        #expect(
            views { scene, _ in
                for person in 0..<60 {
                    scene.rectangle(
                        x: person % 10 * 15, y: person / 10 * 40, width: 12, height: 38,
                        value: UInt8(40 + person * 37 % 160))
                }
            }.isEmpty)
        #expect(
            views { scene, time in
                if time < 38 { scene.rectangle(x: 0, y: 0, width: 150, height: 240, value: 110) }
            }.isEmpty)
    }

    @Test("a zone without anything to see outside private parts is masked, from the start")
    func masked() {
        let scene = SyntheticScene(
            configuration: CameraConfiguration(
                cameraID: "test",
                zones: [
                    Self.zone("corner", .analysis, x: 0.92, width: 0.06),
                    Self.zone("window", .privacy, x: 0.85, width: 0.15),
                ]))
        var detector = IntegrityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var said: [Observation] = []
        for frame in 0..<60 {
            scene.ground()
            scene.evidence(time: Double(frame) / 2, frame: frame) { detector.ingest($0, into: &said) }
        }
        #expect(said == [.zoneView(ZoneViewObservation(zoneID: "corner", state: .masked))])
    }
}
