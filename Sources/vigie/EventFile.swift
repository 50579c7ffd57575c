import Analysis
import Events
import Foundation

/// Events in a file or on standard input: one CloudEvents object, or JSON Lines as `vigie analyse` writes them.
enum EventFile {
    /// No file of events that a person hands over is larger.
    private static let largest = 64 << 20

    /// The events, in order; lines of other kinds are passed over.
    /// - Throws: ``CommandFailure`` when it cannot be read, or an event in it is damaged.
    static func read(_ path: String) throws -> [Record] {
        let data: Data
        if path == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw CommandFailure(
                    code: "E-EVT-001", message: "the event cannot be read", place: path,
                    remedy: "Check the path and that the file may be read.", exitCode: EX_NOINPUT)
            }
            data = bytes
        }
        guard data.count <= largest else { throw damaged(path, "is larger than 64 MB") }
        if let whole = try? JSONValue(parsing: data) { return try [record(whole, path)].compactMap(\.self) }
        return try data.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { number, line in
            do {
                return try record(JSONValue(parsing: line), "\(path):\(number + 1)")
            } catch let error as EventCodingError {
                throw damaged("\(path):\(number + 1)", "is not JSON: \(error)")
            }
        }
    }

    /// `nil` for a line that is no event.
    private static func record(_ value: JSONValue, _ place: String) throws -> Record? {
        guard case .object(var fields) = value else { throw damaged(place, "is not an event") }
        if let kind = fields["kind"], kind != .string("event") { return nil }
        for added in ["kind", "t", "frame"] { fields[added] = nil }
        do {
            return try Record(cloudEvent: .object(fields))
        } catch {
            throw damaged(place, "is not an event: \(error)")
        }
    }

    private static func damaged(_ place: String, _ what: String) -> CommandFailure {
        CommandFailure(
            code: "E-EVT-002", message: what, place: place,
            remedy: "Give one event as the API or `vigie analyse` writes it.", exitCode: EX_DATAERR)
    }
}
