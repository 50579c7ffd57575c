public import Events

/// A value that an operator called normal for a place: what led to the event must not lead to one again.
struct AcceptedNormal: Sendable, Hashable, Codable {
    var attribute: String
    var value: Double
    /// The place, 0..1 of the picture.
    var x, y, width, height: Double

    /// How far beyond an accepted value is still accepted.
    static let margin = 1.1

    func covers(column: Int, row: Int, of columns: Int, _ rows: Int) -> Bool {
        let (px, py) = ((Double(column) + 0.5) / Double(columns), (Double(row) + 0.5) / Double(rows))
        return px >= x && px < x + width && py >= y && py < y + height
    }
}

extension AnomalyModel {
    /// Learns an operator's verdict "normal here" on an anomaly.
    ///
    /// - Parameters:
    ///   - value: what the event's metric said; a speed in analysis pixels per second.
    ///   - box: where it was.
    /// - Returns: `false` when the attribute cannot be taught a value (novelty).
    @discardableResult
    public mutating func accept(_ attribute: AnomalyAttribute, value: Double, box: Box) -> Bool {
        guard attribute != .novelty, value.isFinite else { return false }
        if accepted.count == Self.acceptedLimit { accepted.removeFirst() }
        accepted.append(
            AcceptedNormal(
                attribute: attribute.rawValue, value: value, x: box.x, y: box.y, width: box.width, height: box.height))
        return true
    }

    /// The highest value of an attribute of the whole zone that somebody called normal; 0 when none was.
    func acceptedHigh(_ attribute: AnomalyAttribute) -> Double {
        var high = 0.0
        for normal in accepted where normal.attribute == attribute.rawValue {
            high = max(high, normal.value * AcceptedNormal.margin)
        }
        return high
    }
}
