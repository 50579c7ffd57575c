import Events

/// Judges a delivery by comparing sets: acknowledged ⊆ stored ⊆ issued, nothing twice, nothing changed, in order.
struct DeliveryOracle {
    enum Violation: Hashable {
        case lost(UInt64)
        case invented(UInt64)
        case doubled(UInt64)
        case changed(UInt64)
        case disordered(UInt64)
    }

    /// What the spool was given, by sequence.
    var issued: [UInt64: Report]
    /// The spool has forgotten everything up to here.
    var acknowledged: UInt64
    /// What the store holds, in the order in which it was stored.
    var stored: [(sequence: UInt64, report: Report)]

    var violations: Set<Violation> {
        var found: Set<Violation> = []
        var seen: Set<UInt64> = []
        var previous: UInt64 = 0
        for (sequence, report) in stored {
            if !seen.insert(sequence).inserted { found.insert(.doubled(sequence)) }
            if let original = issued[sequence] {
                if original != report { found.insert(.changed(sequence)) }
            } else {
                found.insert(.invented(sequence))
            }
            if sequence < previous { found.insert(.disordered(sequence)) }
            previous = sequence
        }
        for sequence in issued.keys where sequence <= acknowledged && !seen.contains(sequence) {
            found.insert(.lost(sequence))
        }
        return found
    }
}

/// A small report that says which one it is.
func numberedReport(_ number: UInt64) -> Report {
    let sample = Sample(
        zoneID: "z", count: Double(number), countLow: 0, countHigh: 0, seenRatio: 1, coverage: .seeing)
    return Report(cameraID: "c", time: Timestamp(milliseconds: Int64(number)), payload: .sample(sample))
}
