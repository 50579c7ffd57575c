import Detectors
import Testing

@Suite("strangeness over the last five frames")
struct StrangenessWindowTests {
    /// Scores of one attribute, frame by frame, as the window tells them.
    private func pooled(_ scores: [Double]) -> [Double] {
        var window = StrangenessWindow()
        return scores.map { score in
            window.advance()
            window.take(StrangenessWindow.Sighting(score: score), .speed)
            return window.score(.speed)
        }
    }

    @Test("one strange frame among normal ones moves the score by a third of it")
    func oneFrame() {
        let said = pooled([0.6, 0.6, 0.6, 0.6, 2.1, 0.6, 0.6, 0.6, 0.6, 0.6])
        #expect(said[3] == pooled([0.6, 0.6, 0.6])[2])
        #expect(said.allSatisfy { $0 < 1.11 })
        #expect(abs(said[4] - 1.1) < 1e-9 && abs(said[9] - 0.6) < 1e-9)
    }

    @Test("what goes on is not interrupted by two frames that show nothing")
    func gap() {
        let said = pooled([0.6, 0.6, 0.6, 1.5, 1.5, 1.5, 0, 0, 1.5, 1.5])
        #expect(said[5...].allSatisfy { $0 == 1.5 })
    }

    @Test("it forgets within five frames, at once when it is reset, and keeps the attributes apart")
    func forgets() {
        #expect(pooled([2, 2, 2, 0, 0, 0, 0, 0]).last == 0)
        var window = StrangenessWindow()
        window.advance()
        window.take(StrangenessWindow.Sighting(score: 3), .direction)
        #expect(window.score(.speed) == 0 && window.score(.direction) == 1)
        window.reset()
        #expect(window.score(.direction) == 0)
    }

    @Test("value, place and interval are those of the strangest of the frames, the newest of equals")
    func strongest() {
        var window = StrangenessWindow()
        for (score, block) in [(1.0, 1), (1.8, 2), (0.4, 3), (1.8, 4), (0.9, 5)] {
            window.advance()
            window.take(
                StrangenessWindow.Sighting(score: score, block: block, value: 10 * score, expected: 0...9), .speed)
        }
        let newest = window.strongest(.speed)
        #expect(newest.block == 4 && newest.value == 18 && newest.expected == 0...9)
        #expect(window.strongest(.area) == StrangenessWindow.Sighting())
    }
}
