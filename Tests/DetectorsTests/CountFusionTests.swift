import Detectors
import Scene
import Testing

@Suite("one count out of what differs from the background and what the network sees") struct CountFusionTests {
    private let fusion = CountFusion(network: .builtIn)

    private func count(
        features: Double, network: Double, things: Double = 0, flicker: Double = 0, crowding: Double
    ) -> Double {
        fusion.fuse(features: features, network: network, things: things, flicker: flicker, crowding: crowding).count
    }

    @Test("moves from the features to the network, without a step, as people fill each other's surroundings")
    func hidden() {
        let counts = (0...40).map { count(features: 24, network: 50, crowding: 0.3 + Double($0) / 100) }
        #expect(counts[0] < 33 && counts[40] > 48, "\(counts)")
        for (before, after) in zip(counts, counts.dropFirst()) {
            #expect(after >= before && after - before < 4, "\(counts)")
        }
    }

    @Test("a network that sees fewer gets no larger share, however full it is")
    func fewer() {
        let empty = count(features: 24, network: 12, crowding: 0)
        #expect(empty > 20 && count(features: 24, network: 12, crowding: 0.7) == empty)
    }

    @Test("what flickers from frame to frame is believed less, and the interval says so")
    func flickering() {
        let (calm, flickering) = (
            count(features: 24, network: 10, crowding: 0), count(features: 24, network: 10, flicker: 9, crowding: 0)
        )
        #expect(calm > 19 && flickering < calm - 2 && flickering > 10, "\(calm), \(flickering)")
        let widening = fusion.fuse(features: 24, network: 10, flicker: 9, crowding: 0).widening
        #expect(widening > fusion.fuse(features: 24, network: 10, crowding: 0).widening + 0.1)
    }

    @Test("a network that takes many things for people is believed less")
    func things() {
        let (clean, cluttered) = (
            count(features: 24, network: 50, crowding: 0.5), count(features: 24, network: 50, things: 80, crowding: 0.5)
        )
        #expect(clean > 36 && cluttered < clean - 4, "\(clean), \(cluttered)")
    }

    @Test("a cell of patterned cloth, which fills its cells, is worth less than one of plain cloth")
    func cloth() {
        #expect(DensityPrior.share(outline: DensityPrior.usualOutline) == 1)
        #expect(DensityPrior.share(outline: 13) > 1.05 && DensityPrior.share(outline: 22) < 0.9)
    }
}
