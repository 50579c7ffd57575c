public import Events

/// How tall a standing person is in the picture, and what a picture length is on the ground.
///
/// An upright person on flat ground seen by a level camera grows linearly with the distance of the foot from the
/// horizon (Hoiem, Efros, Hebert: Putting Objects in Perspective, 2008): height = slope × (footY − horizonY).
/// Without a calibration a guess for an ordinary mounting is used, and ``isCalibrated`` says so.
public struct PersonScale: Sendable, Hashable {
    /// Metres of the person that every height speaks of.
    public static let personMetres = 1.7
    /// The guess: 6 % of the picture's height at its top, 24 % at its bottom.
    public static let defaultTop = 0.06
    public static let defaultSlope = 0.18
    /// No person is taken for smaller than 1.5 % of the picture's height, nor taller than the picture.
    public static let heightLimits = 0.015...1.0
    /// Horizontal field of view taken for a camera that is calibrated by bars alone.
    public static let assumedFieldOfViewDegrees = 65.0

    public let isCalibrated: Bool
    /// The ground in metres; `nil` when nothing is calibrated.
    public let ground: GroundPlane?
    /// Width over height of the picture.
    public let aspect: Double
    /// How well the calibration agrees with itself; `nil` when nothing is calibrated, or by one bar.
    public let accuracy: GroundAccuracy?
    let top, slope: Double

    /// Nothing calibrated: the documented guess.
    public init(aspect: Double) {
        self.init(
            top: Self.defaultTop, slope: Self.defaultSlope, isCalibrated: false, ground: nil, aspect: aspect,
            accuracy: nil)
    }

    /// - Parameters:
    ///   - aspect: width over height of the picture.
    ///   - settings: the lens, and whether an inaccurate calibration is used all the same.
    /// - Throws: ``SceneError`` when the calibration is degenerate, contradicts itself or is inaccurate.
    public init(
        calibration: Calibration?, aspect: Double, settings: GroundSettings = GroundSettings()
    ) throws(SceneError) {
        let lens = LensModel(distortion: settings.distortion, aspect: aspect)
        switch calibration {
        case nil: self.init(aspect: aspect)
        case .bars(let bars): try self.init(bars: bars, lens: lens)
        case .points(let points): try self.init(points: points, lens: lens)
        }
        if let accuracy, !accuracy.isAcceptable, !settings.acceptsInaccurate { throw Self.refusal(of: accuracy) }
    }

    private static func refusal(of accuracy: GroundAccuracy) -> SceneError {
        func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
        let of = accuracy.kind == .points ? "of the picture's diagonal" : "of the bars' length"
        let leftOut = accuracy.leftOutError.map { ", and \(($0 * 100).rounded() / 100) m when one is left out" } ?? ""
        return SceneError(
            .inaccurateGround,
            "the \(accuracy.kind.rawValue) miss by \(percent(accuracy.rootMeanSquare)) \(of)\(leftOut)",
            context: "calibration.\(accuracy.kind.rawValue)[\(accuracy.worst)]")
    }

    init(
        top: Double, slope: Double, isCalibrated: Bool, ground: GroundPlane?, aspect: Double, accuracy: GroundAccuracy?
    ) {
        self.accuracy = accuracy
        self.top = top
        self.slope = slope
        self.isCalibrated = isCalibrated
        self.ground = ground
        self.aspect = aspect
    }

    /// Height of a standing person, in picture heights (0..1), whose foot is at `footY` (0 top … 1 bottom, beyond is fine).
    public func personHeight(atFootY footY: Double) -> Double {
        min(max(top + slope * footY, Self.heightLimits.lowerBound), Self.heightLimits.upperBound)
    }

    /// The same for a person whose middle is at `y`: the foot is half a person further down.
    public func personHeight(atBodyY y: Double) -> Double {
        // h = top + slope (y + h/2) solved for h; flat scales have no singularity near slope = 2.
        let height = (top + slope * y) / max(0.25, 1 - slope / 2)
        return min(max(height, Self.heightLimits.lowerBound), Self.heightLimits.upperBound)
    }

    /// The same for a person whose head is at `y`: the foot is a whole person further down.
    public func personHeight(atHeadY y: Double) -> Double {
        let height = (top + slope * y) / max(0.25, 1 - slope)
        return min(max(height, Self.heightLimits.lowerBound), Self.heightLimits.upperBound)
    }

    /// Metres for each picture height of length at the foot line `footY`, upright or along the row.
    public func metresPerPictureHeight(atFootY footY: Double) -> Double {
        Self.personMetres / personHeight(atFootY: footY)
    }

    /// Metres between two points on the ground: by the ground plane when there is one, else in person heights × 1.7 m
    /// at the mean foot line, which knows nothing of depth.
    public func metres(between a: PicturePoint, and b: PicturePoint) -> Double {
        if let exact = ground?.distance(a, b) { return exact }
        let (dx, dy) = ((a.x - b.x) * aspect, a.y - b.y)
        return (dx * dx + dy * dy).squareRoot() * metresPerPictureHeight(atFootY: (a.y + b.y) / 2)
    }

    /// The same scale with every person `factor` times as tall: what a detector learns about an uncalibrated camera.
    public func scaled(by factor: Double) -> PersonScale {
        PersonScale(
            top: top * factor, slope: slope * factor, isCalibrated: isCalibrated, ground: ground, aspect: aspect,
            accuracy: accuracy)
    }
}
