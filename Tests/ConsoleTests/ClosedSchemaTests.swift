import Events
import Foundation
import Testing

@Suite("nothing about a person gets in or out")
struct ClosedSchemaTests {
    @Test(
        "an event with a field that other systems send about persons is refused with the key named",
        arguments: ["age", "gender", "hair", "apparel", "face", "plate", "embedding", "description"])
    func deepStreamLikePayload(_ key: String) throws {
        var json = String(
            decoding: RunningConsole.record(
                1,
                .sample(Sample(zoneID: "square", count: 1, countLow: 0, countHigh: 2, seenRatio: 1, coverage: .seeing)),
                at: Timestamp(milliseconds: 0)
            ).cloudEventJSON(), as: UTF8.self)
        #expect(throws: Never.self) { try Record(cloudEventJSON: Array(json.utf8)) }
        json = json.replacingOccurrences(of: "\"zone_id\"", with: "\"\(key)\":\"x\",\"zone_id\"")
        #expect { try Record(cloudEventJSON: Array(json.utf8)) } throws: { error in
            (error as? EventCodingError).map { $0.code == .unknownField && $0.path.hasSuffix(key) } ?? false
        }
    }
}
