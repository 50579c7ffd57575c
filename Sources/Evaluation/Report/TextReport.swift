/// The tables as text.
public struct TextReport {
    private let scores: [CaseScore]
    private let baseline: Baseline?

    public init(_ scores: [CaseScore], baseline: Baseline?) {
        (self.scores, self.baseline) = (scores, baseline)
    }

    public var text: String {
        var parts = Figure.Detector.allCases.compactMap(table)
        parts.append(legend)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func table(_ detector: Figure.Detector) -> String? {
        let table = DetectorTable(detector, scores, baseline: baseline)
        guard !table.rows.isEmpty else { return nil }
        let unit = detector == .cost ? " (CPU ms per analysed frame)" : ""
        var cells = [["\(detector.rawValue)\(unit)", "cases"] + table.figures.map(\.title)]
        for row in table.rows {
            cells.append(
                [row.condition, "\(row.cases)"]
                    + zip(table.figures, row.cells).map { figure, cell in
                        cell.map { Self.cell(figure, $0) } ?? "–"
                    })
        }
        return Self.aligned(cells)
    }

    private static func cell(_ figure: Figure, _ cell: DetectorTable.Cell) -> String {
        [
            FigureText.value(figure, cell.value), FigureText.interval(figure, cell.value),
            FigureText.arrow(cell.change),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let columns = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, columns) {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    private var legend: String {
        let compared =
            baseline == nil
            ? "no baseline to compare with" : "▲ better, ▼ worse than the baseline, = the same within noise"
        return
            "[95 % interval: Wilson for shares, Poisson for rates, bootstrap over scenes (seed \(Interval.seed)) for "
            + "means]; false/day is per camera-day; \(compared)"
    }
}
