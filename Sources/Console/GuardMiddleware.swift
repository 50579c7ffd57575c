import HTTPTypes
import Hummingbird

/// What every request and answer must keep to: a Host of this machine (a page of another site that had its name
/// resolved to 127.0.0.1 is refused: DNS rebinding), and headers that let the page load nothing from elsewhere.
struct GuardMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try checkHost(request.head.authority)
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    private func checkHost(_ authority: String?) throws {
        let host = authority ?? ""
        guard (try? ConsoleAddress(host)) == nil, (try? ConsoleAddress(host + ":80")) == nil else { return }
        throw ConsoleError.foreignHost(host)
    }

    private static let headers: [(HTTPField.Name, String)] = {
        let names = [
            ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        return names.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
    }()
}
