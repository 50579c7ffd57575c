import Synchronization

/// "Please stop": set once, by a signal handler or another thread, and looked at by whatever may block.
public final class StopFlag: Sendable {
    private let value = Atomic<Bool>(false)

    public init() {}

    /// Safe in a signal handler.
    public func raise() { value.store(true, ordering: .relaxed) }

    public var isRaised: Bool { value.load(ordering: .relaxed) }
}
