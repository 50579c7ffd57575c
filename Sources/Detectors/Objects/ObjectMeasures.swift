internal import Events

/// What was measured of a static region at one verification, each against its bar: the verdict is computed from these
/// alone, so whoever has them can compute it again.
struct ObjectMeasures: Sendable, Hashable {
    /// Seconds of undisturbed looking without which nothing is decided.
    static let leastSeen = 3.0
    /// Share of frames with calm surroundings: a standing person's outline sways, a bag's does not.
    static let leastIsolation = 0.8
    /// Share of pixels that change from frame to frame: people sway, bags do not.
    static let mostMicroMotion = 0.10
    /// Share of the cells that must have been there for a good part of the time of the oldest; a person renews them.
    static let leastOfOneAge = 0.5
    /// Seconds for which it may have been larger than an object.
    static let mostLarge = 10.0
    /// Share of the box that must be foreground: noise and reflections are sparse.
    static let leastSolidity = 0.25
    /// Share of looks at which it must seem put there, and share below which it was taken.
    static let leastPut = 0.7, mostTaken = 0.2
    /// Correlation with the background above which a difference in brightness is light or shadow.
    static let lightCorrelation = 0.7
    /// Share of pixels whose gradient changed below which there is no structure of its own.
    static let leastGradient = 0.04
    /// Where contrast is too low for that, in fog: correlation below which nothing of the background is left, the share
    /// of the box that must be foreground, and how many times as strong its outline must be as what was there.
    static let goneCorrelation = 0.1, faintSolidity = 0.5, faintOutline = 2.0

    var size: ObjectSize
    /// The foreground goes on above, below or to the sides, to more than an object.
    var isPartOfLarger = false
    /// Seconds for which the whole was larger than an object.
    var largeFor = 0.0
    /// Seconds since it was put.
    var staticAge = 0.0
    var solidity = 0.0
    var structureNCC = 0.0
    var gradientChange = 0.0
    var microMotion = RunningMean(seconds: 10)
    var isolation = RunningMean(seconds: 6)
    var putShare = RunningMean(seconds: 6)
    var ofOneAge = 0.0
    /// Share of the time at this hour for which something is usually still there: for the operator, not for the verdict.
    var habitRate = 0.0
    var putOrTaken: PutOrTakenTest.Measure

    /// Light or shadow: the structure of the background is still there, or there is none.
    var isLight: Bool { structureNCC > Self.lightCorrelation || (gradientChange < Self.leastGradient && !isFaint) }

    /// Of little contrast, but it hides the background and has an outline of its own.
    private var isFaint: Bool {
        structureNCC < Self.goneCorrelation && solidity >= Self.faintSolidity
            && putOrTaken.contourNow >= Self.faintOutline * putOrTaken.contourBefore
    }

    /// It is, or is part of, something larger than an object.
    var isLarge: Bool { !size.isPlausible || isPartOfLarger }

    var verdict: AbandonedObjectStateMachine.Verdict {
        guard !isLarge, largeFor < Self.mostLarge, solidity >= Self.leastSolidity, !isLight else { return .refused }
        guard microMotion.seen >= Self.leastSeen, isolation.seen >= Self.leastSeen else { return .pending }
        guard microMotion.value < Self.mostMicroMotion, ofOneAge >= Self.leastOfOneAge else { return .refused }
        guard isolation.value >= Self.leastIsolation, putShare.seen >= Self.leastSeen else { return .pending }
        if putShare.value >= Self.leastPut { return .object }
        return putShare.value <= Self.mostTaken && putOrTaken.answer == .taken ? .taken : .ambiguous
    }

    /// What an operator reads as *why*.
    var reasons: [Reason] {
        [
            Reason(.staticAge, staticAge, unit: "s"),
            size.reason,
            Reason(.structureNCC, structureNCC, unit: "", limit: Self.lightCorrelation),
            Reason(.gradientChange, gradientChange, unit: "share", limit: Self.leastGradient),
            Reason(.microMotion, microMotion.value, unit: "share", limit: Self.mostMicroMotion),
            Reason(.isolation, isolation.value, unit: "share", limit: Self.leastIsolation),
            Reason(.putShare, putShare.value, unit: "share", limit: Self.leastPut),
            Reason(.colourCandidate, putOrTaken.colourNow, unit: ""),
            Reason(.colourBackground, putOrTaken.colourBefore, unit: ""),
            Reason(.contourCandidate, putOrTaken.contourNow, unit: "grey levels"),
            Reason(.contourBackground, putOrTaken.contourBefore, unit: "grey levels"),
            Reason(.habitRate, habitRate, unit: "share"),
        ]
    }
}

/// The size of a static region in the heights of a standing person there (1.7 m): 0.15–1.2 m wide, below 0.85 m
/// tall. While nothing is calibrated the heights are a guess, and the limits allow for a factor of two.
struct ObjectSize: Sendable, Hashable {
    static let narrowest = 0.15 / personMetres, widest = 1.2 / personMetres, tallest = 0.5
    static let slackUncalibrated = 2.0
    static let personMetres = 1.7

    /// Person heights.
    let width, height: Double
    let isCalibrated: Bool

    init(box: PixelBox, heights: PersonHeights) {
        let person = heights[atPixel: box.bottom]
        (width, height) = (Double(box.width) / person, Double(box.height) / person)
        isCalibrated = heights.isCalibrated
    }

    private var slack: Double { isCalibrated ? 1 : Self.slackUncalibrated }

    var isPlausible: Bool {
        (Self.narrowest / slack...Self.widest * slack).contains(width)
            && (Self.narrowest / slack...Self.tallest * slack).contains(height)
    }

    var isTooLarge: Bool { width > Self.widest * slack || height > Self.tallest * slack }

    /// The longer side, in metres when the ground is calibrated.
    var reason: Reason {
        let side = max(width, height)
        return isCalibrated
            ? Reason(.sizeMetres, side * Self.personMetres, unit: "m", limit: Self.widest * Self.personMetres)
            : Reason(.sizePersonHeights, side, unit: "person heights", limit: Self.widest * slack)
    }
}
