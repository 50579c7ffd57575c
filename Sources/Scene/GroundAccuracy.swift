/// How well a calibration agrees with itself: what decides whether square metres may be spoken of.
public struct GroundAccuracy: Sendable, Hashable {
    /// Largest root mean square of the residuals of points, as a share of the picture's diagonal.
    public static let largestPointError = 0.005
    /// Largest root mean square of the residuals of bars, as a share of each bar's length: adults differ by 4 % (one
    /// standard deviation) and a hand-drawn end by a few pixels.
    public static let largestBarError = 0.12
    /// Largest leave-one-out error in metres: of a place on the ground for points, of a height for bars.
    public static let largestLeftOutMetres = 0.5

    public enum Kind: String, Sendable, Hashable {
        case points, bars
    }

    public var kind: Kind
    /// One for each point or bar in its order: distance between where it was drawn and where the fit puts it (the head,
    /// for a bar), as a share of the picture's diagonal.
    public var residuals: [Double]
    /// Root mean square: share of the diagonal for points, share of the bar's length for bars.
    public var rootMeanSquare: Double
    /// Metres by which the others miss each when it is left out; empty when too few would be left (four points, two bars).
    public var leftOutMetres: [Double]

    public init(kind: Kind, residuals: [Double], rootMeanSquare: Double, leftOutMetres: [Double]) {
        self.kind = kind
        self.residuals = residuals
        self.rootMeanSquare = rootMeanSquare
        self.leftOutMetres = leftOutMetres
    }

    /// Root mean square of ``leftOutMetres``; `nil` when it is empty.
    public var leftOutError: Double? {
        guard !leftOutMetres.isEmpty else { return nil }
        return (leftOutMetres.reduce(0) { $0 + $1 * $1 } / Double(leftOutMetres.count)).squareRoot()
    }

    public var isAcceptable: Bool {
        let limit = kind == .points ? Self.largestPointError : Self.largestBarError
        return rootMeanSquare <= limit && (leftOutError ?? 0) <= Self.largestLeftOutMetres
    }

    /// Index of the point or bar that agrees least.
    public var worst: Int {
        let errors = leftOutMetres.isEmpty ? residuals : leftOutMetres
        return errors.indices.max { errors[$0] < errors[$1] } ?? 0
    }
}
