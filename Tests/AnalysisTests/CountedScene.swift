import Detectors
import Events
import Foundation
import Perception
import Scene
import SceneRendering

/// A scene of `fixtures/scenes` with the bars of its truth, and what is to count it.
final class CountedScene {
    private static let scenes = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/scenes")

    let renderer: SceneRenderer
    let perceiver: Perceiver
    private(set) var detector: DensityDetector

    init(_ name: String) throws {
        renderer = SceneRenderer(try SceneFile.load(path: Self.scenes.appending(path: "\(name).yaml").path))
        let (scene, truth) = (renderer.scene, renderer.truth())
        let bars = truth.calibration.bars.map {
            PersonBar(
                foot: PicturePoint(x: $0.foot[0], y: $0.foot[1]), head: PicturePoint(x: $0.head[0], y: $0.head[1]),
                heightMetres: $0.heightMetres)
        }
        var configuration = CameraConfiguration(cameraID: "scene", zones: scene.zones, calibration: .bars(bars))
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
