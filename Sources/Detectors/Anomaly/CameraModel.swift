public import Perception

/// What one camera has taught: kept in a file beside its camera file, so that a restart does not start from nothing.
public struct CameraModel: Sendable, Hashable, Codable {
    public static let currentVersion = 4

    public var version: Int
    public var cameraID: String
    /// Analysis size in pixels that it was learnt at.
    public var analysisWidth, analysisHeight: Int
    public var anomaly: AnomalyModel
    /// Where something is still by habit; `nil` when objects were not looked for.
    public var habits: HabitMap?
    /// SHA-256 of the model file that live learning went on from; `nil` when it went on from none, and in what
    /// `vigie learn` wrote.
    public var base: String?
    /// SHA-256 of the calibration under which the camera was found to have moved and did not come back; `nil` while it
    /// stands as it was calibrated.
    public var movedCalibration: String?

    public init(
        cameraID: String, geometry: EvidenceGeometry, anomaly: AnomalyModel, habits: HabitMap? = nil
    ) {
        version = Self.currentVersion
        self.cameraID = cameraID
        analysisWidth = geometry.width
        analysisHeight = geometry.height
        self.anomaly = anomaly
        self.habits = habits
    }

    /// - Throws: ``CameraModelError`` when it was learnt by another version, on another camera or at another size.
    public func check(cameraID: String, geometry: EvidenceGeometry) throws(CameraModelError) {
        guard version == Self.currentVersion else {
            throw CameraModelError(
                .version, "the model has version \(version), this program reads \(Self.currentVersion)")
        }
        guard self.cameraID == cameraID else {
            throw CameraModelError(.camera, "the model was learnt on camera \(self.cameraID), this is \(cameraID)")
        }
        guard analysisWidth == geometry.width, analysisHeight == geometry.height,
            anomaly.blockColumns == geometry.blockColumns, anomaly.blockRows == geometry.blockRows,
            habits.map({ $0.columns == geometry.blockColumns && $0.rows == geometry.blockRows }) ?? true
        else {
            throw CameraModelError(
                .size,
                "the model was learnt at \(analysisWidth)×\(analysisHeight), this camera is analysed at "
                    + "\(geometry.width)×\(geometry.height)")
        }
    }
}

/// Why a model file cannot be used: what, where, and how to fix it.
public struct CameraModelError: Error, Sendable, Hashable {
    /// Stable identifiers, named in the documentation.
    public enum Code: String, CaseIterable, Sendable, Hashable {
        case version = "E-MDL-001"
        case camera = "E-MDL-002"
        case size = "E-MDL-003"
        case damaged = "E-MDL-004"
        case unreadable = "E-MDL-005"
        case unwritable = "E-MDL-006"
        case superseded = "E-MDL-008"
    }

    public let code: Code
    /// What is wrong, one sentence without its full stop.
    public let message: String
    /// The file concerned; empty when the model did not come from one.
    public let context: String

    public init(_ code: Code, _ message: String, context: String = "") {
        self.code = code
        self.message = message
        self.context = context
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .version: "Learn it again with `vigie learn` of this version."
        case .camera: "Give the model of this camera, or learn one with `vigie learn --camera-file`."
        case .size: "Learn it again: the picture size or `analysis.width` has changed since."
        case .damaged: "Delete the file and learn it again with `vigie learn`."
        case .unreadable: "Check the path and that the file may be read."
        case .unwritable: "Check that the folder exists, may be written and has space left."
        case .superseded: "Nothing is to be done: the model that was given since is used."
        }
    }
}

extension CameraModelError: CustomStringConvertible {
    public var description: String {
        "\(code.rawValue): \(context.isEmpty ? "" : "\(context): ")\(message). \(remedy)"
    }
}
