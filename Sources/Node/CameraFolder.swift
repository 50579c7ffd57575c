import CameraFile
import FoundationEssentials
public import Scene

/// The camera files of a gateway: those that can be used, and what is wrong with the others.
public struct CameraFolder: Sendable {
    /// A camera whose file is in order.
    public struct Camera: Sendable, Hashable {
        public var path: String
        public var configuration: CameraConfiguration

        public init(path: String, configuration: CameraConfiguration) {
            self.path = path
            self.configuration = configuration
        }
    }

    public private(set) var cameras: [Camera] = []
    /// One text for each file that cannot be used: what, where, how to fix it.
    public private(set) var refusals: [(path: String, text: String)] = []

    /// Reads every `*.yaml` of the folder, in the order of the names.
    ///
    /// - Throws: `E-NOD-001` when the folder itself cannot be read. A bad file is a refusal, not an error: the other
    ///   cameras run.
    public init(path: String) throws(NodeError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .unreadableFolder(path, reason: systemReason(error))
        }
        for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
            add("\(path)/\(name)")
        }
    }

    private mutating func add(_ path: String) {
        do {
            let camera = Camera(path: path, configuration: try CameraFile.load(path: path))
            try check(camera)
            cameras.append(camera)
        } catch {
            refusals.append((path, "\(error)"))
        }
    }

    private func check(_ camera: Camera) throws(NodeError) {
        let id = camera.configuration.cameraID
        if camera.configuration.source == nil { throw .noSource(camera: id, path: camera.path) }
        if let other = cameras.first(where: { $0.configuration.cameraID == id }) {
            throw .duplicateCamera(id, path: camera.path, other: other.path)
        }
    }
}
