import ChildProcesses
import Demo
import EventStore
import Events
import Foundation
import Link
import SceneRendering
import Spool

/// The built programs with the demo's footage, in a folder and on ports of their own.
///
/// Everything blocks, so a test runs it on a thread of its own: ``Theatre/perform(_:)``.
final class Theatre {
    let repository: Repository
    let footage: DemoFootage
    let folder: String
    let stage: Stage

    /// - Parameters:
    ///   - cameras: names of the demo's cameras to run.
    ///   - extraCameraFiles: more camera files by file name; `PORT` in them is replaced by the RTSP server's port.
    ///   - nodeFolder: where the node's data are, when not below the test's own folder.
    init(
        cameras: [String], extraCameraFiles: [String: String] = [:], credentials: String? = nil,
        nodeFolder: String? = nil
    ) throws {
        repository = try Repository(programs: ProgramLocation.directory)
        let ports = StageSettings.Ports(
            http: try freePort(), ingest: try freePort(), rtsp: try freePort())
        footage = try DemoFootage(repository: repository, rtspPort: ports.rtsp) { print("end to end: \($0)") }
        folder = try DemoFolder(nil).path
        if let nodeFolder {
            try FileManager.default.createSymbolicLink(atPath: folder + "/node", withDestinationPath: nodeFolder)
        }
        var files = footage.cameraFiles.filter { name, _ in cameras.contains { name == $0 + ".yaml" } }
        files.merge(extraCameraFiles.mapValues { $0.replacing("PORT", with: "\(ports.rtsp)") }) { _, new in new }
        var credentialsPath: String?
        if let credentials {
            credentialsPath = folder + "/rtsp-credentials"
            try credentials.write(toFile: folder + "/rtsp-credentials", atomically: true, encoding: .utf8)
        }
        stage = Stage(
            settings: StageSettings(
                repository: repository, dataPath: folder, ports: ports, clips: footage.clips, models: footage.models,
                cameraFiles: files, rtspCredentialsPath: credentialsPath))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    var reader: EventReader {
        get throws { try EventReader(directory: stage.settings.fusionPath) }
    }

    func log(of part: StagePart) -> String {
        (try? String(contentsOfFile: "\(stage.settings.logsPath)/\(part.rawValue).log", encoding: .utf8)) ?? ""
    }

    /// Runs blocking work where it holds up no other test.
    static func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let box = ResultBox<Result>()
        try await runOnOwnThread(named: "theatre") { box.value = try work() }
        guard let value = box.value else { throw CancellationError() }
        return value
    }
}

// Written by one thread before it ends, read by another after that.
private final class ResultBox<Value>: @unchecked Sendable {
    var value: Value?
}

/// A port of 127.0.0.1 that was free a moment ago.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
        }
    }
    guard result else { throw CocoaError(.featureUnsupported) }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// Identifiers of all living processes below one, at any depth.
func descendants(of processID: Int32) -> Set<Int32> {
    var parents: [Int32: Int32] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
        guard let id = Int32(name), let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let parent = status.split(separator: ")").last?.split(separator: " ").dropFirst().first
        else { continue }
        parents[id] = Int32(parent)
    }
    var found: Set<Int32> = []
    var grown = true
    while grown {
        let next = parents.filter { found.contains($0.value) || $0.value == processID }.map(\.key)
        grown = !found.isSuperset(of: next)
        found.formUnion(next)
    }
    return found
}

/// Those of the processes that still live, zombies not counted.
func living(_ processes: Set<Int32>) -> Set<Int32> {
    processes.filter { id in
        guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
        return !(status.split(separator: ")").last?.hasPrefix(" Z") ?? true)
    }
}
