import Detectors
import Foundation
import Scene
import Testing

@Suite struct DensityCalibrationTests {
    private func features(_ far: Double, _ middle: Double, _ near: Double) -> DensityFeatures {
        DensityFeatures(bodies: SIMD3(far, middle, near))
    }

    /// Frames whose true count is 2 + 0.9 × bodies or so, with ±1 of pattern.
    private func labels(_ count: Int) -> [DensityLabel] {
        (0..<count).map { i in
            let size = 4 + Double(i * 7 % 31)
            let noise = Double(i * 13 % 5) / 2 - 1
            return DensityLabel(
                features: features(0.3 * size, 0.3 * size + noise, 0.4 * size),
                count: 2 + 0.9 * size + noise)
        }
    }

    private func predicted(_ fit: DensityFit, _ features: DensityFeatures) -> Double {
        let values = [features.bodies.x, features.bodies.y, features.bodies.z]
        return zip(fit.weights, values).reduce(fit.intercept) { $0 + $1.0 * $1.1 }
    }

    @Test("twenty labels overrule the generic model, and the interval covers what was left out")
    func fit() throws {
        let fit = try #require(DensityCalibration.fit(zoneID: "all", labels: labels(20)))
        #expect(fit.labels == 20 && fit.weights.count == DensityFit.features)
        let errors = labels(31).map { label in
            let count = predicted(fit, label.features)
            return (abs(count - label.count), fit.halfWidth + fit.relativeHalfWidth * count)
        }
        #expect(errors.reduce(0) { $0 + $1.0 } / 31 < 1)
        #expect(errors.count { $0.0 <= $0.1 } >= 27)
    }

    @Test("counts of a quiet hour do not undercount the rush hour, whatever noise was in what they saw")
    func quietHour() throws {
        // A person is worth 0.8 of the generic one; what is seen is off by a quarter of the labels' range, both ways alike.
        let labels = (0..<20).map { i -> DensityLabel in
            let count = Double(18 + i % 8)
            let noise = [2.0, -2, 2, -2, -2, 2, -2, 2][i / 2 % 8]
            return DensityLabel(features: showing(0.8 * count + noise, network: 0.8 * count - noise), count: count)
        }
        let fit = try #require(DensityCalibration.fit(zoneID: "all", labels: labels))
        let network = try #require(fit.network)
        let features = predicted(fit, showing(0.8 * 60, network: nil))
        let seen = network.gain * 0.8 * 60 + network.offset
        #expect(abs((1 - network.share) * features + network.share * seen - 60) < 6, "\(features), \(seen)")
    }

    @Test("a fit remembers how crowded its most crowded frame was")
    func crowding() throws {
        let labels = [0.05, 0.3, 0.1].map { crowding in
            DensityLabel(
                features: DensityFeatures(bodies: SIMD3(2, 2, 2), crowding: crowding, network: 6), count: 6)
        }
        #expect(try #require(DensityCalibration.fit(zoneID: "all", labels: labels)).network?.crowding == 0.3)
    }

    /// Features that the generic model takes for so many persons.
    private func showing(_ persons: Double, network: Double?) -> DensityFeatures {
        let one = DensityCalibration.genericCount(features(1, 1, 1))
        let size = persons / one
        return DensityFeatures(bodies: SIMD3(size, size, size), network: network)
    }

    @Test("few labels are used, with an interval that gets narrower the more there are")
    func fewLabels() throws {
        #expect(DensityCalibration.fit(zoneID: "all", labels: []) == nil)
        let widths = try [1, 3, 20].map { count in
            let fit = try #require(DensityCalibration.fit(zoneID: "all", labels: labels(count)))
            return fit.halfWidth + fit.relativeHalfWidth * 20
        }
        #expect(widths[0] > widths[1] && widths[1] > widths[2], "\(widths)")
    }

    @Test("labels that are all alike keep the generic model's slope")
    func alike() throws {
        let same = [DensityLabel](
            repeating: DensityLabel(features: features(6, 6, 6), count: 18), count: 8)
        let fit = try #require(DensityCalibration.fit(zoneID: "all", labels: same))
        #expect(abs(predicted(fit, same[0].features) - 18) < 0.5)
        #expect(abs(predicted(fit, features(0, 0, 0))) < 3, "an empty zone is not eighteen persons")
    }

    @Test("without labels the count grows with every feature and is never negative")
    func generic() {
        #expect(DensityCalibration.genericCount(.none) == 0)
        let base = DensityCalibration.genericCount(features(2, 2, 2))
        #expect(base > 2 && base < 20)
        for more in [features(3, 2, 2), features(2, 3, 2), features(2, 2, 3)] {
            #expect(DensityCalibration.genericCount(more) > base)
        }
    }

    @Test("the generic model is the one in models/density/prior.json")
    func published() throws {
        struct Prior: Decodable {
            let weights, outlines: [Double]
            let usual_outline, half_width, relative_half_width: Double
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "models/density/prior.json"))
        let prior = try JSONDecoder().decode(Prior.self, from: data)
        #expect(prior.weights == (0..<3).map { DensityPrior.weights[$0] })
        #expect(prior.usual_outline == DensityPrior.usualOutline)
        #expect(prior.outlines == [DensityPrior.outlines.lowerBound, DensityPrior.outlines.upperBound])
        #expect(prior.half_width == DensityPrior.halfWidth)
        #expect(prior.relative_half_width == DensityPrior.relativeHalfWidth)
    }

    @Test("the suggested frames cover the range of the features")
    func suggestion() {
        let frames = (0..<500).map { features(0, Double($0 * 37 % 500), 0) }
        let times = frames.indices.map { Double($0) / 5 }
        let chosen = DensityCalibration.suggest(20, from: frames, at: times)
        let values = chosen.map { frames[$0].bodies.y }.sorted()
        #expect(chosen.count == 20 && chosen == chosen.sorted())
        #expect(values.first ?? 99 < 25 && values.last ?? 0 > 475)
        #expect(zip(values, values.dropFirst()).allSatisfy { $1 - $0 <= 30 })
        #expect(DensityCalibration.suggest(20, from: Array(frames.prefix(3)), at: [0, 1, 2]) == [0, 1, 2])
    }

    @Test("two suggested frames are never of one moment, also where every other frame shows twice as many")
    func suggestionsApart() {
        let times = (0..<500).map { Double($0) / 5 }
        let frames = times.indices.map { features(0, Double($0) / 50 + 10 * Double($0 % 2), 0) }
        let chosen = DensityCalibration.suggest(20, from: frames, at: times).map { times[$0] }
        #expect(chosen.count == 20)
        #expect(zip(chosen, chosen.dropFirst()).allSatisfy { $1 - $0 >= 1.25 }, "\(chosen)")
    }
}
