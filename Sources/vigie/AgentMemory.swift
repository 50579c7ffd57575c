import Foundation
import Footage
import Scene

/// The memory of a real `vigie-agent`, a process of its own, on one file.
struct AgentMemory {
    /// Seconds for which it plays the file: every buffer is filled by then.
    private static let seconds = 10.0

    let source: String
    let decode: DecodePolicy

    /// The most that was ever resident, in bytes; `nil` when there is no agent beside this program or it ends at once.
    func peakBytes() throws -> Int64? {
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "vigie-agent")
        guard FileManager.default.isExecutableFile(atPath: program.path) else { return nil }
        let folder = FileManager.default.temporaryDirectory.appending(path: "vigie-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "camera.yaml")
        try cameraFile.write(to: file, atomically: true, encoding: .utf8)
        let agent = Process()
        agent.executableURL = program
        agent.arguments = ["--camera-file", file.path, "--standalone"]
        agent.standardOutput = FileHandle.nullDevice
        agent.standardError = FileHandle.nullDevice
        try agent.run()
        defer { agent.waitUntilExit() }
        let peak = watch(agent)
        if agent.isRunning { agent.terminate() }
        return peak
    }

    private var cameraFile: String {
        let path = URL(filePath: source).path.replacing("\"", with: "\\\"")
        return "version: 1\ncamera: bench\nsource: {url: \"\(path)\"}\ndecode: \(decode.rawValue)\n"
    }

    private func watch(_ agent: Process) -> Int64? {
        let end = SystemClock.monotonicSeconds() + Self.seconds
        var peak: Int64?
        while agent.isRunning, SystemClock.monotonicSeconds() < end, !Interruption.stop.isRaised {
            peak = Self.peak(of: agent.processIdentifier) ?? peak
            Thread.sleep(forTimeInterval: 0.25)
        }
        return peak
    }

    /// `VmHWM` of a process in bytes.
    private static func peak(of process: Int32) -> Int64? {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int64($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }
}
