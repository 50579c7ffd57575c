public import ChildProcesses
public import ServiceLifecycle

/// Ends, and with it the service group, when the parent lets go of the lifeline.
public struct LifelineService: Service {
    private let lifeline: Lifeline

    public init(_ lifeline: Lifeline) {
        self.lifeline = lifeline
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in lifeline.ended { return }
        }
    }
}
