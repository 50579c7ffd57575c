import Detectors
import Testing

@Suite("the promised rate of false alarms")
struct AlarmBudgetTests {
    /// Maxima of one attribute as rendered normal days give them: a level that follows the hour, neighbouring stretches
    /// alike, and now and then a heavy tail.
    private struct NormalDays {
        var random: SeededNumbers
        var memory = 0.0
        let tail: Double

        init(seed: UInt64, tail: Double) {
            random = SeededNumbers(seed: seed)
            self.tail = tail
        }

        mutating func next(stretch: Int) -> Double {
            let hour = Double(stretch % 8640) / 360
            memory = 0.6 * memory + 0.8 * Self.normal(&random)
            let level = hour > 7 && hour < 21 ? 0.9 : 0.75
            let excess = -Self.logarithm(Double.random(in: 1e-9..<1, using: &random))
            return level * (1 + 0.06 * memory + tail * excess)
        }

        /// Sum of twelve uniform numbers: normal enough.
        static func normal(_ random: inout SeededNumbers) -> Double {
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
        }

        /// Natural logarithm by its series around 1, after halving.
        static func logarithm(_ x: Double) -> Double {
            var (value, halvings) = (x, 0.0)
            while value < 0.5 { (value, halvings) = (value * 2, halvings + 1) }
            let t = (value - 1) / (value + 1)
            var (series, power) = (0.0, t)
            for odd in stride(from: 1.0, to: 24, by: 2) {
                series += 2 * power / odd
                power *= t * t
            }
            return series - halvings * 0.693147180559945
        }
    }

    /// Attributes that follow each other as much as they go their own way, learnt as the detector does: the first day
    /// gives each its bar, the second what all of them reach together, from the third on alarms are counted.
    private func alarmsPerDay(seed: UInt64, days: Int, attributes: Int = 6) -> Double {
        var sources = (0..<attributes).map {
            NormalDays(seed: seed &+ UInt64($0) &* 977, tail: 0.02 + 0.015 * Double($0))
        }
        var common = NormalDays(seed: seed &* 31, tail: 0.03)
        var maxima = Array(repeating: BlockMaxima(), count: attributes)
        var (promise, told, excesses) = (AlarmPromise(budget: 1), ToldStrangeness(), BlockMaxima())
        var (alarms, lastAlarm, bars) = (0, -100, [Double]())
        for stretch in 0..<(2 + days) * 8640 {
            if stretch % 360 == 0, stretch > 0 {
                let share = 1 / BlockMaxima.stretchesPerDay / Double(attributes)
                bars = maxima.map { ParetoTail($0.sketch)?.value(at: share) ?? .infinity }
            }
            let shared = common.next(stretch: stretch)
            let values = sources.indices.map { 0.5 * (shared + sources[$0].next(stretch: stretch)) }
            let excess = zip(values, bars).map { $0 / $1 }.max() ?? 0
            let isAlarm = stretch >= 8640 && excess >= promise.bar
            // The rule's cooldown: one alarm in two minutes.
            if isAlarm, stretch - lastAlarm >= 12 {
                lastAlarm = stretch
                if stretch >= 2 * 8640 { alarms += 1 }
            }
            if stretch >= 8640 {
                for _ in 0..<3 {
                    guard let highest = told.take(excess, interval: BlockMaxima.stretch / 3) else { continue }
                    excesses.append(min(highest, promise.bar))
                }
                promise.close(hadAlarm: isAlarm)
                promise.learn(excesses)
            }
            for index in 0..<attributes where !isAlarm { maxima[index].append(values[index]) }
        }
        return Double(alarms) / Double(days)
    }

    @Test("a budget of one gives one false alarm a day, however many attributes there are that follow each other")
    func heldPromise() {
        for attributes in [1, 6, 11] {
            let rates = (1...3).map { alarmsPerDay(seed: UInt64($0) &* 7919, days: 12, attributes: attributes) }
            let mean = rates.reduce(0, +) / Double(rates.count)
            print("false alarms a day with a budget of one and \(attributes) attributes: \(rates)")
            #expect((0.6...1.5).contains(mean) && rates.allSatisfy { (0.3...2).contains($0) })
        }
    }

    @Test("the level is what two minutes reach once a day, and nothing is known of it before a day")
    func level() {
        var promise = AlarmPromise(budget: 1)
        var excesses = BlockMaxima()
        var random = SeededNumbers(seed: 3)
        for _ in 0..<600 { excesses.append(Double.random(in: 0.3...0.7, using: &random)) }
        promise.close(hadAlarm: true)
        promise.learn(excesses)
        #expect(promise.level == 1 && promise.scale > 1.03)
        for _ in 0..<1560 { excesses.append(Double.random(in: 0.3...0.7, using: &random)) }
        promise.learn(excesses)
        #expect((0.66...0.76).contains(promise.level), "the highest of 720 between 0.3 and 0.7")
        #expect(promise.scale == 1, "the scale made up for what was not known")
        promise.close(hadAlarm: false)
        promise.close(hadAlarm: true)
        promise.learn(excesses)
        #expect(promise.scale > 1.03 && promise.bar == promise.level * promise.scale)
    }

    @Test("what is told is the highest of three frames in a row, once in two minutes")
    func told() {
        var told = ToldStrangeness()
        var said: [Double] = []
        for tick in 0..<1200 {
            // Two frames of 5 are no event; three of 2 are.
            let score = [100, 101].contains(tick) ? 5.0 : (300...302).contains(tick) ? 2 : tick == 900 ? 9 : 0.5
            if let highest = told.take(score, interval: 0.2) { said.append(highest) }
        }
        #expect(said == [2, 0.5])
    }

    @Test("a sketch knows quantiles within two per cent, and two halves of a sample merge to the whole")
    func sketch() throws {
        var random = SeededNumbers(seed: 5)
        var (whole, left, right) = (QuantileSketch(), QuantileSketch(), QuantileSketch())
        var values: [Double] = []
        for index in 0..<5000 {
            let value = Double.random(in: 0.2...6, using: &random)
            values.append(value)
            whole.insert(value)
            if index % 2 == 0 { left.insert(value) } else { right.insert(value) }
        }
        left.merge(right)
        #expect(left == whole)
        values.sort()
        for share in [0.05, 0.5, 0.9, 0.99] {
            let quantile = try #require(whole.quantile(share))
            #expect(abs(quantile / values[Int(share * 4999)] - 1) < 0.02)
        }
        let tail = try #require(ParetoTail(whole))
        #expect(tail.value(at: 0.01) > tail.value(at: 0.05) && tail.p(of: tail.value(at: 0.01)) < 0.0101)
    }

    @Test("the bar rises with alarms and falls without them, never further than its limits")
    func promise() {
        var promise = AlarmPromise(budget: 1)
        for _ in 0..<8640 { promise.close(hadAlarm: false) }
        let quiet = promise.scale
        #expect(quiet < 1 && quiet > 0.95)
        for index in 0..<200 { promise.close(hadAlarm: index % 2 == 0) }
        // The last stretch had none: it has already begun to fall.
        #expect(promise.scale > 1.499 && promise.scale <= 1.5)
        for _ in 0..<60 * 8640 { promise.close(hadAlarm: false) }
        #expect(promise.scale == 0.7)
    }
}
