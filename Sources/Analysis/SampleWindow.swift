internal import Detectors
internal import Events

/// Gathers the counts of each zone over one second into samples, and how many of the frames due were analysed.
struct SampleWindow: Sendable {
    private struct Sum: Sendable {
        var zoneID: String
        var frames = 0.0
        var count = 0.0, low = 0.0, high = 0.0
        var perSquareMetre: Double?
        /// The last one: it is a forecast already.
        var fullIn: TimeToFull?
    }

    /// What crossed a line, and how much of it was told already: whole persons are.
    private struct Crossing: Sendable {
        var lineID: String
        var total = (entered: 0.0, left: 0.0)
        var told = (entered: 0, left: 0)
    }

    private var sums: [Sum] = []
    private var crossings: [Crossing] = []
    private(set) var due = 0
    private(set) var analysed = 0

    /// One more frame was due; `wasAnalysed` is `false` when it was skipped to keep up.
    mutating func count(wasAnalysed: Bool) {
        due += 1
        analysed += wasAnalysed ? 1 : 0
    }

    mutating func add(_ observations: [Observation]) {
        for case .line(let flow) in observations { add(flow) }
        for case .density(let density) in observations {
            let index = sums.firstIndex { $0.zoneID == density.zoneID } ?? sums.endIndex
            if index == sums.endIndex { sums.append(Sum(zoneID: density.zoneID)) }
            sums[index].frames += 1
            sums[index].count += density.count
            sums[index].low += density.low
            sums[index].high += density.high
            sums[index].fullIn = density.fullIn
            if let value = density.personsPerSquareMetre {
                sums[index].perSquareMetre = (sums[index].perSquareMetre ?? 0) + value
            }
        }
    }

    /// Counts start at nothing again when the detectors are made anew.
    private mutating func add(_ flow: LineObservation) {
        let index = crossings.firstIndex { $0.lineID == flow.lineID } ?? crossings.endIndex
        if index == crossings.endIndex { crossings.append(Crossing(lineID: flow.lineID)) }
        if flow.countIn < crossings[index].total.entered { crossings[index].told.entered = 0 }
        if flow.countOut < crossings[index].total.left { crossings[index].told.left = 0 }
        crossings[index].total = (flow.countIn, flow.countOut)
    }

    private mutating func flows(_ context: FrameContext) -> [Sample] {
        crossings.indices.map { index in
            let (total, told) = (crossings[index].total, crossings[index].told)
            let view = context.view(of: crossings[index].lineID)
            let now = (entered: Int(total.entered.rounded()), left: Int(total.left.rounded()))
            crossings[index].told = now
            return Sample(
                zoneID: crossings[index].lineID, count: 0, countLow: 0, countHigh: 0,
                flowIn: max(0, now.entered - told.entered), flowOut: max(0, now.left - told.left),
                seenRatio: seenRatio, coverage: view.coverage, coverageReason: view.reason)
        }
    }

    /// Share of the frames due that were analysed, 0..1.
    var seenRatio: Double { due == 0 ? 1 : min(1, Double(analysed) / Double(due)) }

    /// The means of the window, which then starts again.
    /// - Parameter context: of its last frame; says how far each zone is seen.
    mutating func finish(_ context: FrameContext) -> [Sample] {
        defer {
            sums.removeAll(keepingCapacity: true)
            (due, analysed) = (0, 0)
        }
        let flows = flows(context)
        return flows
            + sums.map { sum in
                let view = context.view(of: sum.zoneID)
                return Sample(
                    zoneID: sum.zoneID, count: sum.count / sum.frames, countLow: sum.low / sum.frames,
                    countHigh: sum.high / sum.frames, personsPerSquareMetre: sum.perSquareMetre.map { $0 / sum.frames },
                    fullIn: sum.fullIn, seenRatio: seenRatio, coverage: view.coverage, coverageReason: view.reason)
            }
    }
}
