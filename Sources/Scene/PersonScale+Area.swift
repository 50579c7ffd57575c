import Events

extension PersonScale {
    /// Persons below this height in the picture are too far to be counted: the ground there is no part of a zone's area.
    public static let farthestPersonHeight = 0.02

    /// Ground of a polygon as far as a person is ``farthestPersonHeight`` tall, in m², summed over a grid of picture cells;
    /// `nil` when the ground is not known or none of it is seen. Nothing beyond the horizon counts.
    public func squareMetres(of polygon: Polygon, columns: Int, rows: Int) -> Double? {
        guard isCalibrated, let ground else { return nil }
        let share = 1 / Double(columns * rows)
        var sum = 0.0
        for row in 0..<rows {
            let y = (Double(row) + 0.5) / Double(rows)
            guard personHeight(atFootY: y) >= Self.farthestPersonHeight else { continue }
            for column in 0..<columns {
                let point = PicturePoint(x: (Double(column) + 0.5) / Double(columns), y: y)
                if polygon.contains(point) { sum += (ground.squareMetresPerArea(at: point) ?? 0) * share }
            }
        }
        return sum > 0 ? sum : nil
    }
}
