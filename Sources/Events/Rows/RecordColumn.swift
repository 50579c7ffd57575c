/// A value in a row.
public enum RowValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

/// One column of a ``RecordTable``.
public struct RecordColumn: Sendable, Hashable {
    /// What the column holds, and how it relates to the JSON form.
    public enum Kind: Sendable, Hashable {
        case text
        case integer
        case real
        /// An integer, 0 or 1.
        case flag
        /// An integer: milliseconds since 1970-01-01T00:00:00Z.
        case time
        /// Text: a JSON array.
        case list
    }

    public let name: String
    public let kind: Kind
    /// A column that is not nullable holds a value in every row.
    public let isNullable: Bool

    /// The version of the stores' schema that brought the column; later ones are always nullable.
    public let since: Int

    /// Where the value stands in a message's data, outermost key first; empty for columns of the envelope.
    let keys: [String]

    /// A column of the envelope.
    init(_ name: String, _ kind: Kind, isNullable: Bool = false) {
        self.name = name
        self.kind = kind
        self.isNullable = isNullable
        since = 1
        keys = []
    }

    /// A column of the data: its name is the key's path with underscores, and `_ms` behind a time.
    init(data path: String, _ kind: Kind, isNullable: Bool = false, since: Int = 1) {
        precondition(since == 1 || isNullable, "a store that is there already has no value for the column")
        keys = path.split(separator: ".").map(String.init)
        name = keys.joined(separator: "_") + (kind == .time ? "_ms" : "")
        self.kind = kind
        self.isNullable = isNullable
        self.since = since
    }

    /// The type of the column in SQLite.
    public var sqliteType: String {
        switch kind {
        case .text, .list: "TEXT"
        case .integer, .flag, .time: "INTEGER"
        case .real: "REAL"
        }
    }

    func row(_ json: JSONValue?) -> RowValue {
        switch (kind, json) {
        case (_, nil): .null
        case (.time, .string(let text)?): Timestamp(rfc3339: text).map { .integer($0.milliseconds) } ?? .null
        case (.list, let list?): .text(list.description)
        case (_, .string(let text)?): .text(text)
        case (_, .integer(let number)?): .integer(number)
        case (_, .number(let number)?): .real(number)
        case (_, .bool(let flag)?): .integer(flag ? 1 : 0)
        default: .null
        }
    }

    /// The value as the JSON form has it; `nil` when the column is null.
    func json(_ value: RowValue) throws(EventCodingError) -> JSONValue? {
        switch (kind, value) {
        case (_, .null): return nil
        case (.text, .text(let text)): return .string(text)
        case (.integer, .integer(let number)): return .integer(number)
        case (.real, .real(let number)): return .number(number)
        case (.real, .integer(let number)): return .number(Double(number))
        case (.flag, .integer(let number)): return .bool(number != 0)
        case (.time, .integer(let milliseconds)): return .time(Timestamp(milliseconds: milliseconds))
        case (.list, .text(let text)): return try JSONValue(parsing: text.utf8)
        default: throw EventCodingError(.wrongType, path: name, "the column holds another type than \(sqliteType)")
        }
    }
}
