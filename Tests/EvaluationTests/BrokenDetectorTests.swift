import Analysis
import Footage
import Foundation
import Scene
import SceneRendering
import TestFolders
import Testing

@testable import Evaluation

/// A few scenes as `vigie evaluate --quick` runs them, whole and with a threshold four times as high.
@Suite("a detector that is broken on purpose is worse than its baseline")
struct BrokenDetectorTests {
    private let library = SceneLibrary(folder: "fixtures/scenes")

    private func scene(_ name: String) throws -> SceneCase {
        try #require(library.scenes.first { $0.name == name })
    }

    private func score(
        _ item: SceneCase, model: ModelFile? = nil, change: (inout CameraConfiguration) -> Void = { _ in }
    ) throws -> CaseScore {
        let renderer = SceneRenderer(item.scene)
        let truth = renderer.truth()
        var configuration = try item.configuration(truth)
        change(&configuration)
        let run = try Run(
            SceneSource(renderer, hasTruth: false, stop: StopFlag()), configuration: configuration, model: model,
            context: CaseContext(stop: StopFlag(), temporaryFolder: "/nowhere"))
        return try SceneScoring(scene: item.scene, labels: SceneLabels(truth, scene: item.scene), run: run)
            .outcome(fingerprint: item.fingerprint, conditions: item.conditions).score
    }

    private func worse(_ broken: [CaseScore], than whole: [CaseScore]) -> [String] {
        #expect(Regressions.find(whole, baseline: Baseline(whole)).isEmpty)
        return Regressions.find(broken, baseline: Baseline(whole)).map(\.figure.id)
    }

    @Test("objects: an alert that is due four times as late")
    func objects() throws {
        let scenes = try ["bag", "object_plain", "object_two_bags"].map(scene)
        let whole = try scenes.map { try score($0) }
        let broken = try scenes.map { item in
            try score(item) { configuration in
                for index in configuration.rules.indices {
                    guard case .abandonedObject(let warn, let alert) = configuration.rules[index].condition else {
                        continue
                    }
                    configuration.rules[index].condition = .abandonedObject(
                        warnAfter: 4 * warn, alertAfter: 4 * alert)
                }
            }
        }
        #expect(worse(broken, than: whole).contains("objects.found"))
    }

    @Test("anomaly: a bar that is four times as high")
    func anomaly() throws {
        let folder = try TemporaryFolder()
        let scenes = try ["anomaly_bicycle_square", "anomaly_running_square"].map(scene)
        let model = try scene("place_square_10fps").learn(
            CaseContext(stop: StopFlag(), temporaryFolder: folder.path))
        let text = try String(contentsOfFile: model.path, encoding: .utf8)
        #expect(text.contains("\"barScale\":1,"))
        let path = folder.path("broken.model")
        try Data(text.replacing("\"barScale\":1,", with: "\"barScale\":4,").utf8).write(to: URL(filePath: path))
        let whole = try scenes.map { try score($0, model: model) }
        let broken = try scenes.map { try score($0, model: try ModelFile(path: path)) }
        #expect(worse(broken, than: whole).contains("anomaly.found"))
    }
}
