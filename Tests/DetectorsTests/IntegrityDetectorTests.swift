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
