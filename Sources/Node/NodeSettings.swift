import ChildProcesses
import FoundationEssentials
public import Scene

/// What a node is told at its start, and where it keeps things below its data folder.
public struct NodeSettings: Sendable {
    /// `spool.sqlite`, `open-events`, `node.key`, `control`, `authorisations/`, `credentials/`, `models/` and `learnt/` live here.
    public var dataPath: String
    /// One `*.yaml` for each camera.
    public var camerasPath: String
    public var siteID, gatewayID: String
    public var agentPath: String
    /// The acts under which the cameras watch; `nil` when the node demands none and the camera files alone decide.
    public var authorisations: [Authorisation]?

    /// - Parameter agentPath: `nil` for the `vigie-agent` beside the running program.
    public init(dataPath: String, camerasPath: String, siteID: String, gatewayID: String, agentPath: String? = nil) {
        self.dataPath = dataPath
        self.camerasPath = camerasPath
        self.siteID = siteID
        self.gatewayID = gatewayID
        self.agentPath = agentPath ?? ProgramLocation.beside("vigie-agent")
    }

    public var spoolPath: String { dataPath + "/spool.sqlite" }
    public var keyPath: String { dataPath + "/node.key" }
    /// One file `user:password` for each name that camera files use; mode 600, in a folder of mode 700.
    public var credentialsPath: String { dataPath + "/credentials" }
    /// The authorisations, each with its signature beside it.
    public var authorisationsPath: String { dataPath + "/authorisations" }
    /// The socket on which the running node is asked.
    var controlPath: String { dataPath + "/control" }
    var openEventsPath: String { dataPath + "/open-events" }

    /// What was learnt of a camera (`vigie learn --out`), used when it is there.
    public func modelPath(of cameraID: String) -> String { "\(dataPath)/models/\(cameraID).json" }

    /// What an agent has learnt live of a camera, written by the node.
    public func learntPath(of cameraID: String) -> String { "\(dataPath)/learnt/\(cameraID).json" }

    /// The last one of them that was not gone on from.
    func asidePath(of cameraID: String) -> String { "\(dataPath)/learnt/aside/\(cameraID).json" }

    /// Makes the data folder and its subfolders, for the owner only.
    ///
    /// - Throws: `E-NOD-006`.
    public func createFolders() throws(NodeError) {
        for path in [dataPath, credentialsPath, dataPath + "/models", dataPath + "/learnt/aside"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .unwritable(path, reason: systemReason(error))
            }
        }
    }

    func launch(of camera: CameraFolder.Camera) -> AgentSupervisor.Launch {
        let id = camera.configuration.cameraID
        let model = modelPath(of: id)
        return AgentSupervisor.Launch(
            agentPath: agentPath, camera: camera,
            modelPath: FileManager.default.fileExists(atPath: model) ? model : nil,
            learntPath: learntPath(of: id), credentials: CredentialStore(folder: credentialsPath),
            authorisations: authorisations?.naming(id))
    }
}
