import ChildProcesses
import FoundationEssentials
import Glibc

/// One running program of the demo: its log goes into a file, and it is known when it serves.
final class ServiceProcess {
    let name: String
    let logPath: String
    /// Whether it has written the log line `"message":"ready"`.
    private(set) var isReady = false
    /// The last lines of its log.
    private(set) var lastWords: [String] = []
    private let child: ChildProcess
    private let log: Int32
    private var lines = LineBuffer()

    init(name: String, path: String, arguments: [String], logFolder: String) throws(DemoError) {
        self.name = name
        logPath = "\(logFolder)/\(name).log"
        log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard log >= 0 else { throw .unwritable(logPath, String(cString: strerror(errno))) }
        do {
            child = try ChildProcess(path: path, arguments: arguments, input: .pipe, output: .null, errors: .pipe)
        } catch {
            close(log)
            throw .didNotStart(name, "\(error)", log: logPath)
        }
    }

    deinit {
        close(log)
    }

    var processID: Int32 { child.processID }
    var cpuSeconds: Double { child.cpuSeconds }
    /// To be waited for: readable when the program has logged something.
    var descriptor: Int32? { child.errors }

    /// How it ended; `nil` while it runs.
    func exitStatus() -> ChildProcess.ExitStatus? {
        child.reap()
    }

    /// Ends its lifeline, which asks it to stop.
    func askToStop() { child.closeInput() }

    func kill() { child.signal(SIGKILL) }

    /// Moves what the program has logged into its file.
    func copyLog() {
        while let descriptor = child.errors {
            switch readAvailable(from: descriptor) {
            case .nothing: return
            case .ended: child.closeErrors()
            case .bytes(let bytes): take(bytes)
            }
        }
    }

    private func take(_ bytes: [UInt8]) {
        _ = write(log, bytes, bytes.count)
        let new = lines.take(bytes)
        lastWords = (lastWords + new).suffix(5)
        isReady = isReady || new.contains { $0.contains(/"message": ?"ready"/) }
    }
}
