import Detectors
import Events
import Foundation
import Perception
import Scene
import SceneRendering
import Testing

@Suite("A square that fills") struct CrowdRampTests {
    private static let scene = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/scenes/crowd_ramp_5m.yaml")

    /// Counted and true persons once a second, from nobody to six persons per m².
    private func run() throws -> [(counted: Double, truth: Double)] {
        let renderer = SceneRenderer(try SceneFile.load(path: Self.scene.path))
        let (scene, truth) = (renderer.scene, renderer.truth())
        let bars = truth.calibration.bars.map {
            PersonBar(
                foot: PicturePoint(x: $0.foot[0], y: $0.foot[1]), head: PicturePoint(x: $0.head[0], y: $0.head[1]),
                heightMetres: $0.heightMetres)
        }
        var configuration = CameraConfiguration(cameraID: "ramp", zones: scene.zones, calibration: .bars(bars))
        configuration.ground.acceptsInaccurate = true
        let (width, height) = (scene.picture.width, scene.picture.height)
        let perceiver = Perceiver(
            pictureWidth: width, pictureHeight: height, settings: configuration.analysis, zones: configuration.zones)
        var detector = DensityDetector(configuration: configuration, geometry: perceiver.geometry)
        var series: [(Double, Double)] = []
        // 2.5 frames a second are enough for a count.
        for index in stride(from: 0, to: scene.frameCount, by: 2) {
            let time = Double(index) / scene.picture.framesPerSecond
            let luma = renderer.frame(at: index)
            var said: [Observation] = []
            luma.withUnsafeBufferPointer { pixels in
                guard let base = pixels.baseAddress else { return }
                let view = PlaneView(base: base, width: width, height: height, stride: width)
                detector.ingest(perceiver.perceive(view, time: time, frameIndex: index), into: &said)
            }
            guard index % 10 == 0, time > 8, case .density(let density)? = said.first else { continue }
            series.append((density.count, Double(renderer.truthSample(frame: index).counts[density.zoneID] ?? 0)))
        }
        return series
    }

    @Test("is counted from the first to the last without a jump")
    func withoutJump() throws {
        let series = try run()
        let most = try #require(series.map(\.truth).max())
        #expect(most > 180)
        let steps = zip(series, series.dropFirst()).map { abs($1.counted - $0.counted) }
        #expect(try #require(steps.max()) < 0.12 * most, "\(series.map { Int($0.counted) })")
        let error = series.reduce(0) { $0 + abs($1.counted - $1.truth) } / Double(series.count)
        #expect(error < 0.25 * most, "mean error \(error) of \(most)")
        let last = series.suffix(10)
        #expect(last.allSatisfy { (0.6...1.5).contains($0.counted / $0.truth) }, "\(last)")
    }
}
