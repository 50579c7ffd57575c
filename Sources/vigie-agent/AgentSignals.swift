import Footage
import Glibc

/// SIGTERM and SIGINT ask for a graceful end; a broken pipe is an error of `write`, not a death.
enum AgentSignals {
    static let stop = StopFlag()

    static func install() {
        // Touched here so that the handler never is the first to do it.
        _ = stop.isRaised
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in AgentSignals.stop.raise() }
        }
    }
}
