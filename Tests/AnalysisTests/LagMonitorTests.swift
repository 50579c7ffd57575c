import Analysis
import Testing

@Suite("when frames are skipped to catch up")
struct LagMonitorTests {
    /// Share of the frames (10 a second, for so long) that are called behind.
    private func skipped(seconds: Double, lag: (Double) -> Double) -> Double {
        var monitor = LagMonitor()
        let times = (0..<Int(seconds * 10)).map { Double($0) / 10 }
        return Double(times.count { monitor.isBehind(lag: lag($0), at: $0) }) / Double(times.count)
    }

    @Test("jitter, and lateness that stays the same, skip nothing for long")
    func lateness() {
        #expect(skipped(seconds: 60) { Double(Int($0 * 10) % 4) * 0.1 } == 0)
        #expect(skipped(seconds: 600) { $0 < 10 ? 0 : 3 } < 0.02)
    }

    @Test("a burst after a hiccup is analysed, not skipped")
    func burst() {
        #expect(skipped(seconds: 60) { (20...21.5).contains($0) ? 14 : 0 } == 0)
    }

    @Test("a lag that grows without end skips")
    func overload() {
        #expect(skipped(seconds: 60) { $0 * 0.2 } > 0.8)
    }
}
