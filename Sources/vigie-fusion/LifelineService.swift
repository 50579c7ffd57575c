import ChildProcesses
import ServiceLifecycle

/// Ends, and with it the service group, when the parent lets go of the lifeline.
struct LifelineService: Service {
    private let lifeline = Lifeline()

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in lifeline.ended { return }
        }
    }
}
