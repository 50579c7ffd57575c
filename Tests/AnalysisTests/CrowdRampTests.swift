import Detectors
import Perception
import SceneRendering
import Testing

@Suite("A square that fills") struct CrowdRampTests {
    /// Counted and true persons once a second, from nobody to six persons per m².
    private func run() throws -> [(counted: Double, truth: Double)] {
        let square = try CountedScene("crowd_ramp_5m")
        var series: [(Double, Double)] = []
        // 2.5 frames a second are enough for a count.
        for index in stride(from: 0, to: square.renderer.scene.frameCount, by: 2) {
            let time = Double(index) / square.picture.framesPerSecond
            let said = square.count(frame: index, at: time)
            guard index % 10 == 0, time > 8, let density = said else { continue }
            let truth = square.renderer.truthSample(frame: index).counts[density.zoneID] ?? 0
            series.append((density.count, Double(truth)))
        }
        return series
    }

    @Test("is counted from the first to the last without a jump")
    func withoutJump() throws {
        let series = try run()
        let most = try #require(series.map(\.truth).max())
        #expect(most > 180)
        let steps = zip(series, series.dropFirst()).map { abs($1.counted - $0.counted) }
        #expect(try #require(steps.max()) < 0.12 * most, "\(series.map { Int($0.counted) })")
        let error = series.reduce(0) { $0 + abs($1.counted - $1.truth) } / Double(series.count)
        #expect(error < 0.25 * most, "mean error \(error) of \(most)")
        let last = series.suffix(10)
        #expect(last.allSatisfy { (0.6...1.5).contains($0.counted / $0.truth) }, "\(last)")
    }

    @Test("counts who stand there from the first second on: they are in the background, but nobody stands like a bench")
    func fullFromTheStart() throws {
        let square = try CountedScene("crowd_medium_5m")
        var (counted, truth, seconds) = (0.0, 0.0, 0.0)
        for index in stride(from: 0, to: 200, by: 2) {
            let said = square.count(frame: index, at: Double(index) / square.picture.framesPerSecond)
            guard index >= 100, index % 10 == 0, let density = said else { continue }
            counted += density.count
            truth += Double(square.renderer.truthSample(frame: index).counts[density.zoneID] ?? 0)
            seconds += 1
        }
        #expect(abs(counted / truth - 1) < 0.2, "\(counted / seconds) of \(truth / seconds)")
    }

    @Test("is no empty square when the stream is lost while it is full: the network still counts its part")
    func lostStream() throws {
        let square = try CountedScene("crowd_ramp_5m")
        let last = square.renderer.scene.frameCount - 1
        var (time, full, after) = (0.0, 0.0, 0.0)
        // Empty for long enough that the background is settled.
        while time < 160 {
            _ = square.count(frame: 0, at: time)
            time += 2
        }
        for frame in stride(from: 0, through: last, by: 4) {
            full = square.count(frame: frame, at: time)?.count ?? 0
            time += 0.8
        }
        square.perceiver.reset()
        time += 60
        for step in 0..<60 {
            after = square.count(frame: last - step * 2 % 20, at: time)?.count ?? 0
            time += 1
        }
        #expect(after > 0.35 * full, "\(full) persons became \(after)")
    }
}
