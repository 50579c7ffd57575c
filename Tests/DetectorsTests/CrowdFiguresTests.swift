import Detectors
import Events
import Scene
import Testing

@Suite("Levels, trends and spot counts") struct CrowdFiguresTests {
    @Test("levels of service follow Fruin's limits for walkways")
    func levels() {
        let found = [0.1, 0.35, 0.5, 0.9, 1.5, 3].map { LevelOfService(personsPerSquareMetre: $0).rawValue }
        #expect(found == ["A", "B", "C", "D", "E", "F"])
        #expect(LevelOfService(personsPerSquareMetre: 2.1528) == .f && LevelOfService(personsPerSquareMetre: 0) == .a)
    }

    private func trend(_ value: (Double) -> Double) -> CountTrend.Rate? {
        var trend = CountTrend()
        for frame in 0..<300 { trend.ingest(value(Double(frame) / 5), time: Double(frame) / 5) }
        return trend.rate
    }

    @Test("a steady inflow gives its rate and when the place is full, blips or not")
    func inflow() throws {
        let rate = try #require(trend { 40 + $0 / 6 + (Int($0) % 20 == 4 ? 25 : Double(Int($0 * 5) % 3) - 1) })
        #expect(abs(rate.perMinute - 10) < 1.5 && rate.low > 5 && rate.high < 15, "\(rate)")
        let full = try #require(rate.seconds(from: 50, to: 90))
        #expect(abs(full.expected - 240) < 40 && full.soonest < full.expected)
        #expect((full.latest ?? 0) >= full.expected)
    }

    @Test("a place that neither fills nor empties is never full")
    func standstill() throws {
        let rate = try #require(trend { Double(Int($0 * 5) * 7 % 5) })
        #expect(rate.low <= 0 && rate.high >= 0)
        #expect(rate.seconds(from: 10, to: 5) == nil, "a limit below the value is no question of time")
        let empties = try #require(trend { 100 - $0 })
        #expect(empties.high < 0 && empties.seconds(from: 50, to: 90) == nil)
        #expect(trend { _ in 3 }?.perMinute == 0)
    }

    @Test("too little time gives no rate")
    func tooShort() {
        var trend = CountTrend()
        for second in 0..<12 { trend.ingest(Double(second), time: Double(second)) }
        #expect(trend.rate == nil)
    }

    private let fit = DensityFit(
        zoneID: "all", intercept: 0, weights: [1, 1, 1], halfWidth: 3, relativeHalfWidth: 0, labels: 20)
    private let features = DensityFeatures(bodies: SIMD3(10, 10, 10))

    @Test("one odd spot count moves the offset by a fifth of its error and widens the interval")
    func oddCount() throws {
        let after = try #require(SpotCount.adapt(fit, zoneID: "all", features: features, count: 40))
        #expect(abs(after.intercept - 2) < 1e-9 && after.halfWidth > 3.5 && after.labels == 21)
        #expect(after.weights == fit.weights)
    }

    @Test("counts that agree narrow the interval, and a lasting offset is followed")
    func lasting() throws {
        var adapted: DensityFit? = fit
        for _ in 0..<10 { adapted = SpotCount.adapt(adapted, zoneID: "all", features: features, count: 31) }
        #expect(try #require(adapted).halfWidth < 2.5)
        for _ in 0..<30 { adapted = SpotCount.adapt(adapted, zoneID: "all", features: features, count: 36) }
        #expect(abs(try #require(adapted).intercept - 6) < 0.1)
    }

    @Test("in the long run the interval of spot counts holds nine in ten")
    func coverage() throws {
        var adapted = DensityFit(
            zoneID: "all", intercept: 0, weights: [1, 1, 1], halfWidth: 0.1, relativeHalfWidth: 0, labels: 20)
        var (held, state) = (0, UInt64(5))
        for index in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let count = 30 + Double(state >> 40 & 1023) / 100 - 5
            if index >= 200, abs(count - 30 - adapted.intercept) <= adapted.halfWidth { held += 1 }
            adapted = try #require(SpotCount.adapt(adapted, zoneID: "all", features: features, count: count))
        }
        #expect((0.86...0.94).contains(Double(held) / 1800), "\(held) of 1800")
    }

    @Test("a spot count of a zone that was never counted is its first label")
    func first() throws {
        let made = try #require(SpotCount.adapt(nil, zoneID: "all", features: features, count: 12))
        #expect(made.labels == 1 && made.weights.count == DensityFit.features)
        #expect(made.relativeHalfWidth > 0.3)
    }

    private func labels(_ counts: [Double]) -> [DensityLabel] {
        counts.enumerated().map { index, count in
            let size = 2 + Double(index)
            return DensityLabel(
                features: DensityFeatures(bodies: SIMD3(size / 3, size / 3, size / 3)), count: count)
        }
    }

    @Test("doubtful counts are named: few, all alike, unrelated to the picture, one far off")
    func doubts() {
        #expect(DensityCalibration.doubts(about: labels([2, 3, 4])) == [.few(3)])
        #expect(DensityCalibration.doubts(about: labels([7, 7, 7, 7, 7, 7])) == [.alike(7)])
        #expect(DensityCalibration.doubts(about: labels([20, 18, 15, 13, 9, 8, 6, 3, 2])) == [.unrelated])
        let good = (0..<12).map { 2 + Double($0) }
        #expect(DensityCalibration.doubts(about: labels(good)).isEmpty)
        var typo = good
        typo[5] = 70
        let doubts = DensityCalibration.doubts(about: labels(typo))
        #expect(doubts.contains { if case .outlier(5, _) = $0 { true } else { false } }, "\(doubts)")
    }
}
