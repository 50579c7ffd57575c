internal import Events
internal import Perception

/// A rectangle of analysis pixels, upper bounds excluded.
struct PixelBox: Sendable, Hashable {
    var left, top, right, bottom: Int

    var width: Int { right - left }
    var height: Int { bottom - top }
    var area: Int { max(0, width) * max(0, height) }
    /// The 8×8 cells that it touches, as a rectangle of cells.
    var cells: PixelBox {
        let size = Evidence.cellSize
        return PixelBox(
            left: left / size, top: top / size, right: (right + size - 1) / size, bottom: (bottom + size - 1) / size)
    }

    var centreX: Double { Double(left + right) / 2 }

    func normalised(width: Int, height: Int) -> Box {
        Box(
            x: Double(left) / Double(width), y: Double(top) / Double(height),
            width: Double(self.width) / Double(width), height: Double(self.height) / Double(height))
    }

    func intersection(_ other: PixelBox) -> PixelBox {
        PixelBox(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
    }

    func clamped(columns: Int, rows: Int) -> PixelBox {
        intersection(PixelBox(left: 0, top: 0, right: columns, bottom: rows))
    }

    func union(_ other: PixelBox) -> PixelBox {
        PixelBox(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom))
    }

    func grown(by pixels: Int, within bounds: PixelBox) -> PixelBox {
        PixelBox(left: left - pixels, top: top - pixels, right: right + pixels, bottom: bottom + pixels)
            .intersection(bounds)
    }

    /// Intersection over union, 0..1.
    func overlap(_ other: PixelBox) -> Double {
        let shared = intersection(other)
        guard shared.width > 0, shared.height > 0 else { return 0 }
        return Double(shared.area) / Double(area + other.area - shared.area)
    }

    /// Share of this box that lies in another, 0..1.
    func shareInside(_ other: PixelBox) -> Double {
        let shared = intersection(other)
        guard shared.width > 0, shared.height > 0, area > 0 else { return 0 }
        return Double(shared.area) / Double(area)
    }

    /// Whether another box shows the same place: much of either lies in both.
    func isSamePlace(as other: PixelBox) -> Bool {
        guard intersection(other).area > 0 else { return false }
        return overlap(other) >= AbandonedObjectDetector.samePlace || shareInside(other) >= 0.6
            || other.shareInside(self) >= 0.6
    }

    /// Whether another box reaches within a cell of this one.
    func touches(_ other: PixelBox) -> Bool {
        let reach = Evidence.cellSize
        return other.area > 0 && other.left < right + reach && other.right > left - reach
            && other.top < bottom + reach && other.bottom > top - reach
    }
}
