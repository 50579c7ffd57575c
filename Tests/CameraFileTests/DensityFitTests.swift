import CameraFile
import Foundation
import Scene
import TestFolders
import Testing

@Suite("Writing a density fit into a camera file")
struct DensityFitTests {
    static let fit = DensityFit(
        zoneID: "hall", intercept: 0.5, weights: [0.125, 1e-7, 0.25], halfWidth: 3.25, relativeHalfWidth: 0.2,
        labels: 14, network: DensityFit.Network(gain: 0.75, offset: -2, share: 0.3, crowding: 0.125))

    /// The text after the fit was written into `text`.
    func written(_ text: String, fits: [DensityFit] = [fit]) throws -> (text: String, camera: CameraConfiguration) {
        var result: (String, CameraConfiguration)?
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let path = folder.appending(path: "cam.yaml").path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        for fit in fits { try CameraFile.writeDensityFit(fit, to: path) }
        result = (try String(contentsOfFile: path, encoding: .utf8), try CameraFile.load(path: path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["cam.yaml"])
        return try #require(result)
    }

    static let head = "# north hall\nversion: 1   # first\ncamera: cam\n"
    static let zones = "zones:\n  - {id: hall, polygon: [[0, 0], [1, 0], [1, 1]]}\n"

    @Test("a file without the section gets one at its end")
    func appended() throws {
        let (text, camera) = try written(Self.head + Self.zones)
        #expect(text.hasPrefix(Self.head + Self.zones + "density:\n"))
        #expect(camera.density.fits == [Self.fit])
    }

    @Test("only the section changes: comments and other sections stay byte for byte")
    func replaced() throws {
        let old = "density: {model: default,\n  counts: {}}   # to be counted\n\n# zones were drawn in May\n"
        let (text, camera) = try written(Self.head + old + Self.zones)
        #expect(text.hasPrefix(Self.head + "density:\n  model: default\n  counts:\n    hall:\n"))
        #expect(text.hasSuffix("\n\n# zones were drawn in May\n" + Self.zones))
        #expect(camera.density.fits == [Self.fit] && !text.contains("to be counted"))
    }

    @Test("fits of other zones stay, the same zone's is replaced")
    func merged() throws {
        let zones = Self.zones + "  - {id: yard, polygon: [[0, 0], [0, 1], [1, 1]]}\n"
        var (yard, again) = (Self.fit, Self.fit)
        yard.zoneID = "yard"
        again.labels = 20
        let (_, camera) = try written(Self.head + zones, fits: [yard, Self.fit, again])
        #expect(camera.density.fits == [again, yard])
    }

    @Test("an unknown zone leaves the file as it was")
    func unknownZone() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let path = folder.appending(path: "cam.yaml").path
        let text = Self.head + "density: {}\n"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        let error = try #require(throws: CameraFileError.self) {
            try CameraFile.writeDensityFit(Self.fit, to: path)
        }
        #expect(error.code == "E-CFG-025")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("a file in flow form is refused, not rewritten")
    func flow() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        let path = folder.appending(path: "cam.yaml").path
        let text = "{version: 1, camera: cam, zones: [{id: hall, polygon: [[0, 0], [1, 0], [1, 1]]}]}\n"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        let error = try #require(throws: CameraFileError.self) {
            try CameraFile.writeDensityFit(Self.fit, to: path)
        }
        #expect(error.code == "E-CFG-038")
    }
}
