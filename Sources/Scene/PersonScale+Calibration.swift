import Events

extension PersonScale {
    /// Least length of a bar in picture heights: shorter ones measure the finger, not the person.
    static let shortestBar = 0.01
    /// A bar may differ from the common line by this share of its length.
    static let barResidual = 0.35

    /// The line through the bars' heights (each made that of a 1.7 m person) over their foot lines. One bar, or bars on
    /// one foot line, scale the guessed line.
    init(bars: [PersonBar], lens: LensModel) throws(SceneError) {
        guard !bars.isEmpty else { throw SceneError(.noBars, "no bar is given", context: "calibration.bars") }
        for (index, bar) in bars.enumerated() { try Self.check(bar, context: "calibration.bars[\(index)]") }
        let samples = Self.samples(of: bars)
        let (top, slope) = Self.line(through: samples)
        for (index, sample) in samples.enumerated() {
            let fitted = top + slope * sample.y
            guard slope >= 0, fitted > 0, abs(fitted - sample.height) <= Self.barResidual * sample.height else {
                throw SceneError(
                    .contradictoryBars, "the bar contradicts the others", context: "calibration.bars[\(index)]")
            }
        }
        let straight = bars.map { bar in
            PersonBar(
                foot: lens.straightened(bar.foot), head: lens.straightened(bar.head), heightMetres: bar.heightMetres)
        }
        let ground = PinholeGround(bars: straight, top: top, slope: slope, aspect: lens.aspect)
            .map { GroundPlane(coefficients: $0.plane, lens: lens) }
        self.init(
            top: top, slope: slope, isCalibrated: true, ground: ground, aspect: lens.aspect,
            accuracy: bars.count > 1 ? Self.accuracy(of: bars, top: top, slope: slope, aspect: lens.aspect) : nil)
    }

    /// Residuals of the heads, and what the others make of the height of each bar when it is left out.
    private static func accuracy(of bars: [PersonBar], top: Double, slope: Double, aspect: Double) -> GroundAccuracy {
        let diagonal = (aspect * aspect + 1).squareRoot()
        func miss(_ bar: PersonBar, _ line: (top: Double, slope: Double)) -> Double {
            (line.top + line.slope * bar.foot.y) * bar.heightMetres / personMetres - (bar.foot.y - bar.head.y)
        }
        let misses = bars.map { miss($0, (top, slope)) }
        let shares = zip(misses, bars).map { $0 / ($1.foot.y - $1.head.y) }
        let leftOut =
            bars.count < 3
            ? []
            : bars.indices.map { index -> Double in
                var others = bars
                let bar = others.remove(at: index)
                let line = line(through: samples(of: others))
                return abs(miss(bar, line)) / max(1e-3, line.top + line.slope * bar.foot.y) * personMetres
            }
        let square = shares.reduce(0) { $0 + $1 * $1 } / Double(shares.count)
        return GroundAccuracy(
            kind: .bars, residuals: misses.map { abs($0) / diagonal }, rootMeanSquare: square.squareRoot(),
            leftOutMetres: leftOut)
    }

    private static func samples(of bars: [PersonBar]) -> [(y: Double, height: Double)] {
        bars.map { (y: $0.foot.y, height: ($0.foot.y - $0.head.y) * personMetres / $0.heightMetres) }
    }

    private static func check(_ bar: PersonBar, context: String) throws(SceneError) {
        guard (0.5...10).contains(bar.heightMetres) else {
            throw SceneError(.barHeight, "\(bar.heightMetres) m is no height of a bar", context: context)
        }
        guard bar.head.y < bar.foot.y else {
            throw SceneError(.upsideDownBar, "the head is not above the foot", context: context)
        }
        guard bar.foot.y - bar.head.y >= shortestBar else {
            throw SceneError(.shortBar, "the bar is shorter than 1 % of the picture", context: context)
        }
    }

    private static func line(through samples: [(y: Double, height: Double)]) -> (top: Double, slope: Double) {
        let ys = samples.map(\.y)
        let spread = (ys.max() ?? 0) - (ys.min() ?? 0)
        if spread >= 0.03 {
            var normal = NormalEquations(unknowns: 2)
            for sample in samples { normal.add([1, sample.y], equals: sample.height, weight: 1 / sample.height) }
            if let solved = normal.solution() { return (solved[0], solved[1]) }
        }
        let guess = PersonScale(aspect: 1)
        let factor = samples.reduce(0) { $0 + $1.height / guess.personHeight(atFootY: $1.y) } / Double(samples.count)
        return (defaultTop * factor, defaultSlope * factor)
    }

    /// Height of a person from the ground's scale across the picture: a line of 1.7 m parallel to the row at the foot is as
    /// long as a person is tall there, to the cosine of the camera's tilt. Fitted over the middle column's visible ground.
    init(points: [GroundPoint], lens: LensModel) throws(SceneError) {
        let ground = try GroundPlane(points: points, lens: lens)
        var normal = NormalEquations(unknowns: 2)
        let ys = points.map(\.image.y)
        let x = points.reduce(0) { $0 + $1.image.x } / Double(points.count)
        let (low, high) = (ys.min() ?? 0, ys.max() ?? 1)
        for step in 0...20 {
            let y = low + (high - low) * Double(step) / 20
            guard let width = ground.metresPerPictureWidth(at: PicturePoint(x: x, y: y)), width > 0 else { continue }
            normal.add([1, y], equals: Self.personMetres * lens.aspect / width)
        }
        guard let line = normal.solution(), line[0] + line[1] * high > 0 else {
            throw SceneError(.collinearPoints, "the points span no depth", context: "calibration.points")
        }
        self.init(
            top: line[0], slope: max(0, line[1]), isCalibrated: true, ground: ground, aspect: lens.aspect,
            accuracy: ground.accuracy(of: points))
    }
}
