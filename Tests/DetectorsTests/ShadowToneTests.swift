import Detectors
import Perception
import Scene
import Testing

/// Shadows of people in the sun, which lie across each other and then are as tall as people.
@Suite struct ShadowToneTests {
    /// The largest count of the last six of 24 s. Shadows wander from the sixth second on, `draw` draws in the last eight.
    private func most(_ draw: (SyntheticScene, _ frame: Int) -> Void) -> Double {
        let scene = SyntheticScene()
        var detector = DensityDetector(configuration: scene.configuration, geometry: scene.perceiver.geometry)
        var most = 0.0
        for frame in 0..<120 {
            scene.ground(contrast: 0.2)
            for shadow in 0..<5 where frame > 30 {
                scene.shade(x: frame % 40 + 12 * shadow, y: 36 + 40 * shadow, width: 70, height: 9, share: 0.6)
            }
            if frame > 80 { draw(scene, frame) }
            let said = scene.evidence(time: Double(frame) / 5, frame: frame) { detector.said(about: $0) }
            if frame > 90 { most = max(most, said[0].count) }
        }
        return most
    }

    /// Four shadows, one beside the other.
    private func bundle(_ scene: SyntheticScene, _ frame: Int, share: Double) {
        for line in 0..<4 {
            scene.shade(x: 150 + frame % 40, y: 84 + 14 * line, width: 70, height: 8, share: share)
        }
    }

    @Test("shadows that lie side by side are nobody")
    func bundle() {
        let flat = most { _, _ in }
        let shadows = most { bundle($0, $1, share: 0.6) }
        #expect(shadows < flat + 0.5, "\(shadows), \(flat)")
    }

    @Test("what is as large and of another tone is somebody")
    func others() {
        let dark = most { bundle($0, $1, share: 0.3) }
        #expect(dark > 1.5, "\(dark)")
    }

    @Test("who casts a shadow counts as without one")
    func people() {
        func walkers(shadows: Bool) -> Double {
            most { scene, frame in
                for person in 0..<3 {
                    let (x, y) = (20 + person * 90 + frame % 40, 70 + 30 * person)
                    if shadows { scene.shade(x: x + 17, y: y + 36, width: 50, height: 12, share: 0.6) }
                    scene.rectangle(x: x, y: y, width: 17, height: 48, value: 220)
                }
            }
        }
        let (without, with) = (walkers(shadows: false), walkers(shadows: true))
        #expect(without > 1.5 && abs(with - without) < 0.8, "\(with), \(without)")
    }
}
