import CameraFile
import Foundation
import Scene
import TestFolders
import Testing

@Suite("A density network that a camera file names") struct NamedNetworkTests {
    private static let models = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "models/density")

    private func weights() throws -> Data { try Data(contentsOf: Self.models.appending(path: "network-research.bin")) }

    /// The SHA-256 that the committed card names.
    private func hash() throws -> String {
        let card = try String(contentsOf: Self.models.appending(path: "network-research.bin.md"), encoding: .utf8)
        return try #require(
            card.split(whereSeparator: { !$0.isHexDigit }).first { $0.count == 64 }.map(String.init))
    }

    /// Reads a camera file beside `weights.bin` and its card, both left out where `nil`.
    private func load(_ weights: Data?, card: String?, sha256: String) throws -> CameraConfiguration {
        var result: Result<CameraConfiguration, any Error>?
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        try weights?.write(to: folder.appending(path: "weights.bin"))
        try card.map { Data($0.utf8) }?.write(to: folder.appending(path: "weights.bin.md"))
        let text = """
            version: 1
            camera: cam
            density:
              model: {file: weights.bin, sha256: "\(sha256)"}

            """
        let path = folder.appending(path: "cam.yaml").path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        result = Result { try CameraFile.load(path: path) }
        return try #require(result).get()
    }

    private func code(_ weights: Data?, card: String?, sha256: String) -> String? {
        do { _ = try load(weights, card: card, sha256: sha256) } catch { return (error as? CameraFileError)?.code }
        return nil
    }

    @Test("is read with its hash and its card beside it")
    func read() throws {
        let camera = try load(weights(), card: "SHA-256 \(hash())", sha256: hash())
        let file = try #require(camera.density.network?.file)
        #expect(file.terms.contains("research") && file.name == "research")
    }

    @Test("is refused when it is missing, changed, without its card, or no network")
    func refused() throws {
        let (weights, hash) = (try weights(), try hash())
        #expect(code(nil, card: hash, sha256: hash) == "E-CFG-049")
        #expect(code(weights.dropLast(1), card: hash, sha256: hash) == "E-CFG-050")
        #expect(code(weights, card: nil, sha256: hash) == "E-CFG-051")
        #expect(code(weights, card: "a card of something else", sha256: hash) == "E-CFG-051")
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(code(Data(), card: empty, sha256: empty) == "E-CFG-052")
    }
}
