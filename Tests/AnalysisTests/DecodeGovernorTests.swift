import Analysis
import Footage
import Scene
import Testing

@Suite("how much is decoded when the machine does not keep up")
struct DecodeGovernorTests {
    /// The efforts that were stepped to, and when, for a state of each second.
    private func steps(
        _ policy: DecodePolicy = .auto, seconds: Int, isBehind: (Int) -> Bool
    ) -> [(second: Int, effort: DecodeEffort)] {
        var governor = DecodeGovernor(policy: policy)
        return (0..<seconds).compactMap { second in
            governor.ingest(isBehind: isBehind(second), at: Double(second)) ? (second, governor.effort) : nil
        }
    }

    @Test("it goes down step by step while it is behind, in the documented order, and says that it is reduced")
    func down() {
        let steps = steps(seconds: 60) { _ in true }
        #expect(steps.map(\.effort) == [.halved, .keyPictures])
        #expect(zip(steps, steps.dropFirst()).allSatisfy { Double($1.second - $0.second) >= DecodeGovernor.settling })
        var governor = DecodeGovernor(policy: .auto)
        #expect(!governor.isReduced)
        _ = governor.ingest(isBehind: true, at: 0)
        #expect(governor.isReduced)
    }

    @Test("it goes up again after a calm minute, one step at a time")
    func up() {
        let steps = steps(seconds: 300) { $0 < 10 }
        #expect(steps.map(\.effort) == [.halved, .keyPictures, .halved, .unfiltered])
        #expect(steps[2].second - 9 >= 60 && steps[3].second - steps[2].second >= 60)
    }

    @Test("steps up that do not hold come ever more rarely, and never cease")
    func flapping() {
        // It keeps up with key pictures and with nothing else.
        var governor = DecodeGovernor(policy: .auto)
        var ups: [Int] = []
        for second in 0..<20_000 {
            let before = governor.effort
            _ = governor.ingest(isBehind: before < .keyPictures, at: Double(second))
            if governor.effort < before { ups.append(second) }
        }
        let pauses = zip(ups, ups.dropFirst()).map { $1 - $0 }
        #expect(pauses.first ?? 0 >= 60 && pauses.first ?? 0 < 200)
        #expect((960...1000).contains(pauses.last ?? 0))
    }

    @Test("policies that a technician chose stay", arguments: [DecodePolicy.full, .economy, .keyframes])
    func fixed(policy: DecodePolicy) {
        #expect(steps(policy, seconds: 100) { _ in true }.isEmpty)
    }
}
