import Foundation
import Logging
import ServiceLog
import Testing

@Suite struct JSONLineLogHandlerTests {
    @Test("a message with its metadata is one line of JSON, whatever it holds")
    func oneLine() throws {
        let hostile = "a \"quoted\"\nline \u{1b}[31m \\ été"
        let line = try written { $0.warning("camera lost", metadata: ["camera.id": .string(hostile)]) }
        #expect(line.filter(\.isNewline).count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object["message"] == "camera lost")
        #expect(object["level"] == "warning")
        #expect(object["logger"] == "test")
        #expect(object["camera.id"] == hostile)
        #expect(object["time"]?.wholeMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/) != nil)
    }

    private func written(_ log: (Logger) -> Void) throws -> String {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        log(Logger(label: "test") { JSONLineLogHandler(label: $0, descriptor: descriptor) })
        try pipe.fileHandleForWriting.close()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}

@Suite struct RepeatLimitTests {
    @Test("a repeated message passes once in ten seconds, each key by itself")
    func repeats() {
        let start = ContinuousClock.now
        var limit = RepeatLimit()
        let passed = [("a", 0), ("a", 9), ("b", 9), ("a", 10)].map { key, seconds in
            limit.allows(key, now: start + .seconds(seconds))
        }
        #expect(passed == [true, false, true, true])
    }
}
