import Events
import EventsTestSupport
import Testing

@Suite struct GatewayMessageTests {
    private func batch() -> GatewayMessage {
        var records = RandomRecords(generator: SeededGenerator(seed: 9))
        return .batch(.init(epoch: "e", previous: 6, records: (0..<5).map { _ in records.record() }))
    }

    @Test("every message of the gateway and of the datacentre comes back as it was")
    func roundTrip() throws {
        let hello = GatewayMessage.Hello(
            siteID: "s", gatewayID: "g", epoch: "e", acknowledged: 3, lastSequence: UInt64(Int64.max))
        for message in [GatewayMessage.hello(hello), batch(), .heartbeat] {
            #expect(try GatewayMessage(decoding: message.encoded()) == message)
        }
        var answers = RefusalReason.allCases.map { IngestMessage.refusal(.init(reason: $0, detail: "x")) }
        answers.append(.heartbeat)
        answers.append(.acknowledgement(.init(epoch: "e", upTo: 7, credit: 8, isWelcome: true)))
        for message in answers {
            #expect(try IngestMessage(decoding: message.encoded()) == message)
        }
    }

    @Test("unknown fields are refused in the envelope, in the batch and in its records")
    func unknownFields() {
        for path in [[], [2], [2, 3], [2, 3, 5]] {
            let bytes = ProtobufSurgery.changing(batch().encoded(), at: path) {
                $0 + ProtobufSurgery.varintField(50, 1)
            }
            let error = #expect(throws: EventCodingError.self) { try GatewayMessage(decoding: bytes) }
            #expect(error?.code == .unknownField)
        }
    }

    @Test("an empty message, and a hello whose numbers contradict each other, are refused")
    func nonsense() {
        #expect(throws: EventCodingError.self) { try GatewayMessage(decoding: []) }
        #expect(throws: EventCodingError.self) { try IngestMessage(decoding: []) }
        let hello = GatewayMessage.Hello(siteID: "s", gatewayID: "g", epoch: "e", acknowledged: 4, lastSequence: 3)
        #expect(throws: EventCodingError.self) { try GatewayMessage(decoding: GatewayMessage.hello(hello).encoded()) }
    }
}
