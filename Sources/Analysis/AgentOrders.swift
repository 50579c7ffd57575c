internal import Foundation
public import Scene
internal import Synchronization

/// What the node asks of the agent, one JSON object a line: left by the thread that reads for the one that analyses.
public final class AgentOrders: Sendable {
    /// A longer line is no order; in bytes.
    static let longestLine = 64 * 1024

    private struct State {
        var rest: [UInt8] = []
        var waiting: [AgentOrder] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Takes the next bytes of standard input. A line that is no order is passed over.
    public func read(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        state.withLock { state in
            state.rest += bytes
            guard let end = state.rest.lastIndex(of: UInt8(ascii: "\n")) else {
                if state.rest.count > Self.longestLine { state.rest.removeAll() }
                return
            }
            state.waiting += state.rest[..<end].split(separator: UInt8(ascii: "\n")).compactMap {
                try? JSONDecoder().decode(AgentOrder.self, from: Data($0))
            }
            state.rest.removeFirst(end + 1)
        }
    }

    public func take() -> [AgentOrder] {
        state.withLock { state in
            defer { state.waiting.removeAll(keepingCapacity: true) }
            return state.waiting
        }
    }
}
