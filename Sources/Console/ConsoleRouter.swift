import EventStore
import Events
import Fusion
import HTTPTypes
import Hummingbird
import Logging

/// The routes of the page and of the API.
struct ConsoleRouter {
    let reader: EventReader
    let board: LiveBoard
    let logger: Logger

    private var answers: Answers { Answers(reader: reader) }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.middlewares.add(GuardMiddleware())
        for file in PageFiles.paths {
            router.get(file.path) { _, _ in PageFiles.response(file.bytes, type: file.type) }
        }
        router.get("/chart.js") { _, _ in try PageFiles.chart() }
        router.get("/healthz") { _, _ in try await self.health() }
        addAPI(to: router.group("/api/v1"))
        router.get("**") { request, _ -> Response in throw ConsoleError.noSuchPage(request.uri.path) }
        return router
    }

    private func addAPI(to api: RouterGroup<BasicRequestContext>) {
        add("/live", to: api, known: []) { _, now in try await answers.live(at: now) }
        add("/cameras", to: api, known: []) { _, now in try await answers.cameras(at: now) }
        add("/events", to: api, known: EventFilter.parameters) { query, now in
            try await answers.events(EventFilter(query), at: now)
        }
        add("/counts", to: api, known: CountFilter.parameters) { query, now in
            try await answers.counts(CountFilter(query, now: now), at: now)
        }
        add("/context", to: api, known: ["from", "to"]) { query, now in
            let from = try query.time("from") ?? now
            return try await answers.context(
                from: from, to: try query.time("to") ?? from.advanced(bySeconds: 86_400), at: now)
        }
        api.get("/events/{uid}") { _, context in try await event(context.parameters.require("uid")) }
        api.get("/stream") { request, _ in try stream(request) }
    }

    private func add(
        _ path: RouterPath, to api: RouterGroup<BasicRequestContext>, known: [String],
        _ answer: @escaping @Sendable (QueryReader, Timestamp) async throws -> JSONValue
    ) {
        api.get(path) { request, _ -> Response in
            let now = Timestamp.now
            let query = try QueryReader(request, known: known, now: now)
            return Response(json: try await guarded { try await answer(query, now) })
        }
    }

    /// Errors of the store as answers: those that the asker can mend in full, the others without inner details.
    private func guarded<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let error as ConsoleError { throw error } catch let error
            as EventStoreError where error.code == EventStoreError.rangeTooWideCode
        {
            throw ConsoleError(
                code: error.code, status: 400, message: error.message, remedy: error.remedy, parameter: error.context)
        } catch {
            logger.error("a question was not answered", metadata: ["error": "\(error)"])
            throw ConsoleError.store(error)
        }
    }

    private func event(_ uid: String) async throws -> Response {
        guard let answer = try await guarded({ try await answers.event(uid: uid, at: .now) }) else {
            throw ConsoleError.noSuchEvent(uid)
        }
        return Response(json: answer)
    }

    /// "The service runs and its store answers."
    private func health() async throws -> Response {
        let position = try await guarded { try await reader.lastPosition() }
        return Response(json: .object(["status": .string("ok"), "events": .integer(position)]))
    }

    private func stream(_ request: Request) throws -> Response {
        guard let boards = board.boards() else { throw ConsoleError.tooManyStreams(LiveBoard.streamLimit) }
        let lastEventID = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap(Int64.init)
        return LiveStream(boards: boards, reader: reader, lastEventID: lastEventID).response
    }
}
