import EventStore
import Testing

@Suite("the ledger of sequence numbers")
struct SequenceLedgerTests {
    @Test("whatever the order of arrival, each number is new once, and the holes are exactly what is missing")
    func exhaustive() {
        // Every sequence of five arrivals of the numbers 1…5: 3125 cases.
        for code in 0..<3125 {
            let arrivals = (0..<5).map { place in UInt64(code / [1, 5, 25, 125, 625][place] % 5 + 1) }
            var ledger = SequenceLedger()
            var seen: Set<UInt64> = []
            for number in arrivals {
                #expect((ledger.admit(number) == .new) == seen.insert(number).inserted, "\(arrivals)")
            }
            let missing = (1...(arrivals.max() ?? 1)).filter { !seen.contains($0) }
            #expect(ledger.holes.flatMap(Array.init) == missing, "\(arrivals)")
            #expect(ledger.last == arrivals.max())
        }
    }

    @Test("the number 0 does not exist")
    func zero() {
        var ledger = SequenceLedger()
        #expect(ledger.admit(0) == .duplicate)
    }
}
