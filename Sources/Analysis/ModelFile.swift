internal import Crypto
public import Detectors
internal import Foundation
internal import Perception

/// A file that `vigie learn` wrote, named on a command line. It is read when the picture's size is known.
public struct ModelFile: Sendable, Hashable {
    public let path: String
    /// Of the file's bytes when it was named, in hexadecimal; carried in provenance.
    public let sha256: String

    /// - Throws: ``CameraModelError`` when the file cannot be read.
    public init(path: String) throws(CameraModelError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CameraModelError(.unreadable, "cannot be read", context: path)
        }
        self.path = path
        sha256 = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    func read(cameraID: String, geometry: EvidenceGeometry) throws(CameraModelError) -> CameraModel {
        try CameraModel.read(path: path, cameraID: cameraID, geometry: geometry)
    }
}
