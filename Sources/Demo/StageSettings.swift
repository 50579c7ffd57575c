/// What the demo's programs are started with.
public struct StageSettings: Sendable {
    /// Ports on 127.0.0.1.
    public struct Ports: Sendable, Hashable {
        public var http: Int
        public var ingest: Int
        public var rtsp: Int

        public init(http: Int = 7480, ingest: Int = 7400, rtsp: Int = 7554) {
            self.http = http
            self.ingest = ingest
            self.rtsp = rtsp
        }
    }

    public static let siteID = "demo"
    public static let gatewayID = "gateway-1"

    public var repository: Repository
    /// State of all programs: `fusion`, `node`, `cameras` and `logs` below it.
    public var dataPath: String
    public var ports: Ports
    public var clips: [Clip]
    /// Learnt models by camera identifier.
    public var models: [String: String]
    /// Camera files by file name; what is in them is taken as it is.
    public var cameraFiles: [String: String]
    /// File with `user:password` that the RTSP server demands; `nil` for none.
    public var rtspCredentialsPath: String?

    public init(
        repository: Repository, dataPath: String, ports: Ports = Ports(), clips: [Clip], models: [String: String] = [:],
        cameraFiles: [String: String], rtspCredentialsPath: String? = nil
    ) {
        self.repository = repository
        self.dataPath = dataPath
        self.ports = ports
        self.clips = clips
        self.models = models
        self.cameraFiles = cameraFiles
        self.rtspCredentialsPath = rtspCredentialsPath
    }

    public var fusionPath: String { dataPath + "/fusion" }
    public var nodePath: String { dataPath + "/node" }
    public var camerasPath: String { dataPath + "/cameras" }
    public var logsPath: String { dataPath + "/logs" }
    public var spoolPath: String { nodePath + "/spool.sqlite" }
    /// Where the page is.
    public var consoleAddress: String { "http://127.0.0.1:\(ports.http)" }
    var fusionKeyPath: String { nodePath + "/fusion.pub" }
}

/// The programs of the demo, in the order in which they are started.
public enum StagePart: String, CaseIterable, Sendable, Hashable {
    case rtspServer = "rtsp-server"
    case fusion = "vigie-fusion"
    case node = "vigie-node"
}
