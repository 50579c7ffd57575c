/// Cases that share a condition.
struct ConditionGroup {
    var name: String
    var scores: [CaseScore]

    /// All, rendered, real, then each condition of at least one case, by name.
    static func groups(_ scores: [CaseScore]) -> [ConditionGroup] {
        let first = ["rendered", "real"]
        let others = Set(scores.flatMap(\.conditions)).subtracting(first).sorted()
        let all = ConditionGroup(name: "all", scores: scores)
        return [all]
            + (first + others).compactMap { name in
                let members = scores.filter { $0.conditions.contains(name) }
                return members.isEmpty || members.count == scores.count
                    ? nil : ConditionGroup(name: name, scores: members)
            }
    }
}

/// The table of one detector: a row for each condition, a column for each figure.
struct DetectorTable {
    struct Cell {
        var value: FigureValue
        var change: FigureChange?
    }

    struct Row {
        var condition: String
        /// Scenes and clips with any figure of this detector.
        var cases: Int
        var cells: [Cell?]
    }

    var detector: Figure.Detector
    var figures: [Figure]
    var rows: [Row]

    init(_ detector: Figure.Detector, _ scores: [CaseScore], baseline: Baseline?) {
        self.detector = detector
        let relevant = scores.filter { score in score.figures.keys.contains { $0.hasPrefix("\(detector.rawValue).") } }
        figures = Figure.of(detector).filter { FigureValue($0, over: relevant) != nil }
        rows = []
        for group in ConditionGroup.groups(relevant) where !relevant.isEmpty {
            let cells = figures.map { figure in
                FigureValue(figure, over: group.scores).map { value in
                    Cell(
                        value: value,
                        // Of what is not judged, no direction is the good one.
                        change: baseline.flatMap {
                            figure.isJudged ? FigureChange(figure, now: group.scores, baseline: $0.cases) : nil
                        })
                }
            }
            rows.append(Row(condition: group.name, cases: group.scores.count, cells: cells))
        }
    }
}
