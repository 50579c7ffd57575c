import ChildProcesses
import Demo
import EventStore
import Events
import Foundation
import Testing

/// One bad camera, a full disk and a violent death disturb nothing else.
@Suite(.serialized) struct FaultTests {
    @Test(
        "an unreachable camera, a wrong password and a bad camera file each say so once, and the good camera runs",
        .timeLimit(.minutes(2)))
    func badCameras() async throws {
        let (theatre, problems) = try await Theatre.perform { try Self.playBadCameras() }
        #expect(problems == [])
        let reader = try theatre.value.reader
        let health = try await reader.latestWords().health
        let codes = Dictionary(uniqueKeysWithValues: health.map { ($0.cameraID, $0.value.errorCode) })
        let good = try await reader.health(cameraID: "bag").map(\.value.framesAnalysed).max()
        #expect(try #require(good) > 20)
        #expect(try await reader.health(cameraID: "bag").allSatisfy { $0.value.errorCode.isEmpty })
        #expect(codes["closed"]?.hasPrefix("E-CAP-") == true)
        #expect(codes["locked"]?.hasPrefix("E-CAP-") == true)
        #expect(codes["closed"] != codes["locked"], "refused and unauthorised are different causes")

        let log = theatre.value.log(of: .node)
        let refusals = log.split(separator: "\n").filter { $0.contains("a camera file was refused") }
        #expect(refusals.count == 1)
        #expect(refusals.first?.contains("bad.yaml:4:") == true, "with line and column")
        #expect(!log.contains("secret-word"), "no password in a log")
    }

    @Test("killing everything's parent leaves no process behind", .timeLimit(.minutes(2)))
    func parentKilled() async throws {
        let survivors = try await Theatre.perform {
            let theatre = try Theatre(cameras: [])
            let ports = theatre.stage.settings.ports
            let demo = try ChildProcess(
                path: theatre.repository.programs + "/vigie",
                arguments: [
                    "demo", "--data", theatre.folder, "--http", "\(ports.http)", "--ingest", "\(ports.ingest)",
                    "--rtsp", "\(ports.rtsp)",
                ], output: .null, errors: .pipe)
            let family = try Self.awaitFamily(of: demo, atLeast: 6)
            demo.signal(SIGKILL)
            for _ in 0..<150 where !living(family).isEmpty { usleep(100_000) }
            return living(family)
        }
        #expect(survivors == [])
    }

    @Test(
        "a full disk is said, analysis goes on, and what could not be kept is counted as a loss",
        .enabled(if: getuid() == 0, "needs root: a small file system is mounted"), .timeLimit(.minutes(2)))
    func fullDisk() async throws {
        let disk = try SmallDisk(megabytes: 8)
        let (theatre, problems) = try await Theatre.perform {
            let theatre = try Theatre(cameras: ["bag"], nodeFolder: disk.path)
            try theatre.stage.start()
            var problems = theatre.stage.watch(for: .seconds(6))
            try disk.fill()
            problems += theatre.stage.watch(for: .seconds(8))
            try disk.makeRoom()
            problems += theatre.stage.watch(for: .seconds(6))
            problems += theatre.stage.stop()
            return (HandedOver(value: theatre), problems)
        }
        #expect(problems == [])
        #expect(theatre.value.log(of: .node).contains("could not be stored"))
        let reader = try theatre.value.reader
        let losses = try await reader.losses().map(\.value)
        #expect(losses.contains { $0.reason == .diskFull && $0.count > 0 })
        #expect(try await reader.gateways().flatMap(\.holes) == [])
        let analysed = try await reader.health(cameraID: "bag").map(\.value.framesAnalysed).max()
        #expect(try #require(analysed) > 60, "analysis must go on")
    }

    private struct HandedOver: @unchecked Sendable {
        // Given once from the thread that played to the test; never used by both.
        let value: Theatre
    }

    private static func playBadCameras() throws -> (HandedOver, [String]) {
        let theatre = try Theatre(
            cameras: [],
            extraCameraFiles: [
                "good.yaml": camera("bag", "rtsp://127.0.0.1:PORT/bag", credentials: "right"),
                "locked.yaml": camera("locked", "rtsp://127.0.0.1:PORT/pets", credentials: "wrong"),
                "closed.yaml": camera("closed", "rtsp://127.0.0.1:1/none"),
                "bad.yaml": "version: 1\ncamera: bad\nzones:\n  - {id: z, kind: analysis, polygon: [[0, 0], [1, 1]]}\n",
            ], credentials: "viewer:secret-word")
        try theatre.writeCredentials(["right": "viewer:secret-word", "wrong": "viewer:not-the-secret-word"])
        try theatre.stage.start()
        var problems = theatre.stage.watch(for: .seconds(15))
        problems += theatre.stage.stop()
        return (HandedOver(value: theatre), problems)
    }

    private static func camera(_ id: String, _ url: String, credentials: String? = nil) -> String {
        let named = credentials.map { ", credentials: \($0)" } ?? ""
        return """
            version: 1
            camera: \(id)
            source: {url: "\(url)"\(named)}
            zones:
              - {id: all, kind: analysis, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}
            rules:
              - {id: integrity, use_case: camera_integrity, zone: all}

            """
    }

    /// Waits until the demo has started all its programs and agents.
    private static func awaitFamily(of demo: ChildProcess, atLeast count: Int) throws -> Set<Int32> {
        for _ in 0..<600 {
            let family = descendants(of: demo.processID)
            if family.count >= count { return family }
            if let status = demo.reap() { throw DemoEnded(status: status) }
            if let errors = demo.errors { _ = readAvailable(from: errors) }
            usleep(100_000)
        }
        return descendants(of: demo.processID)
    }

    private struct DemoEnded: Error {
        let status: ChildProcess.ExitStatus
    }
}

extension Theatre {
    /// Puts files `user:password` into the node's folder before it starts.
    func writeCredentials(_ credentials: [String: String]) throws {
        let path = stage.settings.nodePath + "/credentials"
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for (name, login) in credentials {
            let file = "\(path)/\(name)"
            _ = manager.createFile(atPath: file, contents: Data(login.utf8), attributes: [.posixPermissions: 0o600])
        }
    }
}
