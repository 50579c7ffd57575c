/// Which of a camera's streams to analyse. Pure.
package enum StreamChoice {
    /// The one whose width is nearest to the analysis width without being below it, else the widest: pictures are made
    /// smaller exactly, never larger.
    /// - Parameter widths: in pixels; `nil` for a stream that cannot be had.
    /// - Returns: an index of `widths`; the first of equals; `nil` when no stream can be had.
    package static func best(widths: [Int?], analysisWidth: Int) -> Int? {
        let known = widths.enumerated().compactMap { index, width in width.map { (index: index, width: $0) } }
        let enough = known.filter { $0.width >= analysisWidth }
        let best = enough.min { $0.width < $1.width } ?? known.max { $0.width < $1.width }
        return best?.index
    }
}
