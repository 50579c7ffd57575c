internal import Detectors
internal import Foundation
internal import Perception

/// What an agent knows of its camera when it starts: the model that it was given, and what it has learnt live since.
struct KnownBefore {
    var model: ModelFile?
    /// Where what was learnt live is kept; there may be no file yet.
    var livePath: String?
    /// The calibration that the camera had moved away from, also when nothing else of what was kept is gone on from.
    private(set) var movedCalibration: String?

    init(model: ModelFile?, livePath: String?) {
        (self.model, self.livePath) = (model, livePath)
    }

    /// What to go on from. What was learnt live goes first as long as it went on from the very model that is given: one
    /// that was learnt or taught since wins.
    ///
    /// - Parameter refusal: is told why what was kept is not gone on from.
    /// - Throws: when the model that was given is not this camera's.
    mutating func read(
        cameraID: String, geometry: EvidenceGeometry, refusal: inout CameraModelError?
    ) throws(CameraModelError) -> CameraModel? {
        if let livePath, FileManager.default.fileExists(atPath: livePath) {
            do throws(CameraModelError) {
                return try readLive(livePath, cameraID: cameraID, geometry: geometry)
            } catch {
                refusal = error
            }
        }
        return try model?.read(cameraID: cameraID, geometry: geometry)
    }

    private mutating func readLive(
        _ path: String, cameraID: String, geometry: EvidenceGeometry
    ) throws(CameraModelError) -> CameraModel {
        let live = try CameraModel.read(path: path, cameraID: cameraID, geometry: geometry)
        movedCalibration = live.movedCalibration
        guard live.base == model?.sha256 else {
            throw CameraModelError(.superseded, "goes on from another model than the one that is given", context: path)
        }
        return live
    }
}
