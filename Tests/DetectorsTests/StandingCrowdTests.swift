import Detectors
import Perception
import Scene
import Testing

@Suite("A crowd that stands still") struct StandingCrowdTests {
    /// The count at the end of so many minutes, two drawn pictures a second; `said` hears each.
    private func count(
        afterMinutes minutes: Int, configuration: CameraConfiguration = CameraConfiguration(cameraID: "test"),
        seed: UInt64, said: (_ time: Double, _ count: Double) -> Void = { _, _ in },
        draw: (DrawnScene, _ time: Double) -> Void
    ) -> Double {
        let scene = DrawnScene(seed: seed)
        let perceiver = Perceiver(
            pictureWidth: scene.width, pictureHeight: scene.height, settings: AnalysisSettings(width: scene.width),
            zones: configuration.zones)
        var detector = DensityDetector(configuration: configuration, geometry: perceiver.geometry)
        var result = 0.0
        for index in 0..<minutes * 60 * 2 {
            let time = Double(index) / 2
            scene.clear()
            draw(scene, time)
            scene.perceive(by: perceiver, time: time, index: index) { evidence in
                result = detector.said(about: evidence)[0].count
            }
            said(time, result)
        }
        return result
    }

    /// Six persons of 48 × 16 pixels walk in at half a minute, stand, and sway by up to two pixels as people do.
    private func crowd(afterMinutes minutes: Int) -> (standing: Double, empty: Double) {
        var random = SeededNumbers(seed: 11)
        var sway = [(x: Int, y: Int)](repeating: (0, 0), count: 6)
        var empty = 0.0
        let standing = count(
            afterMinutes: minutes, seed: 3, said: { if $0 > 10, $0 < 30 { empty = max(empty, $1) } }
        ) { scene, time in
            for person in 0..<6 where time > 30 {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    sway[person] = (Int.random(in: -2...2, using: &random), Int.random(in: -1...1, using: &random))
                }
                scene.draw(
                    left: 30 + person * 45 + sway[person].x, top: 70 + person % 2 * 25 + sway[person].y, width: 16,
                    height: 48, grey: 40 + person * 5)
            }
        }
        return (standing, empty)
    }

    @Test("is still counted after an hour")
    func hour() {
        let early = crowd(afterMinutes: 2)
        let late = crowd(afterMinutes: 65)
        #expect(early.empty < 1)
        // Drawn without heads: the network, which sees nobody, has its share.
        #expect(early.standing > 2.5)
        #expect(
            abs(late.standing / early.standing - 1) < 0.2, "\(early.standing) after two minutes became \(late.standing)"
        )
    }

    /// Three who stand there from the first picture on, each with a fifth of a person in every cell around for the network;
    /// `sways` says whether their heads move by a pixel now and then, too little for a body.
    private func three(afterMinutes minutes: Int, sways: Bool, until gone: Double = .infinity) throws -> Double {
        let configuration = try DensityNetworkTests.unbelieved()
        var random = SeededNumbers(seed: 12)
        var sway = [0, 0, 0]
        return count(afterMinutes: minutes, configuration: configuration, seed: 5) { scene, time in
            for person in 0..<3 where time < gone {
                if sways, Int.random(in: 0..<6, using: &random) == 0 {
                    sway[person] = Int.random(in: -1...1, using: &random)
                }
                scene.draw(left: 60 + person * 80, top: 70, width: 16, height: 48, grey: 40)
                scene.draw(left: 64 + person * 80 + sway[person], top: 58, width: 10, height: 12, grey: 60)
            }
            scene.addNoise(amplitude: 2, seed: UInt64(time * 2))
        }
    }

    @Test("who stood there before the camera started is counted because they sway, and benches are not")
    func before() throws {
        let (people, benches) = (try three(afterMinutes: 4, sways: true), try three(afterMinutes: 4, sways: false))
        #expect(people > 2, "\(people) of three")
        #expect(benches < 0.5, "\(benches) of no one")
    }

    @Test("who stood there before the camera started and has gone is not counted")
    func gone() throws {
        let left = try three(afterMinutes: 6, sways: true, until: 240)
        #expect(left < 0.5, "\(left) of no one")
    }
}
