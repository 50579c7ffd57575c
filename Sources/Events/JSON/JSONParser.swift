extension JSONValue {
    /// Nested arrays and objects are read down to this depth; events need five.
    public static let depthLimit = 32

    /// Reads one JSON text (RFC 8259, UTF-8). Stricter than the standard asks in one point: a key may appear only once
    /// in an object, since two programs would read two different values.
    public init(parsing bytes: some Sequence<UInt8>) throws(EventCodingError) {
        var parser = JSONParser(bytes: Array(bytes))
        self = try parser.parse()
    }
}

/// Recursive descent over bytes.
private struct JSONParser {
    let bytes: [UInt8]
    var position = 0

    mutating func parse() throws(EventCodingError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw malformed("there is more after the end") }
        return value
    }

    private mutating func value(depth: Int) throws(EventCodingError) -> JSONValue {
        guard depth < JSONValue.depthLimit else { throw malformed("nested too deeply") }
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(EventCodingError) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        try list(until: UInt8(ascii: "}")) { (parser: inout JSONParser) throws(EventCodingError) in
            parser.skipSpace()
            let key = try parser.string()
            try parser.expect(UInt8(ascii: ":"))
            let value = try parser.value(depth: depth + 1)
            guard fields.updateValue(value, forKey: key) == nil else {
                throw parser.malformed("the key \"\(key)\" appears twice")
            }
        }
        return fields
    }

    private mutating func array(depth: Int) throws(EventCodingError) -> [JSONValue] {
        var values: [JSONValue] = []
        try list(until: UInt8(ascii: "]")) { (parser: inout JSONParser) throws(EventCodingError) in
            values.append(try parser.value(depth: depth + 1))
        }
        return values
    }

    /// Reads what stands between an opening bracket, where the parser is, and `end`, separated by commas.
    private mutating func list(
        until end: UInt8, element: (inout JSONParser) throws(EventCodingError) -> Void
    ) throws(EventCodingError) {
        position += 1
        skipSpace()
        if peek() == end {
            position += 1
            return
        }
        while true {
            try element(&self)
            skipSpace()
            let next = peek()
            guard next == UInt8(ascii: ",") || next == end else { throw malformed("expected a comma or a bracket") }
            position += 1
            if next == end { return }
        }
    }

    private mutating func string() throws(EventCodingError) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw malformed("expected a string") }
        position += 1
        var content: [UInt8] = []
        while let byte = peek() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw malformed("not UTF-8") }
                return text
            case UInt8(ascii: "\\"): content += try escape()
            case 0..<0x20: throw malformed("a control character stands in a string")
            default: content.append(byte)
            }
        }
        throw malformed("a string has no end")
    }

    private mutating func escape() throws(EventCodingError) -> [UInt8] {
        let byte = peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte ?? 0]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try escapedScalar()).utf8)
        default: throw malformed("unknown escape in a string")
        }
    }

    /// One scalar from `XXXX`, or from a surrogate pair `XXXX\uXXXX`.
    private mutating func escapedScalar() throws(EventCodingError) -> Unicode.Scalar {
        var code = try hexadecimal4()
        if (0xD800..<0xDC00).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try hexadecimal4()
            guard (0xDC00..<0xE000).contains(low) else { throw malformed("half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw malformed("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal4() throws(EventCodingError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw malformed("an escape is cut") }
        var code: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("an escape is not hexadecimal")
            }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }

    private mutating func number() throws(EventCodingError) -> JSONValue {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        guard whole == 1 || (whole > 1 && bytes[position - whole] != UInt8(ascii: "0")) else {
            throw malformed("expected a value")
        }
        var isWhole = true
        if peek() == UInt8(ascii: ".") {
            position += 1
            isWhole = false
            guard digits() > 0 else { throw malformed("a number ends with its point") }
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            position += 1
            isWhole = false
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw malformed("a number has an empty exponent") }
        }
        return try numericValue(String(decoding: bytes[start..<position], as: UTF8.self), isWhole: isWhole)
    }

    private func numericValue(_ text: String, isWhole: Bool) throws(EventCodingError) -> JSONValue {
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw malformed("a number is too large") }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(EventCodingError) -> JSONValue {
        for expected in String(describing: text).utf8 {
            guard peek() == expected else { throw malformed("expected a value") }
            position += 1
        }
        return value
    }

    private mutating func expect(_ byte: UInt8) throws(EventCodingError) {
        skipSpace()
        guard peek() == byte else { throw malformed("expected \"\(Character(Unicode.Scalar(byte)))\"") }
        position += 1
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { position += 1 }
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private func malformed(_ message: String) -> EventCodingError {
        EventCodingError(.malformed, path: "", "not JSON at byte \(position): \(message)")
    }
}
