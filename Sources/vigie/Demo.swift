import ArgumentParser
import Demo
import EventStore
import Foundation

/// `vigie demo`: the main job on real input, on this machine.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run all of Vigie on real pedestrians and two rendered scenes.",
        discussion: """
            Serves three cameras over RTSP on this machine and starts vigie-fusion and vigie-node, which runs one
            vigie-agent for each camera. Prints where the console is; Ctrl-C stops everything and prints a summary.

            Example: vigie demo --for 60

            Exit codes: 0 everything worked, 1 something failed (the summary says what), 66 footage missing,
            69 a port is taken or a program did not start, 70 a tool failed, 73 cannot write.
            """)

    @Option(name: .customLong("for"), help: ArgumentHelp("End by itself after so long.", valueName: "seconds"))
    var duration: Double?

    @Option(help: ArgumentHelp("Keep the state here; a new temporary folder unless told.", valueName: "dir"))
    var data: String?

    @Option(help: "Port of the console on 127.0.0.1.") var http = StageSettings.Ports().http
    @Option(help: "Port on which the datacentre receives.") var ingest = StageSettings.Ports().ingest
    @Option(help: "Port of the RTSP cameras.") var rtsp = StageSettings.Ports().rtsp
    @Flag(help: "Print the summary as one line of JSON.") var json = false

    func validate() throws {
        if let duration, !(duration > 0) { throw ValidationError("--for must be above 0") }
    }

    func run() async throws {
        do {
            let summary = try await summary()
            print(json ? summary.json : "\(summary)")
            if !summary.failures.isEmpty { throw ExitCode.failure }
        } catch let error as DemoError {
            FileHandle.standardError.write(Data("vigie demo: error: \(error)\n".utf8))
            throw ExitCode(error.exitCode)
        }
    }

    private func summary() async throws -> DemoSummary {
        let interruption = try StopSignals.watch()
        let repository = try Repository()
        let footage = try DemoFootage(repository: repository, rtspPort: rtsp, announce: announce)
        let folder = try DemoFolder(data)
        let settings = StageSettings(
            repository: repository, dataPath: folder.path, ports: .init(http: http, ingest: ingest, rtsp: rtsp),
            clips: footage.clips, models: footage.models, cameraFiles: footage.cameraFiles)
        let summary = try await Demo(settings: settings).run(
            for: duration.map { .seconds($0) }, interruption: interruption, announce: announce)
        if summary.failures.isEmpty { folder.removeIfTemporary() }
        return summary
    }

    /// Beside the summary, which may be piped into another program.
    private func announce(_ line: String) {
        FileHandle.standardError.write(Data((line.contains("\n") ? line : "demo: \(line)\n").utf8))
    }
}
