import Events

extension PersonScale {
    /// Least length of a bar in picture heights: shorter ones measure the finger, not the person.
    static let shortestBar = 0.01
    /// A bar may differ from the common line by this share of its length.
    static let barResidual = 0.35

    /// The line through the bars' heights (each made that of a 1.7 m person) over their foot lines. One bar, or bars on
    /// one foot line, scale the guessed line.
    init(bars: [PersonBar], aspect: Double) throws(SceneError) {
        guard !bars.isEmpty else { throw SceneError(.noBars, "no bar is given", context: "calibration.bars") }
        for (index, bar) in bars.enumerated() { try Self.check(bar, context: "calibration.bars[\(index)]") }
        let samples = bars.map { bar in
            (y: bar.foot.y, height: (bar.foot.y - bar.head.y) * Self.personMetres / bar.heightMetres)
        }
        let (top, slope) = Self.line(through: samples)
        for (index, sample) in samples.enumerated() {
            let fitted = top + slope * sample.y
            guard slope >= 0, fitted > 0, abs(fitted - sample.height) <= Self.barResidual * sample.height else {
                throw SceneError(
                    .contradictoryBars, "the bar contradicts the others", context: "calibration.bars[\(index)]")
            }
        }
        self.init(
            top: top, slope: slope, isCalibrated: true, ground: Self.ground(top: top, slope: slope, aspect: aspect),
            aspect: aspect)
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

    /// Ground of a level camera: a point at foot line y lies at depth f · Hc / (y − y₀) and sideways by
    /// (x − ½) · aspect · Hc / (y − y₀), where Hc = 1.7 m / slope is the height of the camera, y₀ the horizon, and f the
    /// focal length in picture heights, taken from ``assumedFieldOfViewDegrees``.
    private static func ground(top: Double, slope: Double, aspect: Double) -> GroundPlane? {
        guard slope > 0.01 else { return nil }
        let camera = personMetres / slope
        let focal = aspect / 2 / tangentOfHalfAssumedView
        return GroundPlane(coefficients: [
            camera * aspect, 0, -camera * aspect / 2,
            0, 0, focal * camera,
            0, 1, top / slope,
        ])
    }

    /// tan(65° / 2).
    private static let tangentOfHalfAssumedView = 0.637_070_260_8

    /// Height of a person from the ground's scale across the picture: a line of 1.7 m parallel to the row at the foot is as
    /// long as a person is tall there, to the cosine of the camera's tilt. Fitted over the middle column's visible ground.
    init(points: [GroundPoint], aspect: Double) throws(SceneError) {
        let ground = try GroundPlane(points: points)
        var normal = NormalEquations(unknowns: 2)
        let ys = points.map(\.image.y)
        let x = points.reduce(0) { $0 + $1.image.x } / Double(points.count)
        let (low, high) = (ys.min() ?? 0, ys.max() ?? 1)
        for step in 0...20 {
            let y = low + (high - low) * Double(step) / 20
            guard let width = ground.metresPerPictureWidth(at: PicturePoint(x: x, y: y)), width > 0 else { continue }
            normal.add([1, y], equals: Self.personMetres * aspect / width)
        }
        guard let line = normal.solution(), line[0] + line[1] * high > 0 else {
            throw SceneError(.collinearPoints, "the points span no depth", context: "calibration.points")
        }
        self.init(top: line[0], slope: max(0, line[1]), isCalibrated: true, ground: ground, aspect: aspect)
    }
}
