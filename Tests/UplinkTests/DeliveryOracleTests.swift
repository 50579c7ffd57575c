import Events
import Testing

@Suite struct DeliveryOracleTests {
    private func sound() -> DeliveryOracle {
        let issued = Dictionary(uniqueKeysWithValues: (1...20 as ClosedRange<UInt64>).map { ($0, numberedReport($0)) })
        return DeliveryOracle(
            issued: issued, acknowledged: 10, stored: (1...15).map { ($0, numberedReport($0)) })
    }

    @Test("the oracle accepts a sound delivery")
    func accepts() {
        #expect(sound().violations.isEmpty)
    }

    @Test("the oracle sees a planted loss, duplicate, swap, change and invention")
    func rejects() {
        var oracle = sound()
        oracle.stored.remove(at: 4)
        #expect(oracle.violations == [.lost(5)])
        oracle = sound()
        oracle.stored.append(oracle.stored[14])
        #expect(oracle.violations == [.doubled(15)])
        oracle = sound()
        oracle.stored.swapAt(3, 4)
        #expect(oracle.violations == [.disordered(4)])
        oracle = sound()
        oracle.stored[2].report = numberedReport(99)
        #expect(oracle.violations == [.changed(3)])
        oracle = sound()
        oracle.stored.append((21, numberedReport(21)))
        #expect(oracle.violations == [.invented(21)])
    }
}
