internal import Perception

/// What one 8×8 cell has shown, apart from the background, and since when.
struct RememberedCell: Sendable {
    /// Seconds for which a cell must have shown the same to be static.
    static let staticAfter = 3.0
    /// Seconds for which another signature must stay to replace the one that is remembered, and for which one that is
    /// not seen is remembered at most.
    static let replacedAfter = 3.0, forgottenAfter = 25.0
    /// Seconds of visible background after which nothing is remembered.
    static let clearedAfter = 1.0
    /// Grey levels by which the mean of a quarter may differ and be the same thing.
    static let tolerance: Float = 12
    /// Share of the way on which a signature follows what it sees at each frame: light drifts.
    static let following: Float = 0.05

    struct Shown: Sendable {
        var signature: SIMD4<Float>
        var since, lastSeen: Double
    }

    private var known: Shown?
    private var challenger: Shown?
    /// When it became foreground; `nil` while it shows background.
    private var foregroundSince: Double?
    private var backgroundSince: Double?

    /// Shows background, and remembers nothing else.
    var isBlank: Bool { known == nil && foregroundSince == nil }

    /// When it first showed what it shows; infinite while nothing is known.
    var shownSince: Double { known?.since ?? .infinity }

    func isStatic(at time: Double, patience: Double) -> Bool {
        known.map { time - $0.lastSeen <= patience && time - $0.since >= Self.staticAfter } ?? false
    }

    /// Whether it shows what it has shown before.
    func isRecognised(at time: Double) -> Bool { known.map { $0.since < time && $0.lastSeen == time } ?? false }

    /// Takes that it is foreground; answers since when.
    mutating func beForeground(at time: Double) -> Double {
        backgroundSince = nil
        let since = foregroundSince ?? time
        foregroundSince = since
        return since
    }

    /// Takes that it shows background.
    mutating func showBackground(at time: Double, isQuiet: Bool) {
        foregroundSince = nil
        challenger = nil
        backgroundSince = isQuiet ? backgroundSince ?? time : nil
        if let backgroundSince, time - backgroundSince >= Self.clearedAfter { known = nil }
    }

    /// Recognises what it showed; `false` when it shows another thing, or nothing was known.
    mutating func follow(_ signature: SIMD4<Float>, at time: Double) -> Bool {
        known?.follow(signature, time: time) ?? false
    }

    /// It has been quiet since `since`: what it shows is known, is a challenger, or is new.
    mutating func settle(on signature: SIMD4<Float>, since: Double, at time: Double) {
        guard let known, time - known.lastSeen <= Self.forgottenAfter else {
            self.known = Shown(signature: signature, since: since, lastSeen: time)
            return
        }
        guard !follow(signature, at: time) else {
            challenger = nil
            return
        }
        challenge(with: signature, since: since, at: time)
    }

    private mutating func challenge(with signature: SIMD4<Float>, since: Double, at time: Double) {
        var other = challenger ?? Shown(signature: signature, since: since, lastSeen: time)
        if !other.follow(signature, time: time) { other = Shown(signature: signature, since: time, lastSeen: time) }
        let isBelieved = time - other.since >= Self.replacedAfter
        if isBelieved { known = other }
        challenger = isBelieved ? nil : other
    }
}

extension RememberedCell.Shown {
    /// Recognises a signature and follows it; `false` when it is another.
    fileprivate mutating func follow(_ other: SIMD4<Float>, time: Double) -> Bool {
        let difference = other - signature
        let limit = SIMD4<Float>(repeating: RememberedCell.tolerance)
        guard all(difference .<= limit), all(difference .>= -limit) else { return false }
        signature += difference * RememberedCell.following
        lastSeen = time
        return true
    }
}

extension Evidence {
    /// Mean luma of the four quarters of a cell, without the light offset of the picture.
    func signature(_ column: Int, _ row: Int) -> SIMD4<Float> {
        let half = Self.cellSize / 2
        var (upper, lower) = (SIMD8<UInt16>.zero, SIMD8<UInt16>.zero)
        for y in 0..<half {
            upper &+= wideCellLine(of: luma, column, row, y)
            lower &+= wideCellLine(of: luma, column, row, y + half)
        }
        let sums = SIMD4<Float>(
            Float(upper.lowHalf.wrappedSum()), Float(upper.highHalf.wrappedSum()), Float(lower.lowHalf.wrappedSum()),
            Float(lower.highHalf.wrappedSum()))
        return sums / Float(half * half) - Float(lightOffset)
    }
}
