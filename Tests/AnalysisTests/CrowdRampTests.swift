import Detectors
import Events
import Foundation
import Perception
import Scene
import SceneRendering
import Testing

@Suite("A square that fills") struct CrowdRampTests {
    private static let scenes = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/scenes")

    /// A scene, and what is to count it.
    private final class Square {
        let renderer: SceneRenderer
        let perceiver: Perceiver
        private var detector: DensityDetector

        init(_ name: String = "crowd_ramp_5m") throws {
            renderer = SceneRenderer(try SceneFile.load(path: scenes.appending(path: "\(name).yaml").path))
            let (scene, truth) = (renderer.scene, renderer.truth())
            let bars = truth.calibration.bars.map {
                PersonBar(
                    foot: PicturePoint(x: $0.foot[0], y: $0.foot[1]), head: PicturePoint(x: $0.head[0], y: $0.head[1]),
                    heightMetres: $0.heightMetres)
            }
            var configuration = CameraConfiguration(cameraID: "ramp", zones: scene.zones, calibration: .bars(bars))
            configuration.ground.acceptsInaccurate = true
            perceiver = Perceiver(
                pictureWidth: scene.picture.width, pictureHeight: scene.picture.height,
                settings: configuration.analysis, zones: configuration.zones)
            detector = DensityDetector(configuration: configuration, geometry: perceiver.geometry)
        }

        var picture: ScenePicture { renderer.scene.picture }

        /// What is said of a frame of the scene, shown at a time of its own.
        func count(frame: Int, at time: Double) -> DensityObservation? {
            var said: [Observation] = []
            renderer.frame(at: frame).withUnsafeBufferPointer { pixels in
                guard let base = pixels.baseAddress else { return }
                let view = PlaneView(
                    base: base, width: picture.width, height: picture.height, stride: picture.width)
                detector.ingest(perceiver.perceive(view, time: time, frameIndex: frame), into: &said)
            }
            guard case .density(let density)? = said.first else { return nil }
            return density
        }
    }

    /// Counted and true persons once a second, from nobody to six persons per m².
    private func run() throws -> [(counted: Double, truth: Double)] {
        let square = try Square()
        var series: [(Double, Double)] = []
        // 2.5 frames a second are enough for a count.
        for index in stride(from: 0, to: square.renderer.scene.frameCount, by: 2) {
            let time = Double(index) / square.picture.framesPerSecond
            let said = square.count(frame: index, at: time)
            guard index % 10 == 0, time > 8, let density = said else { continue }
            let truth = square.renderer.truthSample(frame: index).counts[density.zoneID] ?? 0
            series.append((density.count, Double(truth)))
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

    @Test("counts who stand there from the first second on: they are in the background, but nobody stands like a bench")
    func fullFromTheStart() throws {
        let square = try Square("crowd_medium_5m")
        var (counted, truth, seconds) = (0.0, 0.0, 0.0)
        for index in stride(from: 0, to: 200, by: 2) {
            let said = square.count(frame: index, at: Double(index) / square.picture.framesPerSecond)
            guard index >= 100, index % 10 == 0, let density = said else { continue }
            counted += density.count
            truth += Double(square.renderer.truthSample(frame: index).counts[density.zoneID] ?? 0)
            seconds += 1
        }
        #expect(abs(counted / truth - 1) < 0.2, "\(counted / seconds) of \(truth / seconds)")
    }

    @Test("is no empty square when the stream is lost while it is full: the network still counts its part")
    func lostStream() throws {
        let square = try Square()
        let last = square.renderer.scene.frameCount - 1
        var (time, full, after) = (0.0, 0.0, 0.0)
        // Empty for long enough that the background is settled.
        while time < 160 {
            _ = square.count(frame: 0, at: time)
            time += 2
        }
        for frame in stride(from: 0, through: last, by: 4) {
            full = square.count(frame: frame, at: time)?.count ?? 0
            time += 0.8
        }
        square.perceiver.reset()
        time += 60
        for step in 0..<60 {
            after = square.count(frame: last - step * 2 % 20, at: time)?.count ?? 0
            time += 1
        }
        #expect(after > 0.35 * full, "\(full) persons became \(after)")
    }
}
