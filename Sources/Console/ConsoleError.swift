import Events
import HTTPTypes
public import Hummingbird

/// What the API answers when it cannot: what, where, and how to put it right. The JSON form is
/// `{"error":{"code":"E-CON-002","message":"…","remedy":"…","parameter":"from"}}`.
public struct ConsoleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable identifier, `E-CON-…`.
    public var code: String
    public var message: String
    public var remedy: String
    /// The query parameter or the path that it is about.
    public var parameter: String?
    /// HTTP status.
    public var statusCode: Int

    init(code: String, status: Int, message: String, remedy: String, parameter: String? = nil) {
        self.code = code
        self.statusCode = status
        self.message = message
        self.remedy = remedy
        self.parameter = parameter
    }

    public var description: String { "\(code): \(message). \(remedy)" }
}

extension ConsoleError: HTTPResponseError {
    public var status: HTTPResponse.Status { HTTPResponse.Status(code: statusCode) }

    public func response(from request: Request, context: some RequestContext) -> Response {
        let body = JSONValue.object([
            "error": .object(present: [
                "code": .string(code), "message": .string(message), "remedy": .string(remedy),
                "parameter": parameter.map(JSONValue.string),
            ])
        ])
        return Response(json: body, status: status)
    }
}

extension ConsoleError {
    static func notLoopback(_ host: String) -> ConsoleError {
        ConsoleError(
            code: "E-CON-001", status: 500, message: "'\(host)' is not a loopback address, and the console has no keys",
            remedy: "Listen on 127.0.0.1 or [::1], and reach it through an SSH tunnel or an authenticating proxy.")
    }

    static func badAddress(_ text: String) -> ConsoleError {
        ConsoleError(
            code: "E-CON-002", status: 500, message: "'\(text)' is no address to listen on",
            remedy: "Write it as 127.0.0.1:7480 or [::1]:7480, with a port from 0 to 65535.")
    }

    static func unknownParameter(_ name: String, known: [String]) -> ConsoleError {
        ConsoleError(
            code: "E-CON-003", status: 400, message: "unknown parameter '\(name)'",
            remedy: known.isEmpty ? "Leave it out." : "Use \(known.joined(separator: ", ")).", parameter: name)
    }

    static func badParameter(_ name: String, _ value: String, expected: String) -> ConsoleError {
        ConsoleError(
            code: "E-CON-004", status: 400, message: "'\(value)' is not a value of '\(name)'",
            remedy: "Give \(expected).", parameter: name)
    }

    static func noSuchEvent(_ uid: String) -> ConsoleError {
        ConsoleError(
            code: "E-CON-005", status: 404, message: "no event has the identifier '\(uid)'",
            remedy: "Take the event_uid from /api/v1/events.", parameter: "uid")
    }

    static func noSuchPage(_ path: String) -> ConsoleError {
        ConsoleError(
            code: "E-CON-006", status: 404, message: "there is nothing at '\(path)'",
            remedy: "The page is at /, the API below /api/v1 (live, events, counts, context, cameras, stream).",
            parameter: path)
    }

    static func foreignHost(_ host: String) -> ConsoleError {
        ConsoleError(
            code: "E-CON-007", status: 403, message: "the request names the host '\(host)', which is not this machine",
            remedy: "Open the console by its loopback address; a page of another site may not read it.")
    }

    static func tooManyStreams(_ limit: Int) -> ConsoleError {
        ConsoleError(
            code: "E-CON-008", status: 503, message: "\(limit) live streams are open already",
            remedy: "Close a page that is not looked at, or ask /api/v1/live from time to time instead.")
    }

    static func store(_ error: any Error) -> ConsoleError {
        ConsoleError(
            code: "E-CON-009", status: 503, message: "the store did not answer",
            remedy: "Ask again; when it lasts, look into the log of vigie-fusion.")
    }
}
