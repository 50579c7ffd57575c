/// Reads the keys of one JSON object and, at ``finish()``, refuses those that nobody asked for.
struct JSONFields {
    let path: String
    private var rest: [String: JSONValue]

    init(_ value: JSONValue, at path: String) throws(EventCodingError) {
        guard case .object(let fields) = value else {
            throw EventCodingError(.wrongType, path: path, "expected an object")
        }
        self.path = path
        rest = fields
    }

    /// Fails on the first key, in lexical order, that was not read.
    func finish() throws(EventCodingError) {
        guard let key = rest.keys.min() else { return }
        throw EventCodingError(.unknownField, path: path.field(key), "unknown key \"\(key)\"")
    }

    mutating func value(_ key: String) -> JSONValue? {
        rest.removeValue(forKey: key)
    }

    /// The value of a key, which stays to be read.
    func peek(_ key: String) -> JSONValue? {
        rest[key]
    }

    mutating func required(_ key: String) throws(EventCodingError) -> JSONValue {
        guard let value = value(key) else {
            throw EventCodingError(.missingField, path: path.field(key), "the key is missing")
        }
        return value
    }

    mutating func string(_ key: String) throws(EventCodingError) -> String {
        try string(required(key), key)
    }

    mutating func optionalString(_ key: String) throws(EventCodingError) -> String? {
        try value(key).map { (value) throws(EventCodingError) in try string(value, key) }
    }

    mutating func number(_ key: String) throws(EventCodingError) -> Double {
        try number(required(key), key)
    }

    mutating func optionalNumber(_ key: String) throws(EventCodingError) -> Double? {
        try value(key).map { (value) throws(EventCodingError) in try number(value, key) }
    }

    mutating func numbers(_ key: String) throws(EventCodingError) -> [Double] {
        try elements(key).map { (value) throws(EventCodingError) in try number(value, key) }
    }

    mutating func int64(_ key: String) throws(EventCodingError) -> Int64 {
        guard case .integer(let value) = try required(key) else { throw wrongType(key, "a whole number") }
        return value
    }

    mutating func integer(_ key: String) throws(EventCodingError) -> Int {
        guard let value = Int(exactly: try int64(key)) else { throw wrongType(key, "a smaller number") }
        return value
    }

    mutating func optionalInteger(_ key: String) throws(EventCodingError) -> Int? {
        rest[key] == nil ? nil : try integer(key)
    }

    mutating func bool(_ key: String) throws(EventCodingError) -> Bool {
        guard case .bool(let value) = try required(key) else { throw wrongType(key, "true or false") }
        return value
    }

    mutating func time(_ key: String) throws(EventCodingError) -> Timestamp {
        try time(string(key), key)
    }

    mutating func optionalTime(_ key: String) throws(EventCodingError) -> Timestamp? {
        try optionalString(key).map { (text) throws(EventCodingError) in try time(text, key) }
    }

    mutating func choice<E: RawRepresentable<String>>(_ key: String) throws(EventCodingError) -> E {
        try choice(string(key), key)
    }

    mutating func optionalChoice<E: RawRepresentable<String>>(_ key: String) throws(EventCodingError) -> E? {
        try optionalString(key).map { (text) throws(EventCodingError) in try choice(text, key) }
    }

    /// The elements of an array; none when the key is absent.
    mutating func elements(_ key: String) throws(EventCodingError) -> [JSONValue] {
        switch value(key) {
        case nil: return []
        case .array(let values): return values
        default: throw wrongType(key, "an array")
        }
    }

    /// Fails unless the key holds just this text.
    mutating func expect(_ key: String, _ expected: String?) throws(EventCodingError) {
        let found = try optionalString(key)
        guard found == expected else {
            throw EventCodingError(
                .inconsistent, path: path.field(key),
                "expected \(quoted(expected)), the rest of the event says so; found \(quoted(found))")
        }
    }

    private func string(_ value: JSONValue, _ key: String) throws(EventCodingError) -> String {
        guard case .string(let text) = value else { throw wrongType(key, "a string") }
        return text
    }

    private func number(_ value: JSONValue, _ key: String) throws(EventCodingError) -> Double {
        switch value {
        case .number(let number): return number
        case .integer(let number): return Double(number)
        default: throw wrongType(key, "a number")
        }
    }

    private func time(_ text: String, _ key: String) throws(EventCodingError) -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else { throw wrongType(key, "a time as RFC 3339 writes it") }
        return time
    }

    private func choice<E: RawRepresentable<String>>(_ text: String, _ key: String) throws(EventCodingError) -> E {
        guard let choice = E(rawValue: text) else {
            throw EventCodingError(.unknownValue, path: path.field(key), "unknown value \"\(text)\"")
        }
        return choice
    }

    private func wrongType(_ key: String, _ expected: String) -> EventCodingError {
        EventCodingError(.wrongType, path: path.field(key), "expected \(expected)")
    }

    private func quoted(_ text: String?) -> String {
        text.map { "\"\($0)\"" } ?? "nothing"
    }
}
