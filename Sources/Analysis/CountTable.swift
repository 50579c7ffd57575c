internal import Foundation
internal import SwiftCSV

/// Counts made by a person, one row for each frame and zone: `frame,zone,count`.
public struct CountTable: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        /// 0-based source index.
        public var frame: Int
        public var zoneID: String
        /// Persons; `nil` while nobody has counted.
        public var count: Double?

        public init(frame: Int, zoneID: String, count: Double?) {
            (self.frame, self.zoneID, self.count) = (frame, zoneID, count)
        }
    }

    public static let header = ["frame", "zone", "count"]

    public var rows: [Row]

    public init(rows: [Row]) {
        self.rows = rows
    }

    /// The table as text, with its header.
    public var text: String {
        let lines = rows.map { row in
            "\(row.frame),\(Self.quoted(row.zoneID)),\(row.count.map { Self.short($0) } ?? "")"
        }
        return ([Self.header.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        text.contains { $0 == "," || $0 == "\"" } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }

    private static func short(_ count: Double) -> String {
        count == count.rounded() && abs(count) < 1e9 ? String(Int(count)) : String(count)
    }
}

extension CountTable {
    /// Reads a file.
    /// - Parameter zones: the zones that may be named.
    /// - Throws: ``CountTableError`` with the line that is wrong.
    public init(file path: String, zones: Set<String>) throws(CountTableError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CountTableError(.unreadable, "the table of counts cannot be read", file: path, line: nil)
        }
        try self.init(text: String(decoding: bytes, as: UTF8.self), file: path, zones: zones)
    }

    /// Reads a table: one row a line, blank lines allowed.
    public init(text: String, file: String, zones: Set<String>) throws(CountTableError) {
        var rows: [Row] = []
        var columns: [Int]?
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let place = (file: file, line: index + 1)
            let fields = try Self.fields(String(line), place)
            if let columns {
                rows.append(try Self.row(fields, columns: columns, zones: zones, place))
            } else {
                columns = try Self.columns(fields, place)
            }
        }
        try Self.refuseRepeats(rows, file: file)
        guard !rows.isEmpty else { throw CountTableError(.empty, "there is no count in it", file: file, line: nil) }
        self.rows = rows
    }

    private static func fields(_ line: String, _ place: (file: String, line: Int)) throws(CountTableError) -> [String] {
        do {
            let parsed = try EnumeratedCSV(string: line + "\n", delimiter: .comma, loadColumns: false)
            return parsed.header.map { $0.trimmingCharacters(in: .whitespaces) }
        } catch {
            throw CountTableError(.syntax, "a quotation mark is in the wrong place", file: place.file, line: place.line)
        }
    }

    /// Where the three columns are; others are ignored.
    private static func columns(
        _ names: [String], _ place: (file: String, line: Int)
    ) throws(CountTableError) -> [Int] {
        let found = header.compactMap { names.firstIndex(of: $0) }
        guard found.count == header.count else {
            throw CountTableError(
                .header, "the first line must name the columns frame,zone,count", file: place.file, line: place.line)
        }
        return found
    }

    private static func row(
        _ fields: [String], columns: [Int], zones: Set<String>, _ place: (file: String, line: Int)
    ) throws(CountTableError) -> Row {
        func wrong(_ message: String) -> CountTableError {
            CountTableError(.value, message, file: place.file, line: place.line)
        }
        guard columns.allSatisfy({ $0 < fields.count }) else { throw wrong("a column is missing") }
        let values = columns.map { fields[$0] }
        guard let frame = Int(values[0]), frame >= 0 else { throw wrong("\"\(values[0])\" is no frame number") }
        guard zones.contains(values[1]) else {
            throw wrong(
                "the camera file has no analysis zone \"\(values[1])\" (it has \(zones.sorted().joined(separator: ", ")))"
            )
        }
        guard !values[2].isEmpty else { return Row(frame: frame, zoneID: values[1], count: nil) }
        guard let count = Double(values[2]), count.isFinite, (0...100_000).contains(count) else {
            throw wrong("\"\(values[2])\" is no count of persons")
        }
        return Row(frame: frame, zoneID: values[1], count: count)
    }

    private static func refuseRepeats(_ rows: [Row], file: String) throws(CountTableError) {
        var seen = Set<String>()
        for row in rows where !seen.insert("\(row.frame) \(row.zoneID)").inserted {
            throw CountTableError(
                .value, "frame \(row.frame) of zone \(row.zoneID) is counted twice", file: file, line: nil)
        }
    }
}

/// What is wrong with a table of counts, and on which line.
public struct CountTableError: Error, Sendable, Hashable {
    public enum Code: String, CaseIterable, Sendable, Hashable {
        case unreadable = "E-CNT-001"
        case syntax = "E-CNT-002"
        case header = "E-CNT-003"
        case value = "E-CNT-004"
        case empty = "E-CNT-005"
    }

    public let code: Code
    /// What is wrong, one sentence without its full stop.
    public let message: String
    public let file: String
    /// 1-based; `nil` when the file as a whole is wrong.
    public let line: Int?

    public init(_ code: Code, _ message: String, file: String, line: Int?) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .unreadable: "Check the path; `vigie calibrate count … --suggest 20 --out DIR` makes a table to fill in."
        case .syntax, .header, .value: "Write lines such as 125,all,31 below the header frame,zone,count."
        case .empty: "Count at least 5 frames of each zone, 10 to 20 that differ are better."
        }
    }

    /// `counts.csv:7`.
    public var place: String { line.map { "\(file):\($0)" } ?? file }
}
