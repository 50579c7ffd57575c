import Events
import Scene
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014): a seed that can be printed and used again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Polygons and boxes")
struct GeometryTests {
    static let seed: UInt64 = 20_261_122

    private func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Polygon {
        Polygon([
            PicturePoint(x: left, y: top), PicturePoint(x: right, y: top), PicturePoint(x: right, y: bottom),
            PicturePoint(x: left, y: bottom),
        ])
    }

    @Test("a rectangle contains exactly the points between its edges")
    func rectangleContains() {
        var random = SeededGenerator(state: Self.seed)
        let zone = rectangle(0.2, 0.3, 0.7, 0.9)
        for _ in 0..<10_000 {
            let point = PicturePoint(x: .random(in: 0...1, using: &random), y: .random(in: 0...1, using: &random))
            let inside = point.x >= 0.2 && point.x < 0.7 && point.y >= 0.3 && point.y < 0.9
            #expect(zone.contains(point) == inside, "seed \(Self.seed), \(point)")
        }
    }

    @Test("zones that share an edge share no point and leave none out, points on the edge included")
    func partition() {
        var random = SeededGenerator(state: Self.seed)
        let cut = 0.5
        let halves = [rectangle(0, 0, cut, 1), rectangle(cut, 0, 1, 1)]
        for step in 0..<2_000 {
            let x = step % 4 == 0 ? cut : .random(in: 0..<1, using: &random)
            let point = PicturePoint(x: x, y: .random(in: 0..<1, using: &random))
            #expect(halves.count { $0.contains(point) } == 1, "seed \(Self.seed), \(point)")
        }
    }

    @Test("the notch of a concave polygon is outside")
    func concave() {
        let notched = Polygon([
            PicturePoint(x: 0, y: 0), PicturePoint(x: 1, y: 0), PicturePoint(x: 1, y: 1), PicturePoint(x: 0.5, y: 0.4),
            PicturePoint(x: 0, y: 1),
        ])
        #expect(!notched.contains(PicturePoint(x: 0.5, y: 0.8)))
        #expect(notched.contains(PicturePoint(x: 0.5, y: 0.2)))
        #expect(notched.contains(PicturePoint(x: 0.1, y: 0.8)))
    }

    @Test("orientation changes neither what is inside nor the area")
    func orientation() {
        var random = SeededGenerator(state: Self.seed)
        for _ in 0..<500 {
            let triangle = Polygon(
                (0..<3).map { _ in
                    PicturePoint(x: .random(in: 0...1, using: &random), y: .random(in: 0...1, using: &random))
                })
            let reversed = Polygon(triangle.vertices.reversed())
            #expect(abs(triangle.area - reversed.area) < 1e-12)
            let point = PicturePoint(x: .random(in: 0...1, using: &random), y: .random(in: 0...1, using: &random))
            #expect(triangle.contains(point) == reversed.contains(point), "seed \(Self.seed)")
        }
    }

    @Test("the share of random points inside a polygon is its area")
    func areaBySampling() {
        var random = SeededGenerator(state: Self.seed)
        let zone = Polygon([
            PicturePoint(x: 0.1, y: 0.9), PicturePoint(x: 0.4, y: 0.1), PicturePoint(x: 0.9, y: 0.5),
            PicturePoint(x: 0.6, y: 0.6),
        ])
        let inside = (0..<40_000).count { _ in
            zone.contains(PicturePoint(x: .random(in: 0...1, using: &random), y: .random(in: 0...1, using: &random)))
        }
        #expect(abs(Double(inside) / 40_000 - zone.area) < 0.01, "seed \(Self.seed)")
    }

    @Test("overlap is symmetric, 1 with itself and 0 without contact")
    func overlap() {
        let box = Box(x: 0.1, y: 0.1, width: 0.2, height: 0.4)
        let half = Box(x: 0.1, y: 0.1, width: 0.2, height: 0.2)
        #expect(box.overlap(with: box) == 1)
        #expect(abs(box.overlap(with: half) - 0.5) < 1e-12)
        #expect(half.overlap(with: box) == box.overlap(with: half))
        #expect(box.overlap(with: Box(x: 0.5, y: 0.5, width: 0.1, height: 0.1)) == 0)
        #expect(box.overlap(with: Box(x: 0.1, y: 0.1, width: 0, height: 0)) == 0)
    }

    @Test("a zone rule looks at the bottom centre of a box")
    func anchor() {
        let anchor = Box(x: 0.1, y: 0.1, width: 0.2, height: 0.4).bottomCentre
        #expect(abs(anchor.x - 0.2) < 1e-12 && abs(anchor.y - 0.5) < 1e-12)
    }
}
