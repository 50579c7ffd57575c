internal import Events
public import Footage
public import Scene

/// A picture with its calibration drawn in: bars or points, the horizon, a grid of metres on the ground, the zones. What
/// fits, looks flat.
public struct GroundOverlay {
    /// Metres between the lines of the grid.
    private static let step = 1.0

    private var pixels: [UInt8]
    private let width, height: Int

    public init(_ picture: LumaPicture) {
        (width, height) = (picture.width, picture.height)
        pixels = []
        pixels.reserveCapacity(width * height)
        for row in 0..<picture.height {
            pixels += UnsafeBufferPointer(start: picture.base + row * picture.stride, count: picture.width)
        }
    }

    /// - Throws: ``/Scene/SceneError`` when the calibration cannot be used at all.
    public mutating func draw(_ configuration: CameraConfiguration) throws(SceneError) {
        var settings = configuration.ground
        settings.acceptsInaccurate = true
        let scale = try PersonScale(
            calibration: configuration.calibration, aspect: Double(width) / Double(height), settings: settings)
        if let ground = scale.ground { draw(ground, in: configuration) }
        for zone in configuration.zones { outline(zone.polygon, grey: zone.kind == .analysis ? 255 : 90) }
        switch configuration.calibration {
        case .bars(let bars): for bar in bars { line(bar.foot, bar.head, grey: 255, thick: 3) }
        case .points(let points): for point in points { cross(point.image) }
        case nil: break
        }
    }

    /// Draws the outlines of places that are proposed, in white.
    public mutating func mark(_ polygons: [Polygon]) {
        for polygon in polygons { outline(polygon, grey: 255) }
    }

    /// Writes the picture as PNG.
    public func write(to path: String) throws(FootageError) {
        var failure: FootageError?
        pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let picture = LumaPicture(base: base, width: width, height: height, stride: width)
            do throws(FootageError) {
                try PictureWriter.writePNG(picture, to: path)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Marks every pixel at which a metre line passes: the grid is drawn by asking each pixel where it is.
    private mutating func draw(_ ground: GroundPlane, in configuration: CameraConfiguration) {
        let zones = configuration.zones.filter { $0.kind == .analysis }
        for y in 1..<height {
            for x in 1..<width {
                let point = point(x, y)
                guard zones.contains(where: { $0.polygon.contains(point) }), let here = ground.metres(at: point),
                    let left = ground.metres(at: self.point(x - 1, y)), let up = ground.metres(at: self.point(x, y - 1))
                else { continue }
                // Where lines are closer than four pixels the grid says nothing.
                guard abs(here.north - up.north) < Self.step / 4, abs(here.east - left.east) < Self.step / 4 else {
                    continue
                }
                let crosses =
                    Self.floor(here.east) != Self.floor(left.east) || Self.floor(here.north) != Self.floor(up.north)
                if crosses { pixels[y * width + x] = pixels[y * width + x] > 127 ? 0 : 255 }
            }
        }
        if let horizon = ground.horizonY, (0...1).contains(horizon) {
            line(PicturePoint(x: 0, y: horizon), PicturePoint(x: 1, y: horizon), grey: 255, thick: 1)
        }
    }

    private static func floor(_ metres: Double) -> Int { Int((metres / step).rounded(.down)) }

    private func point(_ x: Int, _ y: Int) -> PicturePoint {
        PicturePoint(x: (Double(x) + 0.5) / Double(width), y: (Double(y) + 0.5) / Double(height))
    }

    private mutating func outline(_ polygon: Polygon, grey: UInt8) {
        for (index, vertex) in polygon.vertices.enumerated() {
            line(vertex, polygon.vertices[(index + 1) % polygon.vertices.count], grey: grey, thick: 2)
        }
    }

    private mutating func cross(_ point: PicturePoint) {
        let (dx, dy) = (12 / Double(width), 12 / Double(height))
        line(
            PicturePoint(x: point.x - dx, y: point.y), PicturePoint(x: point.x + dx, y: point.y), grey: 255, thick: 3)
        line(
            PicturePoint(x: point.x, y: point.y - dy), PicturePoint(x: point.x, y: point.y + dy), grey: 255, thick: 3)
    }

    /// A line with a black rim on its right, so that it shows on any ground.
    private mutating func line(_ a: PicturePoint, _ b: PicturePoint, grey: UInt8, thick: Int) {
        let (ax, ay) = (a.x * Double(width), a.y * Double(height))
        let (bx, by) = (b.x * Double(width), b.y * Double(height))
        let steps = max(1, Int(max(abs(bx - ax), abs(by - ay)).rounded(.up)))
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let (x, y) = (Int(ax + (bx - ax) * share), Int(ay + (by - ay) * share))
            for dy in 0..<thick {
                for dx in 0...thick { set(x + dx, y + dy, dx == thick ? 0 : grey) }
            }
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ grey: UInt8) {
        if x >= 0, y >= 0, x < width, y < height { pixels[y * width + x] = grey }
    }
}
