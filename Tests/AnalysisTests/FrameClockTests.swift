import Footage
import Testing

@Suite("which frames are analysed")
struct FrameClockTests {
    private func due(rate: Double, times: [Double]) -> [Int] {
        var clock = FrameClock(rate: rate)
        return times.indices.filter { clock.isDue(at: times[$0]) }
    }

    @Test("25 frames/s at 5 analysed frames/s: every fifth")
    func everyFifth() {
        let times = (0..<100).map { Double($0) / 25 }
        #expect(due(rate: 5, times: times) == Array(stride(from: 0, to: 100, by: 5)))
    }

    @Test("a source that is slower than the rate is analysed whole", arguments: [0.1, 1, 2, 4.9, 5])
    func slow(sourceRate: Double) {
        let times = (0..<200).map { Double($0) / sourceRate }
        #expect(due(rate: 5, times: times).count == 200)
    }

    @Test("any source rate above gives the analysis rate, over the long run within one frame", arguments: 0..<20)
    func anyRate(seed: Int) {
        var random = SystemRandomNumberGenerator()
        let (rate, sourceRate) = (Double.random(in: 1...15, using: &random), Double.random(in: 16...60, using: &random))
        print("seed", seed, "rate", rate, "source", sourceRate)
        let times = stride(from: 0, to: 60, by: 1 / sourceRate).map { $0 }
        #expect(abs(Double(due(rate: rate, times: times).count) - 60 * rate) <= 1.5)
    }

    @Test("jitter of the time base loses no frame and doubles none")
    func jitter() {
        var random = SystemRandomNumberGenerator()
        let times = (0..<500).map { max(0, Double($0) / 5 + Double.random(in: -0.009...0.009, using: &random)) }
        #expect(due(rate: 5, times: times).count == 500)
    }

    @Test("after a gap one frame is due, not all that were missed")
    func gap() {
        #expect(due(rate: 5, times: [0, 0.04, 60, 60.04, 60.2]) == [0, 2, 4])
    }
}
