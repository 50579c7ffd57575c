import Events
import EventsTestSupport
import Testing

@Suite struct ClosedWireTests {
    /// Field numbers of the nested messages of a complete report of each kind, from vigie.proto.
    static let nested: [(kind: String, paths: [[Int]])] = [
        ("event", [[], [6], [6, 8], [6, 16], [6, 17], [6, 18], [6, 19], [6, 23], [6, 24], [6, 29]]),
        ("sample", [[], [7]]), ("zone_state", [[], [8]]), ("heartbeat", [[], [9]]), ("health", [[], [10]]),
        ("loss", [[], [11]]),
    ]

    private func completeReport(_ kind: String) -> [UInt8] {
        var records = RandomRecords(generator: SeededGenerator(seed: 7))
        records.isComplete = true
        return records.report(kind: kind).encoded()
    }

    @Test("a field that the schema does not know is refused in every message, with its number", arguments: nested)
    func unknownField(kind: String, paths: [[Int]]) {
        for path in paths {
            let bytes = ProtobufSurgery.changing(completeReport(kind), at: path) {
                $0 + ProtobufSurgery.varintField(99, 1)
            }
            let error = #expect(throws: EventCodingError.self) { try Report(decoding: bytes) }
            #expect(error?.code == .unknownField, "\(kind) \(path)")
            #expect(error?.message.contains("99") == true)
        }
    }

    @Test(
        "a field that is taken away is either optional or refused as missing, and never read as zero", arguments: nested
    )
    func missingField(kind: String, paths: [[Int]]) throws {
        let complete = try Report(decoding: completeReport(kind))
        for path in paths {
            for number in 1...30 {
                let bytes = ProtobufSurgery.changing(completeReport(kind), at: path) { message in
                    ProtobufSurgery.fields(message).filter { $0.number != number }.flatMap { Array($0.bytes) }
                }
                guard bytes != completeReport(kind) else { continue }
                do throws(EventCodingError) {
                    let report = try Report(decoding: bytes)
                    // What is accepted differs from the whole only by lacking something.
                    #expect(report != complete && report.encoded() == bytes, "\(kind) \(path) without \(number)")
                } catch {
                    #expect(error.code == .missingField, "\(kind) \(path) without \(number): \(error)")
                }
            }
        }
    }

    @Test("the fields that every event must have are just these")
    func requiredFields() {
        let missing = (1...30).filter { number in
            let bytes = ProtobufSurgery.changing(completeReport("event"), at: [6]) { message in
                ProtobufSurgery.fields(message).filter { $0.number != number }.flatMap { Array($0.bytes) }
            }
            return (try? Report(decoding: bytes)) == nil
        }
        #expect(missing == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 22, 23, 24, 25])
    }

    @Test("an unknown use case, phase, purpose or mode is refused by name of its field")
    func unknownValues() {
        for (number, name) in [(1, "use_case"), (2, "phase"), (9, "time_source"), (25, "mode"), (27, "purpose")] {
            for value in [0, 77] as [UInt64] {
                let bytes = ProtobufSurgery.changing(completeReport("event"), at: [6]) { message in
                    ProtobufSurgery.fields(message).flatMap { field in
                        field.number == number ? ProtobufSurgery.varintField(number, value) : Array(field.bytes)
                    }
                }
                let error = #expect(throws: EventCodingError.self) { try Report(decoding: bytes) }
                #expect(error?.code == .unknownValue)
                #expect(error?.path == "event.\(name)")
            }
        }
    }

    @Test("numbers that are not finite, long texts, control characters and times out of range are refused")
    func values() throws {
        func refused(_ change: (inout Event) -> Void) -> EventCodingError? {
            var records = RandomRecords(generator: SeededGenerator(seed: 11))
            records.isComplete = true
            var report = records.report(kind: "event")
            guard case .event(var event) = report.payload else { return nil }
            change(&event)
            report.payload = .event(event)
            return #expect(throws: EventCodingError.self) { try Report(decoding: report.encoded()) }
        }
        #expect(refused { $0.metric?.value = .nan }?.path == "event.metric.value")
        #expect(refused { $0.metric?.series[3] = .infinity }?.path == "event.metric.series")
        #expect(refused { $0.box?.width = -.infinity }?.path == "event.bbox.w")
        #expect(refused { $0.zoneID = String(repeating: "z", count: 129) }?.code == .tooLong)
        #expect(refused { $0.zoneID = "" }?.code == .missingField)
        #expect(refused { $0.ruleID = "a\u{1b}[31m" }?.code == .outOfRange)
        #expect(refused { $0.provenance.build = "a\nb" }?.path == "event.provenance.build")
        #expect(refused { $0.startedAt = Timestamp(milliseconds: .max) }?.path == "event.started_at")
        #expect(refused { $0.metric?.series = Array(repeating: 1, count: 65) }?.code == .tooLong)
        #expect(refused { $0.reasons[0].value = .nan }?.path == "event.reasons.value")
        #expect(refused { $0.reasons.append(Reason(.count, 1, unit: "")) }?.path == "event.reasons")
        #expect(
            refused { $0.polygon = Array(repeating: PicturePoint(x: 0, y: 0), count: 257) }?.path == "event.polygon")
    }

    @Test("random damage never crashes the reader, and what it accepts is within the schema")
    func damage() throws {
        var generator = SeededGenerator.printed("wire damage")
        var records = RandomRecords(generator: generator)
        for _ in 0..<2000 {
            var bytes = records.record().encoded()
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = .random(in: 0...255, using: &generator)
            }
            if generator.chance(0.3) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            guard let record = try? Record(decoding: bytes) else { continue }
            try record.validate()
            #expect(try Record(decoding: record.encoded()) == record)
        }
    }
}
