import FoundationEssentials
import Glibc

extension StageSettings {
    func program(of part: StagePart) -> String {
        switch part {
        case .rtspServer: repository.path + "/deploy/rtsp_server.py"
        case .fusion, .node: "\(repository.programs)/\(part.rawValue)"
        }
    }

    func arguments(of part: StagePart) -> [String] {
        switch part {
        case .rtspServer: rtspArguments
        case .fusion: fusionArguments
        case .node: nodeArguments
        }
    }

    private var rtspArguments: [String] {
        let mounts = clips.flatMap { ["--mount", "\($0.name)=\($0.path)@\($0.framesPerSecond)"] }
        let credentials = rtspCredentialsPath.map { ["--credentials-file", $0] } ?? []
        return ["--port", "\(ports.rtsp)", "--lifeline"] + mounts + credentials
    }

    private var fusionArguments: [String] {
        [
            "serve", "--data", fusionPath, "--ingest", "tcp://127.0.0.1:\(ports.ingest)",
            "--http", "127.0.0.1:\(ports.http)", "--context", repository.path + "/fixtures/context", "--lifeline",
        ]
    }

    private var nodeArguments: [String] {
        [
            "run", "--data", nodePath, "--cameras", camerasPath, "--site", Self.siteID,
            "--gateway", Self.gatewayID, "--uplink", "tcp://127.0.0.1:\(ports.ingest)",
            "--fusion-key", fusionKeyPath, "--lifeline",
        ]
    }

    /// Makes the folders, and in them the camera files and the learnt models.
    func writeFiles() throws(DemoError) {
        for folder in [fusionPath, nodePath, nodePath + "/models", camerasPath, logsPath] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .unwritable(folder, "\(error)")
            }
        }
        for (name, text) in cameraFiles { try write(text, to: "\(camerasPath)/\(name)") }
        for (camera, path) in models {
            try write(FileManager.default.contents(atPath: path) ?? Data(), to: "\(nodePath)/models/\(camera).json")
        }
    }
}

extension StageSettings.Ports {
    /// - Throws: `E-DEM-004` with the first port that somebody listens on.
    func demandFree() throws(DemoError) {
        let wanted = [
            (http, "the console", "--http"), (ingest, "the uplink", "--ingest"), (rtsp, "the cameras", "--rtsp"),
        ]
        for (port, purpose, option) in wanted where !isFree(port) {
            throw .portTaken(port, purpose: purpose, option: option)
        }
    }
}

/// Whether a server could listen on this port of 127.0.0.1 now.
private func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
    }
}

func write(_ text: String, to path: String) throws(DemoError) {
    try write(Data(text.utf8), to: path)
}

func write(_ data: Data, to path: String) throws(DemoError) {
    do {
        try data.write(to: URL(filePath: path), options: .atomic)
    } catch {
        throw .unwritable(path, "\(error)")
    }
}
