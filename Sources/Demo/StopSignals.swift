public import ChildProcesses
import Glibc

/// Ctrl-C and the request to end (SIGINT, SIGTERM) as something that a waiting thread is woken by.
public enum StopSignals {
    /// Woken by the first such signal once ``watch()`` was called; `nil` when no pipe could be made.
    private static let wakeUp: WakeUp? = try? WakeUp()

    /// From now on these signals wake the result instead of ending the program.
    ///
    /// - Throws: `E-DEM-006` when the system has no room for a pipe.
    public static func watch() throws(DemoError) -> WakeUp {
        // Made before a handler can run: a lazy global must not be initialised inside one.
        guard let wakeUp else { throw .unwritable("a pipe", "too many files are open") }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in StopSignals.wakeUp?.wake() }
        }
        return wakeUp
    }
}
