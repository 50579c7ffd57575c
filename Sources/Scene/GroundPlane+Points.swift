import Events

extension GroundPlane {
    /// The plane through ground points, by least squares over the normalised direct linear transform (Hartley and
    /// Zisserman, Multiple View Geometry, 2nd edition, §4.1–4.4; the scale is fixed by h₉ = 1 after normalisation).
    ///
    /// - Throws: ``SceneError`` when there are fewer than four points, two coincide, three of four are on one line, they
    ///   are mirrored, or one would lie above the horizon. How well they fit is for ``accuracy(of:)`` to say.
    public init(points: [GroundPoint], lens: LensModel) throws(SceneError) {
        let straight = points.map { point in
            var point = point
            point.image = lens.straightened(point.image)
            return point
        }
        try Self.checkSpread(straight)
        let picture = Normalisation(straight.map { ($0.image.x, $0.image.y) })
        let ground = Normalisation(straight.map { ($0.eastMetres, $0.northMetres) })
        guard let solved = Self.solve(straight, picture, ground) else {
            throw SceneError(.collinearPoints, "the points do not determine a plane", context: "calibration.points")
        }
        let first = straight[0].image
        let isSeen = solved[6] * first.x + solved[7] * first.y + solved[8] > 0
        self.init(coefficients: isSeen ? solved : solved.map { -$0 }, lens: lens)
        try check(points)
    }

    /// Residuals and leave-one-out errors of the points that made this plane.
    public func accuracy(of points: [GroundPoint]) -> GroundAccuracy {
        let diagonal = (lens.aspect * lens.aspect + 1).squareRoot()
        let residuals = points.map { point -> Double in
            let drawn = lens.straightened(point.image)
            guard let put = straightPicturePoint(east: point.eastMetres, north: point.northMetres) else { return 1 }
            let (dx, dy) = ((put.x - drawn.x) * lens.aspect, put.y - drawn.y)
            return (dx * dx + dy * dy).squareRoot() / diagonal
        }
        let square = residuals.reduce(0) { $0 + $1 * $1 } / Double(max(1, residuals.count))
        return GroundAccuracy(
            kind: .points, residuals: residuals, rootMeanSquare: square.squareRoot(), leftOutMetres: leftOut(points))
    }

    /// A point without which the others determine nothing counts as 0: it cannot be checked.
    private func leftOut(_ points: [GroundPoint]) -> [Double] {
        guard points.count > 4 else { return [] }
        return points.indices.map { index in
            var others = points
            let point = others.remove(at: index)
            guard let plane = try? GroundPlane(points: others, lens: lens) else { return 0 }
            guard let place = plane.metres(at: point.image) else { return .infinity }
            let (dx, dy) = (place.east - point.eastMetres, place.north - point.northMetres)
            return (dx * dx + dy * dy).squareRoot()
        }
    }

    private func check(_ points: [GroundPoint]) throws(SceneError) {
        for (index, point) in points.enumerated() {
            guard metres(at: point.image) != nil else {
                throw SceneError(
                    .inconsistentPoints, "the point would lie above the horizon",
                    context: "calibration.points[\(index)]")
            }
        }
        // The picture's y points down, the world's north up: seen from above the ground is a mirrored picture.
        if determinant > 0 {
            throw SceneError(.mirroredPoints, "the points are mirrored", context: "calibration.points")
        }
    }

    private static func checkSpread(_ points: [GroundPoint]) throws(SceneError) {
        guard points.count >= 4 else {
            throw SceneError(.tooFewPoints, "\(points.count) of at least 4 points", context: "calibration.points")
        }
        let picture = points.map { ($0.image.x, $0.image.y) }
        let ground = points.map { ($0.eastMetres, $0.northMetres) }
        for plane in [picture, ground] {
            let extent = Normalisation(plane).extent
            for i in plane.indices {
                for j in plane.indices where j > i {
                    let (dx, dy) = (plane[i].0 - plane[j].0, plane[i].1 - plane[j].1)
                    if (dx * dx + dy * dy).squareRoot() < 0.001 * max(extent, 1e-12) {
                        throw SceneError(
                            .coincidentPoints, "points \(i) and \(j) are the same place",
                            context: "calibration.points[\(j)]")
                    }
                }
            }
            guard hasQuadrangle(plane, extent: extent) else {
                throw SceneError(
                    .collinearPoints, "every choice of four has three on one line", context: "calibration.points")
            }
        }
    }

    /// Whether four of the points have no three on one line (area of each triangle above 0.2 % of the extent squared).
    private static func hasQuadrangle(_ p: [(Double, Double)], extent: Double) -> Bool {
        func isFlat(_ a: Int, _ b: Int, _ c: Int) -> Bool {
            let cross = (p[b].0 - p[a].0) * (p[c].1 - p[a].1) - (p[b].1 - p[a].1) * (p[c].0 - p[a].0)
            return abs(cross) / 2 < 0.002 * extent * extent
        }
        for a in p.indices {
            for b in p.indices where b > a {
                for c in p.indices where c > b && !isFlat(a, b, c) {
                    for d in p.indices where d > c && !isFlat(a, b, d) && !isFlat(a, c, d) && !isFlat(b, c, d) {
                        return true
                    }
                }
            }
        }
        return false
    }

    /// Least squares for the eight unknowns of the normalised homography, then the normalisation undone.
    private static func solve(_ points: [GroundPoint], _ picture: Normalisation, _ ground: Normalisation) -> [Double]? {
        var normal = NormalEquations(unknowns: 8)
        for point in points {
            let (x, y) = picture.apply(point.image.x, point.image.y)
            let (u, v) = ground.apply(point.eastMetres, point.northMetres)
            normal.add([x, y, 1, 0, 0, 0, -u * x, -u * y], equals: u)
            normal.add([0, 0, 0, x, y, 1, -v * x, -v * y], equals: v)
        }
        guard let n = normal.solution() else { return nil }
        let h = n + [1]
        // H = T_ground⁻¹ · N · T_picture with T: x → s (x − c).
        let (s, cx, cy) = (picture.scale, picture.centreX, picture.centreY)
        var rows = (0..<3).map { row -> [Double] in
            let (a, b, c) = (h[3 * row] * s, h[3 * row + 1] * s, h[3 * row + 2])
            return [a, b, c - a * cx - b * cy]
        }
        for column in 0..<3 {
            rows[0][column] = rows[0][column] / ground.scale + ground.centreX * rows[2][column]
            rows[1][column] = rows[1][column] / ground.scale + ground.centreY * rows[2][column]
        }
        return rows.flatMap { $0 }
    }
}

/// Moves points to their centre and scales them to a mean distance of √2.
private struct Normalisation {
    let centreX, centreY, scale, extent: Double

    init(_ points: [(Double, Double)]) {
        let count = Double(max(1, points.count))
        let x = points.reduce(0) { $0 + $1.0 } / count
        let y = points.reduce(0) { $0 + $1.1 } / count
        let mean = points.reduce(0) { $0 + (($1.0 - x) * ($1.0 - x) + ($1.1 - y) * ($1.1 - y)).squareRoot() } / count
        (centreX, centreY) = (x, y)
        scale = mean > 0 ? 2.0.squareRoot() / mean : 1
        extent = 2 * mean
    }

    func apply(_ x: Double, _ y: Double) -> (Double, Double) { (scale * (x - centreX), scale * (y - centreY)) }
}
