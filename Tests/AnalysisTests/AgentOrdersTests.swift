import Analysis
import Scene
import Testing

@Suite struct AgentOrdersTests {
    @Test("orders are read from pieces of lines, in order, and what is none is passed over")
    func pieces() {
        let orders = AgentOrders()
        orders.read(#"{"acknowledge":"b-1"}"#.utf8)
        #expect(orders.take().isEmpty, "the line has not ended")
        orders.read("\nnonsense\n{}\n\n".utf8)
        orders.read(#"{"acknowledge":"b-2"}"#.utf8)
        orders.read("\n{\"ack".utf8)
        #expect(orders.take().map(\.acknowledge) == ["b-1", "b-2"])
        #expect(orders.take().isEmpty)
        orders.read("nowledge\":\"b-3\"}\n".utf8)
        #expect(orders.take().map(\.acknowledge) == ["b-3"])
    }
}
