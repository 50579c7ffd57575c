internal import Analysis
internal import CameraFile
internal import Crypto
internal import Footage
internal import Foundation
internal import Scene
internal import SceneRendering

/// A rendered scene with its exact truth.
struct SceneCase: EvaluationCase {
    let scene: SceneDescription
    let name: String
    let fingerprint: String
    let conditions: [String]
    let learnsFrom: String?
    var expectedFrames: Int { scene.frameCount }

    /// - Parameter texts: of the scene file and of those that it extends.
    init(_ scene: SceneDescription, texts: [String]) {
        self.scene = scene
        name = scene.name
        fingerprint = Fingerprint.of(texts)
        conditions = ["rendered"] + scene.allTags
        learnsFrom = scene.learn
    }

    /// The camera that the scene shows: scenes that are learnt from and scenes that use it are of one.
    private var camera: String { learnsFrom ?? name }

    func run(_ context: CaseContext) throws -> CaseOutcome {
        let renderer = SceneRenderer(scene)
        var truth = renderer.truth()
        let configuration = try configuration(truth)
        let footage = try footage(renderer, hasTruth: !scene.zones.isEmpty, context)
        var run = try Run(footage, configuration: configuration, model: context.model, context: context)
        truth.samples = footage.samples
        run.lines.integrity = (run.lines.integrity + footage.losses).sorted { $0.time < $1.time }
        return try SceneScoring(scene: scene, labels: SceneLabels(truth, scene: scene), run: run)
            .outcome(fingerprint: fingerprint, conditions: conditions)
    }

    /// Learns what is normal in this scene and writes it into the temporary folder.
    func learn(_ context: CaseContext) throws -> ModelFile {
        let renderer = SceneRenderer(scene)
        var learning = Learning(configuration: try configuration(renderer.truth()))
        try learning.learn(from: footage(renderer, hasTruth: false, context)) { context.progress($0.frames) }
        let path = "\(context.temporaryFolder)/\(name).model"
        _ = try learning.save(to: path)
        return try ModelFile(path: path)
    }

    /// Straight from the renderer, or, when the scene's difficulty is in the coding, from a video of its bit rate.
    private func footage(
        _ renderer: SceneRenderer, hasTruth: Bool, _ context: CaseContext
    ) throws -> any SceneFootage {
        guard scene.picture.kilobitsPerSecond != nil else {
            return SceneSource(renderer, hasTruth: hasTruth, stop: context.stop)
        }
        let (path, truth) = try context.videos.video(of: scene, fingerprint: fingerprint) { _ in
            if context.stop.isRaised {
                throw FootageError(.stopped, "stopped while rendering", source: scene.name)
            }
        }
        return SceneVideoSource(try FootageSource.open(SourceLocation(path), stop: context.stop), truth: truth)
    }

    func configuration(_ truth: SceneTruth) throws(CameraFileError) -> CameraConfiguration {
        try CameraFile.parse(
            SceneCameraFile.text(scene, truth, camera: camera), file: "camera file of scene \(name)")
    }
}

/// A short name for everything that something was made from.
enum Fingerprint {
    static func of(_ texts: [String]) -> String {
        var hash = SHA256()
        for text in texts {
            withUnsafeBytes(of: UInt64(text.utf8.count)) { hash.update(bufferPointer: $0) }
            hash.update(data: Data(text.utf8))
        }
        return hash.finalize().prefix(8).map { String(format: "%02x", Int($0)) }.joined()
    }
}
