public import Events

/// A simple closed polygon in 0..1 of the picture; the last vertex joins the first.
public struct Polygon: Sendable, Hashable {
    public var vertices: [PicturePoint]

    public init(_ vertices: [PicturePoint]) {
        self.vertices = vertices
    }

    /// The whole picture.
    public static let picture = Polygon([
        PicturePoint(x: 0, y: 0), PicturePoint(x: 1, y: 0), PicturePoint(x: 1, y: 1), PicturePoint(x: 0, y: 1),
    ])

    /// Even-odd rule; a point on the left or top edge is inside, on the right or bottom edge outside, so that zones
    /// that share an edge share no point.
    public func contains(_ point: PicturePoint) -> Bool {
        var inside = false
        var previous = vertices.count - 1
        for current in vertices.indices {
            let (a, b) = (vertices[current], vertices[previous])
            if (a.y > point.y) != (b.y > point.y),
                point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
            {
                inside.toggle()
            }
            previous = current
        }
        return inside
    }

    /// Share of the picture that the polygon covers (shoelace formula), whatever its orientation.
    public var area: Double {
        var twice = 0.0
        var previous = vertices.count - 1
        for current in vertices.indices {
            twice += vertices[previous].x * vertices[current].y - vertices[current].x * vertices[previous].y
            previous = current
        }
        return abs(twice) / 2
    }
}

extension Box {
    /// Where a standing person or an object touches the ground: the presence anchor of every zone rule.
    public var bottomCentre: PicturePoint { PicturePoint(x: x + width / 2, y: y + height) }

    public var centre: PicturePoint { PicturePoint(x: x + width / 2, y: y + height / 2) }

    /// Intersection over union, 0..1.
    public func overlap(with other: Box) -> Double {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = min(x + width, other.x + other.width)
        let bottom = min(y + height, other.y + other.height)
        let shared = max(0, right - left) * max(0, bottom - top)
        let union = width * height + other.width * other.height - shared
        return union > 0 ? shared / union : 0
    }
}
