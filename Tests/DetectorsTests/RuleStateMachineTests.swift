import Detectors
import Testing

@Suite("hysteresis and inertia")
struct RuleStateMachineTests {
    private func machine() -> HysteresisStateMachine {
        HysteresisStateMachine(enterAbove: 10, enterHold: 10, exitBelow: 8, exitHold: 15)
    }

    @Test("it enters when the lower bound has stayed above the threshold for the hold, and says since when")
    func enters() {
        var machine = machine()
        for second in 0..<10 { #expect(machine.ingest(low: 11, high: 20, time: Double(second)) == nil) }
        #expect(machine.ingest(low: 11, high: 20, time: 10) == .entered(since: 0))
        #expect(machine.isActive)
    }

    @Test("an uncertain count neither raises nor clears")
    func uncertain() {
        var machine = machine()
        for second in 0...60 { #expect(machine.ingest(low: 5, high: 30, time: Double(second)) == nil) }
        #expect(!machine.isActive)
        for second in 61...71 { _ = machine.ingest(low: 12, high: 30, time: Double(second)) }
        #expect(machine.isActive)
        for second in 72...200 { #expect(machine.ingest(low: 0, high: 9, time: Double(second)) == nil) }
        #expect(machine.isActive)
    }

    @Test("one value below the threshold starts the hold again")
    func dip() {
        var machine = machine()
        for second in 0..<10 { _ = machine.ingest(low: 11, high: 20, time: Double(second)) }
        #expect(machine.ingest(low: 9.9, high: 20, time: 10) == nil)
        for second in 11..<21 { #expect(machine.ingest(low: 11, high: 20, time: Double(second)) == nil) }
        #expect(machine.ingest(low: 11, high: 20, time: 21) == .entered(since: 11))
    }

    @Test("what was not seen for more than five seconds did not hold")
    func gap() {
        var machine = machine()
        _ = machine.ingest(low: 11, high: 20, time: 0)
        #expect(machine.ingest(low: 11, high: 20, time: 11) == nil)
        for second in 12..<21 { #expect(machine.ingest(low: 11, high: 20, time: Double(second)) == nil) }
        #expect(machine.ingest(low: 11, high: 20, time: 21) == .entered(since: 11))
    }

    @Test("it leaves when the upper bound has stayed below the exit threshold for the exit hold")
    func leaves() {
        var machine = machine()
        for second in 0...10 { _ = machine.ingest(low: 11, high: 20, time: Double(second)) }
        for second in 11..<26 { #expect(machine.ingest(low: 1, high: 7, time: Double(second)) == nil) }
        #expect(machine.ingest(low: 1, high: 7, time: 26) == .left(since: 11))
        #expect(!machine.isActive)
    }

    @Test("random series never enter or leave sooner than the holds allow")
    func neverTooSoon() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var random = SeededNumbers(seed: seed)
        for _ in 0..<200 {
            var machine = machine()
            var lastChange = 0.0
            for step in 0..<600 {
                let time = Double(step) / 2
                let low = Double.random(in: 0...15, using: &random) + (step / 100 % 2 == 0 ? 8 : -4)
                let wasActive = machine.isActive
                guard machine.ingest(low: low, high: low + 1, time: time) != nil else { continue }
                #expect(time - lastChange >= (wasActive ? machine.exitHold : machine.enterHold))
                lastChange = time
            }
        }
    }

    @Test("three frames bring an inertia in, five take it out, and it remembers its first frame")
    func inertia() {
        var inertia = InertiaStateMachine()
        for (time, holds) in [true, true, false, true, true, true].enumerated() {
            inertia.ingest(holds, time: Double(time))
        }
        #expect(inertia.activeSince == 3)
        for time in 6..<10 { inertia.ingest(false, time: Double(time)) }
        #expect(inertia.isActive)
        inertia.ingest(true, time: 10)
        for time in 11..<15 { inertia.ingest(false, time: Double(time)) }
        #expect(inertia.isActive)
        inertia.ingest(false, time: 15)
        #expect(!inertia.isActive && inertia.activeSince == nil)
    }
}

/// SplitMix64: the same numbers for the same seed, so that a failure can be run again.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
