import EventStore
import Events
import Fusion
import Logging
import ServiceLifecycle
import Synchronization

/// Draws up what is live once a second, for all streams together, and wakes them.
///
/// Each stream holds at most one waiting board (the newest): a slow reader skips boards, never grows memory, and
/// never delays another. Events are not queued at all: a stream reads them from the store behind its own cursor.
final class LiveBoard: Service {
    /// What is live at one instant.
    struct Board: Sendable {
        let view: LiveView
        /// Position of the newest event.
        let position: Int64
    }

    static let streamLimit = 64

    private struct State {
        var newest: Board?
        var streams: [Int: AsyncStream<Board>.Continuation] = [:]
        var nextID = 0
        var isStopped = false
    }

    private let reader: EventReader
    private let logger: Logger
    private let state = Mutex(State())

    init(reader: EventReader, logger: Logger) {
        self.reader = reader
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.draw()
                try? await Task.sleep(for: .seconds(1))
            }
        }
        stop()
    }

    /// The boards from now on, the newest at once; `nil` when too many streams are open.
    func boards() -> AsyncStream<Board>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Board.self, bufferingPolicy: .bufferingNewest(1))
        let id: Int? = state.withLock { state in
            guard state.streams.count < Self.streamLimit, !state.isStopped else { return nil }
            state.nextID += 1
            state.streams[state.nextID] = continuation
            if let newest = state.newest { continuation.yield(newest) }
            return state.nextID
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in self?.forget(id) }
        return stream
    }

    private func forget(_ id: Int) {
        state.withLock { _ = $0.streams.removeValue(forKey: id) }
    }

    private func draw() async {
        guard isWanted() else { return }
        do {
            let board = Board(view: try await reader.liveView(at: .now), position: try await reader.lastPosition())
            let streams = state.withLock { state in
                state.newest = board
                return Array(state.streams.values)
            }
            streams.forEach { $0.yield(board) }
        } catch {
            logger.error("live board not drawn", metadata: ["error": "\(error)"])
        }
    }

    /// Without a stream nothing is drawn, and nothing old is kept that the next stream would take for live.
    private func isWanted() -> Bool {
        state.withLock { state in
            if state.streams.isEmpty { state.newest = nil }
            return !state.streams.isEmpty
        }
    }

    private func stop() {
        let streams = state.withLock { state in
            state.isStopped = true
            return Array(state.streams.values)
        }
        streams.forEach { $0.finish() }
    }
}
