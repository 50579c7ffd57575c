import Events

/// A camera without roll above flat ground, found from upright bars: tilt, height, and the focal length as far as the
/// bars tell it.
///
/// Each foot gives a ray to the ground, each head a second view of the same vertical; both coordinates of the heads are
/// fitted by Levenberg and Marquardt's method. Two bars, or bars at one depth, say nothing of the focal length: a weak
/// prior at ``PersonScale/assumedFieldOfViewDegrees`` decides then, and gives way to three bars at different depths
/// (Criminisi, Reid, Zisserman: Single view metrology, 2000, for the geometry).
struct PinholeGround: Hashable {
    /// 1 / focal length in picture heights; tangent of the tilt; metres above the ground.
    var inverseFocal, tilt, height: Double
    let aspect: Double

    /// tan(65° / 2).
    private static let tangentOfHalfAssumedView = 0.637_070_260_8
    /// Standard deviation of the prior of the inverse focal length, as a share of it.
    private static let focalSpread = 0.35
    /// Standard deviation of a drawn head in picture heights: a constant, and a share of the bar for persons' heights.
    private static let drawnError = 0.004
    private static let heightError = 0.04
    private static let rounds = 60

    private static func assumed(_ aspect: Double) -> Double { 2 * tangentOfHalfAssumedView / aspect }

    /// `nil` when the bars admit no camera: persons would not get smaller with distance.
    init?(bars: [PersonBar], top: Double, slope: Double, aspect: Double) {
        guard slope > 0.01 else { return nil }
        let focal = Self.assumed(aspect)
        self.init(
            inverseFocal: focal, tilt: (0.5 + top / slope) * focal, height: PersonScale.personMetres / slope,
            aspect: aspect)
        refine(bars)
    }

    private init(inverseFocal: Double, tilt: Double, height: Double, aspect: Double) {
        (self.inverseFocal, self.tilt, self.height, self.aspect) = (inverseFocal, tilt, height, aspect)
    }

    /// Where the head of an upright of so many metres is, whose foot is at `foot`; `nil` above the horizon.
    func head(foot: PicturePoint, metres: Double) -> PicturePoint? {
        let (sine, cosine) = angles
        let (u, a) = ((foot.x - 0.5) * aspect * inverseFocal, (foot.y - 0.5) * inverseFocal)
        let down = a * cosine + sine
        guard down > 1e-6 else { return nil }
        let scale = height / down
        let depth = scale - metres * sine
        guard depth > 1e-6 else { return nil }
        return PicturePoint(
            x: 0.5 + scale * u / depth / (aspect * inverseFocal),
            y: 0.5 + (scale * a - metres * cosine) / depth / inverseFocal)
    }

    /// Metres of an upright whose foot and head row are given; `nil` above the horizon.
    func metres(foot: PicturePoint, headY: Double) -> Double? {
        let (sine, cosine) = angles
        let (a, b) = ((foot.y - 0.5) * inverseFocal, (headY - 0.5) * inverseFocal)
        let down = a * cosine + sine
        guard down > 1e-6 else { return nil }
        // b = (s a − h cos) / (s − h sin), solved for h.
        return height / down * (a - b) / (cosine - b * sine)
    }

    /// Picture → ground, metres sideways and away from the point below the camera.
    var plane: [Double] {
        let (sine, cosine) = angles
        let (q, h) = (inverseFocal, height)
        return [
            h * aspect * q, 0, -h * aspect * q / 2,
            0, -h * sine * q, h * (cosine + sine * q / 2),
            0, cosine * q, sine - cosine * q / 2,
        ]
    }

    private var angles: (sine: Double, cosine: Double) {
        let cosine = 1 / (1 + tilt * tilt).squareRoot()
        return (tilt * cosine, cosine)
    }
}

extension PinholeGround {
    private var unknowns: [Double] { [inverseFocal, tilt, height] }

    private mutating func refine(_ bars: [PersonBar]) {
        var damping = 1e-3
        var cost = cost(bars)
        for _ in 0..<Self.rounds where damping < 1e9 {
            guard let next = step(bars, damping: damping) else { return }
            let nextCost = next.cost(bars)
            if nextCost < cost {
                (self, cost) = (next, nextCost)
                damping /= 4
            } else {
                damping *= 8
            }
        }
    }

    private func cost(_ bars: [PersonBar]) -> Double {
        guard inverseFocal > 0.05, height > 0.3 else { return .infinity }
        return residuals(bars).reduce(0) { $0 + $1 * $1 }
    }

    /// Two for each bar and one for the prior, in standard deviations.
    private func residuals(_ bars: [PersonBar]) -> [Double] {
        let assumed = Self.assumed(aspect)
        var list = [(inverseFocal - assumed) / (Self.focalSpread * assumed)]
        for bar in bars {
            let length = bar.foot.y - bar.head.y
            guard let head = head(foot: bar.foot, metres: bar.heightMetres) else {
                list += [1e3, 1e3]
                continue
            }
            let along = Self.drawnError + Self.heightError * length
            list.append((head.y - bar.head.y) / along)
            // People lean: sideways a bar says less.
            list.append((head.x - bar.head.x) * aspect / (2 * Self.drawnError + Self.heightError * length))
        }
        return list
    }

    private func step(_ bars: [PersonBar], damping: Double) -> PinholeGround? {
        let base = residuals(bars)
        let columns = unknowns.indices.map { k -> [Double] in
            var moved = unknowns
            let step = 1e-6 * max(0.1, abs(moved[k]))
            moved[k] += step
            return zip(with(moved).residuals(bars), base).map { ($0 - $1) / step }
        }
        var normal = NormalEquations(unknowns: 3)
        for row in base.indices { normal.add(columns.map { $0[row] }, equals: -base[row]) }
        for k in unknowns.indices {
            var unit = [0.0, 0.0, 0.0]
            unit[k] = 1
            normal.add(unit, equals: 0, weight: damping * (columns[k].reduce(0) { $0 + $1 * $1 } + 1e-9))
        }
        return normal.solution().map { change in with(zip(unknowns, change).map { $0 + $1 }) }
    }

    private func with(_ values: [Double]) -> PinholeGround {
        PinholeGround(inverseFocal: values[0], tilt: values[1], height: values[2], aspect: aspect)
    }
}
