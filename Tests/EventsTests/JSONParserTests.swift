import Events
import EventsTestSupport
import Testing

@Suite struct JSONParserTests {
    @Test(
        "what RFC 8259 allows is read",
        arguments: [
            ("[1, -2, 0.5, 1e3, -0.0, 9223372036854775807]", "[1,-2,0.5,1000.0,-0.0,9223372036854775807]"),
            (" { \"a\" : [ ] , \"\" : { } } ", "{\"\":{},\"a\":[]}"), ("[true,false,null]", "[true,false,null]"),
            ("\"\\u00e9\\ud83d\\ude00\\n\\/\"", "\"é😀\\n/\""), ("[9223372036854775808]", "[9.223372036854775808e+18]"),
        ])
    func accepted(text: String, written: String) throws {
        let value = try JSONValue(parsing: text.utf8)
        #expect(try JSONValue(parsing: value.description.utf8) == value)
        #expect(
            value.description
                == written.replacing("9.223372036854775808e+18", with: String(9_223_372_036_854_775_808.0)))
    }

    @Test(
        "what RFC 8259 forbids, and keys that come twice, are refused",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "[01]", "[1.]", "[.5]", "[1e]", "[+1]", "[NaN]", "[1e999]", "nul",
            "\"a", "\"\u{1}\"", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "{\"a\":1,\"a\":2}", "{a:1}", "1 2",
            "'a'", "[1 2]", "\"\\u12g4\"", "-", "{\"a\" 1}",
        ])
    func refused(text: String) {
        #expect(throws: EventCodingError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test("bytes that are not UTF-8, and nesting without end, are refused and not followed")
    func hostile() {
        #expect(throws: EventCodingError.self) { try JSONValue(parsing: [0x22, 0xff, 0x22]) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: EventCodingError.self) { try JSONValue(parsing: deep.utf8) }
    }

    @Test("random damage to an event never crashes the reader")
    func damage() {
        var generator = SeededGenerator.printed("JSON damage")
        var records = RandomRecords(generator: generator)
        for _ in 0..<1000 {
            var bytes = Array(records.record().cloudEventJSON())
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if let record = try? Record(cloudEventJSON: bytes) { #expect((try? record.validate()) != nil) }
        }
    }
}
