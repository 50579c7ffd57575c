import Detectors
import Foundation
import Perception
import TestFolders
import Testing

@Suite("the file of what a camera has taught")
struct CameraModelTests {
    private let geometry = EvidenceGeometry(pictureWidth: 640, pictureHeight: 360, analysisWidth: 640)
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("cam-1.model.json")
    }

    private var model: CameraModel {
        let anomaly = AnomalyModel(blockColumns: geometry.blockColumns, blockRows: geometry.blockRows)
        return CameraModel(cameraID: "cam-1", geometry: geometry, anomaly: anomaly)
    }

    @Test("what was written is read, and stays below a megabyte")
    func roundTrip() throws {
        try model.write(path: path)
        #expect(try CameraModel.read(path: path, cameraID: "cam-1", geometry: geometry) == model)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count < CameraModel.largestFile)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    }

    private func code(_ path: String, camera: String = "cam-1", width: Int = 640) -> CameraModelError.Code? {
        let geometry = EvidenceGeometry(pictureWidth: width, pictureHeight: width * 9 / 16, analysisWidth: width)
        do {
            _ = try CameraModel.read(path: path, cameraID: camera, geometry: geometry)
            return nil
        } catch {
            #expect(error.context == path && !error.remedy.isEmpty)
            return error.code
        }
    }

    @Test("another camera's, another size's and another version's model are refused by name")
    func mismatch() throws {
        try model.write(path: path)
        #expect(code(path, camera: "cam-2") == .camera)
        #expect(code(path, width: 320) == .size)
        try Data("{\"version\": 99, \"shape\": \"unknown\"}".utf8).write(to: URL(fileURLWithPath: path))
        #expect(code(path) == .version)
    }

    @Test("a missing and a cut file are told apart", arguments: [0, 1, 100, 5000])
    func cut(length: Int) throws {
        #expect(code(path) == .unreadable)
        try model.write(path: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        #expect(code(path) == .damaged)
    }

    @Test("a write that fails leaves the model that was there")
    func failedWrite() throws {
        try model.write(path: path)
        // A folder in the place of the new file cannot be opened for writing, not even by root.
        try FileManager.default.createDirectory(atPath: path + ".new", withIntermediateDirectories: false)
        #expect(throws: CameraModelError.self) { try model.write(path: path) }
        #expect(try CameraModel.read(path: path, cameraID: "cam-1", geometry: geometry) == model)
    }
}
