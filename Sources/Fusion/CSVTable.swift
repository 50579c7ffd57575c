import Foundation
import SwiftCSV

/// A CSV file with exactly the columns that its reader knows: an unknown one is refused by name, so that nothing can
/// be joined that was not thought of.
struct CSVTable {
    /// One line of the file.
    struct Line {
        let file: String
        /// 1-based; the header is line 1.
        let number: Int
        let fields: [String: String]
    }

    let file: String
    let lines: [Line]

    /// - Parameter columns: the columns that the file must have, in any order.
    init(path: String, columns: [String]) throws(FusionError) {
        let file = path
        self.file = file
        let text = try Self.text(of: path)
        let rows = try Self.rows(of: text, file: file)
        try Self.check(header: rows.first ?? [], columns: columns, file: file)
        var lines: [Line] = []
        for (index, row) in rows.enumerated().dropFirst() where row != [""] {
            lines.append(try Self.line(row, header: rows[0], number: index + 1, file: file))
        }
        self.lines = lines
    }

    private static func text(of path: String) throws(FusionError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FusionError(
                code: "E-FUS-001", message: "the file cannot be read", file: path,
                remedy: "Check the path and its permissions; --context names a directory with sources.csv in it.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw FusionError(
                code: "E-FUS-002", message: "the file is not UTF-8", file: path, remedy: "Save it as UTF-8.")
        }
        return text.replacingOccurrences(of: "\r\n", with: "\n")
    }

    private static func rows(of text: String, file: String) throws(FusionError) -> [[String]] {
        do {
            var rows: [[String]] = []
            let csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false)
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.append($0) }
            return rows
        } catch {
            throw FusionError(
                code: "E-FUS-003", message: "the file is no CSV: \(error)", file: file,
                remedy: "Separate fields by commas and close every quotation mark.")
        }
    }

    private static func check(header: [String], columns: [String], file: String) throws(FusionError) {
        if let unknown = header.first(where: { !columns.contains($0) }) {
            throw FusionError(
                code: "E-FUS-004", message: "unknown column '\(unknown)'", file: file, line: 1, column: unknown,
                remedy: "Remove it: only \(columns.joined(separator: ", ")) may be joined with events.")
        }
        if let missing = columns.first(where: { !header.contains($0) }) {
            throw FusionError(
                code: "E-FUS-005", message: "the column is missing", file: file, line: 1, column: missing,
                remedy: "Give the file the columns \(columns.joined(separator: ", ")).")
        }
        if Set(header).count < header.count {
            throw FusionError(
                code: "E-FUS-004", message: "a column stands twice", file: file, line: 1,
                remedy: "Keep each column once.")
        }
    }

    private static func line(
        _ row: [String], header: [String], number: Int, file: String
    ) throws(FusionError) -> Line {
        guard row.count == header.count else {
            throw FusionError(
                code: "E-FUS-006", message: "\(row.count) fields for \(header.count) columns", file: file, line: number,
                remedy: "Give each line one field per column, empty ones included.")
        }
        let fields = Dictionary(uniqueKeysWithValues: zip(header, row.map { $0.trimmingCharacters(in: .whitespaces) }))
        return Line(file: file, number: number, fields: fields)
    }
}

extension CSVTable.Line {
    func text(_ column: String) -> String { fields[column, default: ""] }

    /// A finite number within a range.
    func number(_ column: String, in range: ClosedRange<Double>) throws(FusionError) -> Double {
        guard let value = Double(text(column)), range.contains(value) else {
            throw wrong(column, "expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func integer(_ column: String, in range: ClosedRange<Int>) throws(FusionError) -> Int {
        guard let value = Int(text(column)), range.contains(value) else {
            throw wrong(column, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A value of a closed list.
    func choice<Value: RawRepresentable<String> & CaseIterable>(_ column: String) throws(FusionError) -> Value {
        guard let value = Value(rawValue: text(column)) else {
            throw wrong(column, "expected one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    func wrong(_ column: String, _ expected: String) -> FusionError {
        FusionError(
            code: "E-FUS-007", message: "'\(text(column))' is not allowed", file: file, line: number, column: column,
            remedy: expected.prefix(1).uppercased() + expected.dropFirst() + ".")
    }
}
