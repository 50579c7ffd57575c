import Detectors
import SceneRendering
import Testing

@Suite("Walkers seen from nine metres, 45 pixels tall") struct SmallPeopleTests {
    @Test("are seen by the network, which sees the picture enlarged")
    func enlarged() throws {
        let scene = try CountedScene("place_boulevard")
        var (seen, truth) = (0.0, 0.0)
        for index in stride(from: 0, to: 250, by: 2) {
            let said = scene.count(frame: index, at: Double(index) / scene.picture.framesPerSecond)
            guard index >= 100, index % 10 == 0, let zone = said?.zoneID else { continue }
            seen += try #require(scene.detector.features(zone: zone)?.network)
            truth += Double(scene.renderer.truthSample(frame: index).counts[zone] ?? 0)
        }
        #expect(truth > 100)
        #expect((0.75...1.25).contains(seen / truth), "\(seen) of \(truth)")
    }
}
