internal import Foundation

/// A static page: the tables, and pictures of the worst errors on rendered scenes. Never a picture of real footage.
public struct HTMLReport {
    /// Pictures of each detector.
    static let picturesPerDetector = 8

    private let result: EvaluationResult
    private let baseline: Baseline?

    public init(_ result: EvaluationResult, baseline: Baseline?) {
        (self.result, self.baseline) = (result, baseline)
    }

    /// Writes `index.html` and the pictures it shows into a folder, which is made when it is not there.
    /// - Parameter scenes: folder of scene files, from which the pictures are rendered again.
    /// - Throws: ``EvaluationError``.
    public func write(to folder: String, scenes: String) throws(EvaluationError) {
        let shown = Self.worst(result.outcomes.flatMap(\.errors))
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw EvaluationError(.cannotWrite, "the folder of the report cannot be made", place: folder)
        }
        try ErrorPictures(scenes: scenes).write(shown, to: folder)
        do {
            try Data(page(shown).utf8).write(to: URL(fileURLWithPath: "\(folder)/index.html"), options: .atomic)
        } catch {
            throw EvaluationError(.cannotWrite, "the report cannot be written", place: folder)
        }
    }

    /// The gravest of each detector, at most two of one scene.
    static func worst(_ errors: [WorstError]) -> [WorstError] {
        Figure.Detector.allCases.flatMap { detector in
            var taken: [String: Int] = [:]
            let ordered = errors.filter { $0.detector == detector }.enumerated().sorted {
                ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
            }
            return ordered.map(\.element).filter { error in
                taken[error.scene, default: 0] += 1
                return taken[error.scene, default: 0] <= 2
            }.prefix(picturesPerDetector)
        }
    }

    func page(_ shown: [WorstError]) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Vigie: evaluation of the detectors</title>
        <style>\(Self.style)</style>
        <h1>Evaluation of the detectors</h1>
        <p>\(Self.escaped(summary))</p>
        \(regressions)
        \(Figure.Detector.allCases.map(section).joined())
        <h2>The worst errors</h2>
        <p>Rendered scenes only. <span class="truth">Green: what is there.</span> <span class="said">Red: what was said.</span></p>
        <div class="errors">\(shown.enumerated().map { figure($1, number: $0) }.joined())</div>
        \(cases)
        </html>

        """
    }

    private var summary: String {
        let seconds = result.scores.reduce(0) { $0 + $1.seconds }
        let compared = baseline == nil ? "There is no baseline to compare with." : "Compared with the baseline."
        return "\(result.scores.count) scenes and clips, \(FigureText.number(seconds / 60, 0)) minutes of footage. "
            + "\(compared) In brackets 95 % intervals: Wilson for shares, Poisson for rates, bootstrap over scenes "
            + "(seed \(Interval.seed)) for means. ▲ better, ▼ worse, = the same within noise."
    }

    private var regressions: String {
        let worse = baseline.map { Regressions.find(result.scores, baseline: $0).map(\.sentence) } ?? []
        let failed = result.failures.map { "\($0.name): \($0.message)" }
        return Self.list("Worse than the baseline", worse) + Self.list("Failed", failed)
    }

    private static func list(_ title: String, _ sentences: [String]) -> String {
        guard !sentences.isEmpty else { return "" }
        let items = sentences.map { "<li>\(escaped($0))</li>" }.joined()
        return "<h2 class=\"bad\">\(title)</h2><ul>\(items)</ul>"
    }

    private func section(_ detector: Figure.Detector) -> String {
        let table = DetectorTable(detector, result.scores, baseline: baseline)
        guard !table.rows.isEmpty else { return "" }
        let unit = detector == .cost ? ", CPU milliseconds per analysed frame" : ""
        let head = (["condition", "cases"] + table.figures.map(\.title)).map { "<th>\(Self.escaped($0))</th>" }
        let rows = table.rows.map { row in
            let cells = zip(table.figures, row.cells).map { Self.cell($0, $1) }
            return "<tr><th>\(Self.escaped(row.condition))</th><td>\(row.cases)</td>\(cells.joined())</tr>"
        }
        return "<h2>\(detector.rawValue)\(unit)</h2><table><tr>\(head.joined())</tr>\(rows.joined())</table>"
    }

    private static func cell(_ figure: Figure, _ cell: DetectorTable.Cell?) -> String {
        guard let cell else { return "<td class=\"none\">–</td>" }
        let verdict = cell.change.map { " class=\"\($0.verdict.rawValue)\" title=\"\(escaped($0.sentence))\"" } ?? ""
        return "<td\(verdict)>\(FigureText.value(figure, cell.value)) "
            + "<small>\(FigureText.interval(figure, cell.value))</small> \(FigureText.arrow(cell.change))</td>"
    }

    private func figure(_ error: WorstError, number: Int) -> String {
        let marks = error.marks.map { mark in
            "<rect class=\"\(mark.kind.rawValue)\" x=\"\(mark.x * 100)%\" y=\"\(mark.y * 100)%\" "
                + "width=\"\(mark.width * 100)%\" height=\"\(mark.height * 100)%\"/>"
        }
        let caption = "\(error.detector.rawValue), \(error.scene), frame \(error.frame): \(error.sentence)"
        return """
            <figure><div class="picture"><img src="\(ErrorPictures.name(number))" alt="\(Self.escaped(caption))">\
            <svg>\(marks.joined())</svg></div><figcaption>\(Self.escaped(caption))</figcaption></figure>
            """
    }

    /// What each scene scored, as the scorers of the development footage say it.
    private var cases: String {
        let rows = result.outcomes.map { outcome in
            let lines = outcome.lines.map(Self.escaped).joined(separator: "<br>")
            let conditions = Self.escaped(outcome.score.conditions.joined(separator: ", "))
            return
                "<tr><th>\(Self.escaped(outcome.score.name))</th><td>\(conditions)</td><td><code>\(lines)</code></td></tr>"
        }
        return "<h2>Every case</h2><table>\(rows.joined())</table>"
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:84rem;padding:0 1rem;color:#1c2430}
        table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{padding:.25rem .7rem;border-bottom:1px solid #d8dde4;text-align:left}
        td{font-variant-numeric:tabular-nums;white-space:nowrap}td code{white-space:normal;font-size:12px}small{color:#667}
        .better{background:#e3f4e6}.worse{background:#fbe3e1}.none{color:#99a}.bad{color:#a8201a}
        .errors{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1rem}
        figure{margin:0}.picture{position:relative}img{width:100%;display:block}
        svg{position:absolute;inset:0;width:100%;height:100%}rect{fill:none;stroke-width:2}
        rect.truth{stroke:#1db954}rect.said{stroke:#e5312b}span.truth{color:#127a38}span.said{color:#b3231e}
        """
}
