import Detectors
import Scene
import Testing

@Suite struct DensityCalibrationTests {
    /// Frames whose true count is 3 + 0.8 outline, with ±1 of pattern.
    private func labels(_ count: Int) -> [DensityLabel] {
        (0..<count).map { i in
            let outline = Double(i * 7 % 31)
            let noise = Double(i * 13 % 5) / 2 - 1
            return DensityLabel(
                features: DensityFeatures(outline: outline, body: outline * 0.9 + noise),
                count: 3 + 0.8 * outline + noise)
        }
    }

    @Test("twenty labels overrule the generic model, and the interval covers what was left out")
    func fit() throws {
        let fit = try #require(DensityCalibration.fit(zoneID: "all", labels: labels(20)))
        #expect(fit.labels == 20 && fit.weights.count == 2)
        let errors = labels(31).map { label in
            let vector = label.features.vector
            let predicted = fit.intercept + fit.weights[0] * vector[0] + fit.weights[1] * vector[1]
            return (abs(predicted - label.count), fit.halfWidth + fit.relativeHalfWidth * predicted)
        }
        #expect(errors.reduce(0) { $0 + $1.0 } / 31 < 1)
        #expect(errors.count { $0.0 <= $0.1 } >= 27)
    }

    @Test("fewer than five labels make no fit; equal labels make a constant one")
    func fewLabels() throws {
        #expect(DensityCalibration.fit(zoneID: "all", labels: labels(4)) == nil)
        let same = [DensityLabel](
            repeating: DensityLabel(features: DensityFeatures(outline: 4, body: 4), count: 9), count: 8)
        let fit = try #require(DensityCalibration.fit(zoneID: "all", labels: same))
        #expect(abs(fit.intercept + 4 * fit.weights[0] + 4 * fit.weights[1] - 9) < 1e-9)
    }

    @Test("without labels the count grows with both features and is never negative")
    func generic() {
        #expect(DensityCalibration.genericCount(DensityFeatures(outline: 0, body: 0)) == 0)
        #expect(abs(DensityCalibration.genericCount(DensityFeatures(outline: 6, body: 6)) - 6) < 1e-9)
    }

    @Test("the suggested frames cover the range of the features")
    func suggestion() {
        let features = (0..<500).map { DensityFeatures(outline: Double($0 * 37 % 500), body: 0) }
        let chosen = DensityCalibration.suggest(20, from: features)
        let values = chosen.map { features[$0].outline }.sorted()
        #expect(chosen.count == 20 && chosen == chosen.sorted())
        #expect(values.first ?? 99 < 25 && values.last ?? 0 > 475)
        #expect(zip(values, values.dropFirst()).allSatisfy { $1 - $0 <= 30 })
        #expect(DensityCalibration.suggest(20, from: Array(features.prefix(3))) == [0, 1, 2])
    }
}
