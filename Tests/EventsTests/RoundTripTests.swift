import Events
import EventsTestSupport
import Foundation
import Testing

@Suite struct RoundTripTests {
    @Test("every record comes back from protobuf as it was, and the same record gives the same bytes")
    func protobuf() throws {
        var records = RandomRecords(generator: .printed("protobuf round trip"))
        for _ in 0..<500 {
            let record = records.record()
            let bytes = record.encoded()
            #expect(try Record(decoding: bytes) == record)
            #expect(record.encoded() == bytes)
            #expect(try Report(decoding: record.report.encoded()) == record.report)
        }
    }

    @Test("every record comes back from CloudEvents JSON as it was, and keys are sorted")
    func cloudEvents() throws {
        var records = RandomRecords(generator: .printed("CloudEvents round trip"))
        for _ in 0..<500 {
            let record = records.record()
            let json = record.cloudEventJSON()
            #expect(try Record(cloudEventJSON: json) == record)
            #expect(record.cloudEventJSON() == json)
            #expect(!json.contains(UInt8(ascii: "\n")))
        }
    }

    @Test("every record but a heartbeat comes back from its row as it was")
    func rows() throws {
        var records = RandomRecords(generator: .printed("row round trip"))
        for _ in 0..<500 {
            let record = records.record()
            guard let row = record.row else {
                #expect(record.report.payload.kind == "heartbeat")
                continue
            }
            #expect(try Record(table: row.table, row: row.values) == record)
        }
    }

    @Test("a column that may not be null never is, and every value has its column's type")
    func columnTypes() {
        var records = RandomRecords(generator: .printed("column types"))
        for _ in 0..<300 {
            guard let row = records.record().row else { continue }
            for (column, value) in zip(row.table.columns, row.values) {
                #expect(fits(value, column), "\(row.table.rawValue).\(column.name) holds \(value)")
            }
        }
    }

    @Test("other JSON readers see the same event")
    func foundation() throws {
        var records = RandomRecords(generator: .printed("Foundation reads"))
        for _ in 0..<100 {
            let record = records.record()
            let object = try #require(try JSONSerialization.jsonObject(with: record.cloudEventJSON()) as? [String: Any])
            #expect(object["specversion"] as? String == "1.0")
            #expect(object["id"] as? String == "\(record.identity.epoch)-\(record.identity.sequence)")
            #expect((object["data"] as? [String: Any])?["camera_id"] as? String == record.report.cameraID)
        }
    }

    private func fits(_ value: RowValue, _ column: RecordColumn) -> Bool {
        switch (value, column.sqliteType) {
        case (.null, _): column.isNullable
        case (.integer, "INTEGER"), (.real, "REAL"), (.text, "TEXT"): true
        default: false
        }
    }
}
