import Footage
import Glibc

/// Ctrl-C and SIGTERM stop reading: what is known is written, and the program ends with 130.
enum Interruption {
    static let exitCode: Int32 = 130
    static let stop = StopFlag()

    static func install() {
        // Touched here so that the handler never is the first to do it.
        _ = stop.isRaised
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in Interruption.stop.raise() }
        }
    }
}
