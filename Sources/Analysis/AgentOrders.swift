internal import ChildProcesses
internal import Foundation
public import Scene
internal import Synchronization

/// What the node asks of the agent, one JSON object a line: left by the thread that reads for the one that analyses.
public final class AgentOrders: Sendable {
    private struct State {
        var lines = LineBuffer()
        var waiting: [AgentOrder] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Takes the next bytes of standard input. A line that is no order is passed over.
    public func read(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        state.withLock { state in
            state.waiting += state.lines.take(bytes).compactMap {
                try? JSONDecoder().decode(AgentOrder.self, from: Data($0.utf8))
            }
        }
    }

    public func take() -> [AgentOrder] {
        state.withLock { state in
            defer { state.waiting.removeAll(keepingCapacity: true) }
            return state.waiting
        }
    }
}
