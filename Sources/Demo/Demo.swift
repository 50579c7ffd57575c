import CameraFile
public import ChildProcesses
import EventStore
import Events
import Glibc
import Scene

/// The main job on real input, from cameras to console, for as long as one wants to look.
public struct Demo: Sendable {
    private let settings: StageSettings

    public init(settings: StageSettings) {
        self.settings = settings
    }

    /// Identifiers of the cameras that are to be seen.
    public static let cameraIDs = DemoFootage.names

    /// Starts everything, says where the console is, and stops everything when the time is over, the interruption
    /// comes or a program dies.
    ///
    /// - Parameters:
    ///   - duration: `nil` for ever.
    ///   - announce: called with each line for the person who looks.
    /// - Throws: ``DemoError`` when something does not start, `EventStoreError` when the database cannot be read.
    public func run(
        for duration: Duration?, interruption: WakeUp, announce: (String) -> Void
    ) async throws -> DemoSummary {
        let stage = Stage(settings: settings)
        let start = Timestamp.now
        try stage.start()
        announce(welcome(duration))
        var failures = stage.watch(for: duration, interruption: interruption)
        let end = Timestamp.now
        announce("stopping")
        failures += stage.stop()
        return try await DemoSummary(
            reader: EventReader(directory: settings.fusionPath), cameraIDs: Self.cameraIDs, from: start, to: end,
            cpuSeconds: Dictionary(uniqueKeysWithValues: stage.cpuSeconds.map { ($0.rawValue, $1) }),
            failures: failures)
    }

    /// Alerting is off unless a camera file turns it on: these do so, for the demo.
    private var alertingRules: String {
        let rules = settings.cameraFiles.sorted { $0.key < $1.key }.flatMap { name, text in
            let configuration = try? CameraFile.parse(text, file: name)
            return (configuration?.rules ?? []).filter { $0.mode == .alert }.map { "\(name): \($0.id)" }
        }
        return rules.isEmpty
            ? "every rule runs in shadow"
            : "\(rules.joined(separator: ", ")), because the camera file says so; every other rule runs in shadow"
    }

    private func welcome(_ duration: Duration?) -> String {
        let ending = duration.map { "It ends by itself after \($0.components.seconds) s." } ?? "Ctrl-C ends it."
        return """

              Console:  \(settings.consoleAddress)
              Cameras:  \(Self.cameraIDs.map { "rtsp://127.0.0.1:\(settings.ports.rtsp)/\($0)" }.joined(separator: "  "))
              State:    \(settings.dataPath)   (logs in \(settings.logsPath))
              Alerting: \(alertingRules)

              \(ending)

            """
    }
}

extension Timestamp {
    fileprivate static var now: Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }
}
