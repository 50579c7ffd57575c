internal import Detectors
internal import Events

/// Gathers the counts of each zone over one second into samples, and how many of the frames due were analysed.
struct SampleWindow: Sendable {
    private struct Sum: Sendable {
        var zoneID: String
        var frames = 0.0
        var count = 0.0, low = 0.0, high = 0.0
        var perSquareMetre: Double?
    }

    private var sums: [Sum] = []
    private(set) var due = 0
    private(set) var analysed = 0

    /// One more frame was due; `wasAnalysed` is `false` when it was skipped to keep up.
    mutating func count(wasAnalysed: Bool) {
        due += 1
        analysed += wasAnalysed ? 1 : 0
    }

    mutating func add(_ observations: [Observation]) {
        for case .density(let density) in observations {
            let index = sums.firstIndex { $0.zoneID == density.zoneID } ?? sums.endIndex
            if index == sums.endIndex { sums.append(Sum(zoneID: density.zoneID)) }
            sums[index].frames += 1
            sums[index].count += density.count
            sums[index].low += density.low
            sums[index].high += density.high
            if let value = density.personsPerSquareMetre {
                sums[index].perSquareMetre = (sums[index].perSquareMetre ?? 0) + value
            }
        }
    }

    /// Share of the frames due that were analysed, 0..1.
    var seenRatio: Double { due == 0 ? 1 : min(1, Double(analysed) / Double(due)) }

    /// The means of the window, which then starts again.
    mutating func finish(coverage: Coverage, reason: CoverageReason?) -> [Sample] {
        defer {
            sums.removeAll(keepingCapacity: true)
            (due, analysed) = (0, 0)
        }
        return sums.map { sum in
            Sample(
                zoneID: sum.zoneID, count: sum.count / sum.frames, countLow: sum.low / sum.frames,
                countHigh: sum.high / sum.frames, personsPerSquareMetre: sum.perSquareMetre.map { $0 / sum.frames },
                seenRatio: seenRatio, coverage: coverage, coverageReason: reason)
        }
    }
}
