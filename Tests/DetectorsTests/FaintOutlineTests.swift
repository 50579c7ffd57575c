import Detectors
import Perception
import Scene
import Testing

/// Counts where people differ little from what is behind them.
@Suite struct FaintOutlineTests {
    /// The last count of 20 s, of which `draw` has drawn the last 14, and the largest of the last eight.
    private func counts(_ draw: (SyntheticScene, _ frame: Int) -> Void) -> (last: Double, most: Double) {
        let scene = SyntheticScene()
        var detector = DensityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var (last, most) = (0.0, 0.0)
        for frame in 0..<100 {
            scene.ground(contrast: 0.2)
            if frame > 30 { draw(scene, frame) }
            last = scene.evidence(time: Double(frame) / 5, frame: frame) { detector.said(about: $0) }[0].count
            if frame > 60 { most = max(most, last) }
        }
        return (last, most)
    }

    private func walkers(grey: UInt8) -> Double {
        counts { scene, frame in
            for person in 0..<3 {
                let x = 10 + person * 90 + (frame - 30)
                scene.rectangle(x: x, y: 60 + person * 20, width: 17, height: 48, value: grey)
            }
        }.last
    }

    @Test("three who differ by 25 grey levels from the ground, as in fog, count like three who differ by 90")
    func fog() {
        let (clear, foggy) = (walkers(grey: 25), walkers(grey: 90))
        #expect(clear > 1.5 && abs(foggy - clear) < 1, "\(foggy), \(clear)")
    }

    @Test("streaks of rain that are no wider than a pixel do not pass for faint people")
    func rain() {
        let counts = counts { scene, frame in
            for drop in 0..<40 {
                let place = (drop * 7919 + frame * 104_729) % (320 * 200)
                scene.rectangle(x: place % 320, y: place / 320, width: 1, height: 20, value: 140)
            }
        }
        #expect(counts.most < 2, "\(counts.most)")
    }
}
