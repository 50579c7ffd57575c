internal import DurableFile
internal import Events
internal import Foundation
public import Perception

/// The JSON file of a camera's model. The only file that this target touches.
extension CameraModel {
    /// No model file is larger: what was learnt is bounded.
    public static let largestFile = EventLimits.learntBytes

    /// Reads a model and checks that it is this camera's.
    ///
    /// - Throws: ``CameraModelError``, naming the file.
    public static func read(
        path: String, cameraID: String, geometry: EvidenceGeometry
    ) throws(CameraModelError) -> CameraModel {
        let model = try decode(contents(of: path), path: path)
        do {
            try model.check(cameraID: cameraID, geometry: geometry)
        } catch {
            throw error.naming(path)
        }
        return model
    }

    /// Reads a model whatever its size, to change it without looking at pictures.
    ///
    /// - Throws: ``CameraModelError``, naming the file.
    public static func read(path: String, cameraID: String) throws(CameraModelError) -> CameraModel {
        let model = try decode(contents(of: path), path: path)
        guard model.cameraID == cameraID else {
            throw CameraModelError(
                .camera, "the model was learnt on camera \(model.cameraID), this is \(cameraID)", context: path)
        }
        return model
    }

    /// The content of the model's file.
    ///
    /// - Throws: ``CameraModelError`` with code `unwritable` when it is larger than any that is read.
    public func encoded() throws(CameraModelError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(self), data.count <= Self.largestFile else {
            throw CameraModelError(.unwritable, "is larger than \(Self.largestFile) bytes")
        }
        return Array(data)
    }

    /// Replaces the file whole.
    ///
    /// - Throws: ``CameraModelError`` with code `unwritable`; the old file is then untouched.
    public func write(path: String) throws(CameraModelError) {
        do {
            try DurableFile.replace(path, by: encoded())
        } catch {
            throw (error as? CameraModelError)?.naming(path)
                ?? CameraModelError(.unwritable, "cannot be written: \(error)", context: path)
        }
    }

    private static func contents(of path: String) throws(CameraModelError) -> Data {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CameraModelError(.unreadable, "cannot be read: \(error.localizedDescription)", context: path)
        }
        guard data.count <= largestFile else {
            throw CameraModelError(.damaged, "is larger than any model: \(data.count) bytes", context: path)
        }
        return data
    }

    private static func decode(_ data: Data, path: String) throws(CameraModelError) -> CameraModel {
        struct Version: Decodable { var version: Int }
        let decoder = JSONDecoder()
        // A newer model may have another shape: its version is told before anything else is read.
        if let version = try? decoder.decode(Version.self, from: data).version, version != currentVersion {
            throw CameraModelError(
                .version, "the model has version \(version), this program reads \(currentVersion)", context: path)
        }
        guard let model = try? decoder.decode(CameraModel.self, from: data), model.anomaly.isConsistent,
            model.habits?.isConsistent ?? true
        else {
            throw CameraModelError(.damaged, "is not a whole model", context: path)
        }
        return model
    }
}

extension CameraModelError {
    fileprivate func naming(_ path: String) -> CameraModelError { CameraModelError(code, message, context: path) }
}
