import Events
import EventStore
import Fusion
import Hummingbird

/// Reads the parameters of one request; one that is not known, or has a value that it cannot have, is refused by name.
struct QueryReader {
    private let values: [String: String]
    private let now: Timestamp

    init(_ request: Request, known: [String], now: Timestamp) throws(ConsoleError) {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            guard known.contains(String(name)) else { throw .unknownParameter(String(name), known: known) }
            values[String(name)] = String(value)
        }
        self.values = values
        self.now = now
    }

    func text(_ name: String) -> String? { values[name] }

    func time(_ name: String) throws(ConsoleError) -> Timestamp? {
        guard let text = values[name] else { return nil }
        guard let time = TimeExpression(text) else {
            throw .badParameter(name, text, expected: TimeExpression.forms)
        }
        return time.time(at: now)
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(ConsoleError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw .badParameter(name, text, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func useCase(_ name: String) throws(ConsoleError) -> UseCase? {
        guard let text = values[name] else { return nil }
        guard let useCase = UseCase(rawValue: text) else {
            let all = UseCase.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badParameter(name, text, expected: "one of \(all)")
        }
        return useCase
    }
}

extension EventFilter {
    static let parameters = ["camera", "zone", "use_case", "from", "to", "limit"]

    init(_ query: QueryReader) throws(ConsoleError) {
        self.init(
            cameraID: query.text("camera"), zoneID: query.text("zone"), useCase: try query.useCase("use_case"),
            from: try query.time("from"), to: try query.time("to"),
            limit: try query.integer("limit", in: 1...1000) ?? 100)
    }
}

extension CountFilter {
    static let parameters = ["camera", "zone", "from", "to"]

    /// The last ten minutes unless told.
    init(_ query: QueryReader, now: Timestamp) throws(ConsoleError) {
        self.init(
            cameraID: query.text("camera"), zoneID: query.text("zone"),
            from: try query.time("from") ?? now.advanced(bySeconds: -600), to: try query.time("to") ?? now)
    }
}
