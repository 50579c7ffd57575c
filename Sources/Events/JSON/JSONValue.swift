/// A JSON value (RFC 8259) with whole numbers kept apart from fractions, so that 64-bit counters stay exact.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// An object without the keys whose value is `nil`.
    public static func object(present fields: [String: JSONValue?]) -> JSONValue {
        .object(fields.compactMapValues(\.self))
    }
}

extension JSONValue: CustomStringConvertible {
    /// One line of text with sorted keys. Numbers are the shortest decimals that read back to the same value, so equal
    /// values give equal text. JSON has no number that is not finite: such a one is written as `null`.
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? String(value) : "null"
        case .string(let value): writeQuoted(value, to: &text)
        case .array(let values): writeArray(values, to: &text)
        case .object(let fields): writeObject(fields, to: &text)
        }
    }

    private func writeArray(_ values: [JSONValue], to text: inout String) {
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += "," }
            value.write(to: &text)
        }
        text += "]"
    }

    private func writeObject(_ fields: [String: JSONValue], to text: inout String) {
        text += "{"
        for (index, (key, value)) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { text += "," }
            writeQuoted(key, to: &text)
            text += ":"
            value.write(to: &text)
        }
        text += "}"
    }
}

private func writeQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case let scalar where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
    text += "\""
}
