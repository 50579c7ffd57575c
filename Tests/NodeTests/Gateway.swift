import Events
import Foundation
import Logging
import Node
import Scene
import Spool
import TestFolders

/// A gateway in a temporary folder, whose agents are one shell script.
struct Gateway {
    private let temporary: TemporaryFolder
    var folder: String { temporary.path }
    private let settings: NodeSettings
    private let spool: Spool

    init(
        cameras: [String] = ["cam"], credentials: String? = nil, authorisations: [Authorisation]? = nil
    ) throws {
        temporary = try TemporaryFolder()
        let folder = temporary.path
        var settings = NodeSettings(
            dataPath: folder + "/data", camerasPath: folder + "/cameras", siteID: "site", gatewayID: "gateway",
            agentPath: folder + "/agent")
        settings.authorisations = authorisations
        self.settings = settings
        try settings.createFolders()
        spool = try Spool(path: settings.spoolPath, siteID: "site", gatewayID: "gateway")
        try FileManager.default.createDirectory(atPath: camerasPath, withIntermediateDirectories: true)
        let named = credentials.map { ", credentials: \($0)" } ?? ""
        for camera in cameras {
            try writeCamera(
                "version: 1\ncamera: \(camera)\nsource: {url: \"rtsp://x/\"\(named)}\n", to: camera + ".yaml")
        }
    }

    var camerasPath: String { settings.camerasPath }

    func writeCamera(_ text: String, to name: String) throws {
        try text.write(toFile: "\(camerasPath)/\(name)", atomically: true, encoding: .utf8)
    }

    func writeCredentials(_ text: String, name: String, mode: Int) throws {
        let path = "\(settings.credentialsPath)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// What is in a file below the gateway's folder.
    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    /// Makes the agent a script that says these reports of its camera (or of `cameraID`), hands over what it learnt and
    /// goes on with `then`.
    func writeAgent(
        says payloads: [Payload], cameraID: String? = nil, learnt: LearntModel? = nil, then: String
    ) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: camerasPath) where name.hasSuffix(".yaml") {
            let camera = cameraID ?? String(name.dropLast(5))
            let reports = payloads.map { AgentFrame.report(Report(cameraID: camera, time: .trial, payload: $0)) }
            let bytes = (reports + (learnt.map { [.learnt($0)] } ?? [])).flatMap { $0.bytes() }
            try Data(bytes).write(to: URL(filePath: "\(camerasPath)/\(name).frames"))
        }
        let script = "#!/bin/sh\ncat \"$2.frames\"\n\(then)\n"
        try script.write(toFile: settings.agentPath, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: settings.agentPath)
    }

    /// Runs the agents until something is the case (at most 20 s), then stops them.
    func run(
        log: any LogHandler = SwiftLogNoOpLogHandler(), until isDone: @escaping @Sendable (Spool) -> Bool
    ) async throws {
        let spool = self.spool
        let service = AgentService(
            settings: settings, cameras: try CameraFolder(path: camerasPath).cameras, spool: spool,
            board: ZoneStateBoard(), drainTime: .zero, logger: Logger(label: "test") { _ in log })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            for _ in 0..<1000 where !isDone(spool) { try await Task.sleep(for: .milliseconds(20)) }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Asks the running node as `vigie-node acknowledge` does.
    func acknowledge(_ eventUID: String) throws -> ControlAnswer {
        try ControlClient(settings: settings).ask(AgentOrder(acknowledge: eventUID))
    }

    /// Everything in the spool, in order.
    func stored() throws -> [Report] {
        try spool.read(after: 0, limit: 10_000).map(\.report)
    }

    /// Processes whose command line names this gateway's folder.
    func agentProcesses() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { id in
            let command = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            return String(decoding: command, as: UTF8.self).contains(folder)
        }
    }
}

extension Timestamp {
    static let trial = Timestamp(milliseconds: 1_700_000_000_000)
}

extension Payload {
    static let heartbeat = Payload.heartbeat(Heartbeat(framesAnalysed: 1))

    static func sample(_ count: Double) -> Payload {
        .sample(
            Sample(zoneID: "all", count: count, countLow: count, countHigh: count, seenRatio: 1, coverage: .seeing))
    }

    static func zoneState(uid: String) -> Payload {
        .zoneState(
            ZoneState(
                zoneID: "all", ruleID: "crowd", useCase: .overdensity, active: true, eventUID: uid, coverage: .seeing,
                value: 4, unit: "persons", learning: false))
    }

    static func event(
        uid: String, _ phase: Phase, of useCase: UseCase = .overdensity, authorisation: String? = nil
    ) -> Payload {
        .event(
            Event(
                useCase: useCase, phase: phase, eventUID: uid, ruleID: "crowd", zoneID: "all", profile: "default",
                bootID: "b", frame: FrameReference(pts: 1000, index: 25, width: 640, height: 360),
                timeSource: .wallClock, timeUncertaintyMilliseconds: 100, startedAt: .trial, updatedAt: .trial,
                endedAt: phase == .end ? .trial : nil, detectedAt: .trial, emittedAt: .trial, coverage: .seeing,
                quality: Quality(
                    brightness: 100, blur: 1, decodeFPS: 25, droppedRatio: 0, calibrationState: .none),
                provenance: Provenance(
                    configurationSHA256: "", calibrationSHA256: "", modelSHA256: "", build: "test",
                    kernelSet: "baseline"), mode: .shadow, authorisationID: authorisation,
                endReason: phase == .end ? .cleared : nil))
    }
}
