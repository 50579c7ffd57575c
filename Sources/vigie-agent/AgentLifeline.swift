import Analysis
import Events
import Footage
import Foundation
import Glibc
import Scene
import Synchronization

/// Standard input as the node uses it: one line of settings, then a line for each order until its end, which means that the
/// node is gone. The same thread sends the heartbeats.
final class AgentLifeline: Sendable {
    /// Longest line of settings in bytes, and how long it may take to come.
    private static let longestLine = 64 * 1024
    private static let settingsSeconds = 10.0

    private let cameraID: String
    private let readsStandardInput: Bool
    private let pulse: AgentPulse
    private let output: any ReportOutput
    private let stop: StopFlag
    /// What the node has asked since.
    let orders = AgentOrders()

    init(
        cameraID: String, readsStandardInput: Bool, pulse: AgentPulse, output: any ReportOutput, stop: StopFlag
    ) {
        self.cameraID = cameraID
        self.readsStandardInput = readsStandardInput
        self.pulse = pulse
        self.output = output
        self.stop = stop
    }

    /// The line of settings: `{"authorisations":[…],"credentials":{"user":"…","password":"…"}}`, or `{}`.
    func readSettings() throws(AgentError) -> AgentSettings {
        guard readsStandardInput else { return AgentSettings() }
        let line = try readLine()
        do {
            return try JSONDecoder().decode(AgentSettings.self, from: Data(line))
        } catch {
            throw Self.badSettings("the line of settings is not the JSON object expected")
        }
    }

    /// Watches standard input and sends heartbeats until the process ends.
    func start() {
        Thread.detachNewThread { self.watch() }
    }

    private func watch() {
        var nextHeartbeat = SystemClock.monotonicSeconds()
        var isOpen = readsStandardInput
        while true {
            let now = SystemClock.monotonicSeconds()
            if now >= nextHeartbeat {
                nextHeartbeat = now + AgentPulse.period
                beat()
            }
            if isOpen, wait(seconds: nextHeartbeat - now), !readOrders() {
                isOpen = false
                stop.raise()
            } else if !isOpen {
                usleep(200_000)
            }
        }
    }

    private func beat() {
        guard let heartbeat = pulse.heartbeat(cameraID: cameraID) else { return }
        do {
            try output.write([heartbeat])
        } catch {
            stop.raise()
        }
    }

    /// Takes the orders that came; `false` at the end of standard input.
    private func readOrders() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(0, &bytes, bytes.count)
        orders.read(bytes.prefix(max(0, count)))
        return count > 0 || (count < 0 && errno == EINTR)
    }

    private func readLine() throws(AgentError) -> [UInt8] {
        let deadline = SystemClock.monotonicSeconds() + Self.settingsSeconds
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < Self.longestLine {
            let left = deadline - SystemClock.monotonicSeconds()
            guard left > 0 else { throw Self.badSettings("no line of settings came in 10 s") }
            guard wait(seconds: left) else { continue }
            let count = read(0, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1 else { throw Self.badSettings("standard input ended before the line of settings") }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        throw Self.badSettings("the line of settings is longer than 64 KiB")
    }

    /// Whether standard input has something to read, or its end, within so many seconds.
    private func wait(seconds: Double) -> Bool {
        var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, Int32(max(0, min(seconds, 60)) * 1000) + 1) > 0
    }

    private static func badSettings(_ message: String) -> AgentError {
        AgentError(
            code: "E-AGT-003", message: message, place: "standard input",
            remedy:
                "Write one line, {} or {\"credentials\":{\"user\":…,\"password\":…}}, and keep standard input open; "
                + "use --standalone in a terminal.", exitCode: EX_USAGE)
    }
}
