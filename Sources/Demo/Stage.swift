public import ChildProcesses
import FoundationEssentials
import Glibc

/// The demo's programs as separate processes: started in order, watched, stopped in reverse order. Letting go of it
/// leaves nothing running, and neither does the death of this process: every program hangs on a lifeline.
///
/// Its methods block; they are for one thread at a time.
public final class Stage {
    /// Time for a program to serve, and for one to stop before it is killed.
    private static let startTime: Duration = .seconds(60)
    private static let stopTime: Duration = .seconds(20)

    public let settings: StageSettings
    private var running: [StagePart: ServiceProcess] = [:]
    /// Processor time of the programs that have ended, their own children included.
    public private(set) var cpuSeconds: [StagePart: Double] = [:]

    public init(settings: StageSettings) {
        self.settings = settings
    }

    deinit {
        for part in StagePart.allCases.reversed() { running[part] = nil }
    }

    /// Makes the folders, the camera files and the keys, and starts everything.
    ///
    /// - Throws: ``DemoError``; what was started is stopped when this object goes.
    public func start() throws(DemoError) {
        try settings.ports.demandFree()
        try settings.writeFiles()
        try start(.rtspServer)
        // Before the datacentre looks for enrolled keys, so that the node's first attempt is not refused.
        try exchangeKeys()
        try start(.fusion)
        try start(.node)
    }

    /// Starts one program and waits until it serves.
    public func start(_ part: StagePart) throws(DemoError) {
        let process = try ServiceProcess(
            name: part.rawValue, path: settings.program(of: part), arguments: settings.arguments(of: part),
            logFolder: settings.logsPath)
        running[part] = process
        wait(atMost: Self.startTime) { process.isReady || process.exitStatus() != nil }
        if let status = process.exitStatus() {
            let words = process.lastWords.joined(separator: " ")
            throw .didNotStart(part.rawValue, "\(status) \(words)", log: process.logPath)
        }
        guard process.isReady else {
            throw .didNotStart(part.rawValue, "not ready after \(Self.startTime)", log: process.logPath)
        }
    }

    /// Kills one program with SIGKILL.
    public func kill(_ part: StagePart) {
        guard let process = running[part] else { return }
        process.kill()
        finish(part, process, atMost: .seconds(5))
    }

    /// The process of a program that runs.
    public func processID(of part: StagePart) -> Int32? { running[part]?.processID }

    /// Keeps the programs running for a time.
    ///
    /// - Parameters:
    ///   - duration: `nil` for ever.
    ///   - interruption: ends the watch early when it is woken.
    /// - Returns: one sentence for each program that ended by itself; the watch ends with the first.
    public func watch(for duration: Duration?, interruption: WakeUp? = nil) -> [String] {
        wait(atMost: duration, interruption: interruption) { running.values.contains { $0.exitStatus() != nil } }
        return running.compactMap { part, process in
            guard let status = process.exitStatus() else { return nil }
            running[part] = nil
            let words = process.lastWords.joined(separator: " ")
            return "\(part.rawValue) ended by itself with \(status): \(words)"
        }
    }

    /// Stops everything, the last started first.
    ///
    /// - Returns: one sentence for each program that did not stop as it should.
    public func stop() -> [String] {
        StagePart.allCases.reversed().compactMap(stop)
    }

    /// Stops one program by the end of its lifeline.
    ///
    /// - Returns: what went wrong; `nil` when it ended with 0, or did not run.
    public func stop(_ part: StagePart) -> String? {
        guard let process = running[part] else { return nil }
        process.askToStop()
        if finish(part, process, atMost: Self.stopTime) { return nil }
        let outcome = process.exitStatus().map { "ended with \($0)" } ?? "did not stop and was killed"
        return "\(part.rawValue) \(outcome): \(process.lastWords.joined(separator: " "))"
    }

    @discardableResult
    private func finish(_ part: StagePart, _ process: ServiceProcess, atMost time: Duration) -> Bool {
        wait(atMost: time) { process.exitStatus() != nil }
        process.copyLog()
        cpuSeconds[part, default: 0] += process.cpuSeconds
        running[part] = nil
        return process.exitStatus()?.isSuccess ?? false
    }

    /// Copies logs until something is the case, the time is over or the interruption comes.
    private func wait(atMost duration: Duration?, interruption: WakeUp? = nil, until isDone: () -> Bool) {
        let deadline = duration.map { ContinuousClock.now + $0 }
        while !isDone() {
            let rest = deadline.map { $0 - .now } ?? .seconds(1)
            if rest <= .zero { return }
            // A program's end makes nothing readable when its children hold on to its log.
            let descriptors = running.values.compactMap(\.descriptor) + [interruption?.descriptor].compactMap(\.self)
            let ready = waitUntilReadable(descriptors, atMost: min(rest, .milliseconds(100)))
            for process in running.values { process.copyLog() }
            if let interruption, ready.contains(interruption.descriptor) { return }
        }
    }

    private func exchangeKeys() throws(DemoError) {
        let programs = settings.repository.programs
        let nodeKey = try runCommand(programs + "/vigie-node", ["key", "--data", settings.nodePath])
        _ = try runCommand(
            programs + "/vigie-fusion",
            ["enrol", "--data", settings.fusionPath, "--gateway", StageSettings.gatewayID, "--key", nodeKey])
        let fusionKey = try runCommand(programs + "/vigie-fusion", ["key", "--data", settings.fusionPath])
        try write(fusionKey + "\n", to: settings.fusionKeyPath)
    }
}
