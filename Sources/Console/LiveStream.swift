import EventStore
import Events
import Fusion
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// One client's server-sent events (WHATWG HTML, 9.2): `live` boards without an identifier and `event` records whose
/// identifier is their position in the store, so that a client that comes back with `Last-Event-ID` misses none.
struct LiveStream: Sendable {
    /// Events in one answer to a client that lags behind; the next board brings the next ones.
    static let eventsPerBoard = 200
    /// A board that says nothing new is sent only so often; in between a comment shows that the line lives.
    static let quietBoardSeconds = 5.0

    let boards: AsyncStream<LiveBoard.Board>
    let reader: EventReader
    /// Position behind which the client has not seen anything; `nil`: it starts now.
    let lastEventID: Int64?

    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                try await follow(&writer)
                try await writer.finish(nil)
            })
    }

    private func follow(_ writer: inout any ResponseBodyWriter) async throws {
        var cursor = lastEventID
        var sent: LiveView?
        for await board in boards.cancelOnGracefulShutdown() {
            var text = ""
            if isDue(board.view, after: sent) {
                text += "event: live\ndata: \(board.view.json)\n\n"
                sent = board.view
            }
            // A position beyond the newest is from another database: there is nothing to resume.
            let start = min(cursor ?? board.position, board.position)
            let (events, next) = try await self.events(after: start, upTo: board.position)
            text += events
            cursor = next
            try await writer.write(ByteBuffer(string: text.isEmpty ? ": alive\n\n" : text))
        }
    }

    private func isDue(_ view: LiveView, after sent: LiveView?) -> Bool {
        guard var previous = sent else { return true }
        if view.at.seconds(since: previous.at) >= Self.quietBoardSeconds { return true }
        previous.at = view.at
        return previous != view
    }

    private func events(after cursor: Int64, upTo position: Int64) async throws -> (text: String, cursor: Int64) {
        guard cursor < position else { return ("", cursor) }
        let events = try await reader.events(after: cursor, limit: Self.eventsPerBoard)
        let text = events.map { "id: \($0.position)\nevent: event\ndata: \($0.record.cloudEvent)\n\n" }.joined()
        return (text, events.last?.position ?? cursor)
    }
}
