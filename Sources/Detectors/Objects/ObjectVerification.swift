internal import Perception

/// Decides whether a static region is an object: size, stillness, age, structure, surroundings, put or taken.
struct ObjectVerification {
    /// Seconds of undisturbed looking without which nothing is decided.
    static let leastSeen = 3.0
    /// Share of frames with calm surroundings: a standing person's outline sways, a bag's does not.
    static let leastIsolation = 0.7
    /// Share of pixels that change from frame to frame: people sway, bags do not.
    static let mostFlicker = 0.10
    /// Share of the cells that must have been there for this share of the time of the oldest; a person renews them.
    static let agedShare = 0.4, leastAgedCells = 0.5
    /// Person heights above which the whole that a region is part of is a person, seen as far as the knees at least.
    static let tallestWhole = 0.65
    /// Share of the box that must be foreground: noise and reflections are sparse.
    static let leastSolidity = 0.25
    /// Share of looks at which it must seem put there.
    static let leastPut = 0.7
    /// Correlation with the background above which a difference in brightness is light or shadow.
    static let lightCorrelation = 0.7
    /// Share of pixels whose gradient changed below which there is no structure of its own.
    static let leastGradient = 0.05

    let evidence: Evidence
    let heights: PersonHeights
    let memory: CellMemory

    /// Whether the region seems put there or taken; `nil` while it cannot be seen.
    func putOrTaken(_ object: StaticObject) -> PutOrTakenTest.Answer? {
        guard !object.isHidden, !object.isGone else { return nil }
        return PutOrTakenTest(evidence: evidence, box: object.box).answer()
    }

    func verdict(_ object: StaticObject) -> AbandonedObjectStateMachine.Verdict {
        guard !object.isHidden, !object.isGone else { return .pending }
        guard ObjectSize(box: object.box, heights: heights).isPlausible, isSolid(object.box),
            !isPartOfTaller(object.box),
            !isLight(object.cells)
        else { return .refused }
        guard object.flicker.seen >= Self.leastSeen, object.isolation.seen >= Self.leastSeen else { return .pending }
        guard object.flicker.value < Self.mostFlicker, isOfOneAge(object.cells) else { return .refused }
        guard object.isolation.value >= Self.leastIsolation else { return .pending }
        guard object.putShare.seen >= Self.leastSeen else { return .pending }
        return object.putShare.value >= Self.leastPut ? .object : .ambiguous
    }

    /// All of an object was put there at once; what a person shows has every age.
    private func isOfOneAge(_ cells: PixelBox) -> Bool {
        var ages = memory.indices(of: cells).filter { memory.isForeground[$0] }
            .map { evidence.time - memory.since($0) }
        guard !ages.isEmpty else { return false }
        ages.sort()
        let old = ages[ages.count * 9 / 10] * Self.agedShare
        return Double(ages.count { $0 >= old }) >= Self.leastAgedCells * Double(ages.count)
    }

    /// Whether the foreground goes on above or below, so that the whole is taller than an object: a limb, a torso, a
    /// piece of a person who stands still. Decided by the median of the region's columns of cells.
    private func isPartOfTaller(_ box: PixelBox) -> Bool {
        let cells = box.cells
        var runs = (cells.left..<min(cells.right, memory.columns)).map { run(column: $0, through: cells) }
        guard !runs.isEmpty else { return false }
        runs.sort { $0.count < $1.count }
        let median = runs[runs.count / 2]
        let limit = Self.tallestWhole * (heights.isCalibrated ? 1 : ObjectSize.slackUncalibrated)
        // A run of whole cells is about one cell longer than what it covers.
        let length = Double((median.count - 1) * Evidence.cellSize)
        return length > limit * heights[atRow: median.upperBound - 1]
    }

    /// The rows of foreground through a region in one column of cells.
    private func run(column: Int, through cells: PixelBox) -> Range<Int> {
        var (top, bottom) = (cells.top, min(cells.bottom, memory.rows))
        while top > 0, memory.isForeground[(top - 1) * memory.columns + column] { top -= 1 }
        while bottom < memory.rows, memory.isForeground[bottom * memory.columns + column] { bottom += 1 }
        return top..<bottom
    }

    private func isSolid(_ box: PixelBox) -> Bool {
        var foreground = 0
        for y in box.top..<box.bottom {
            for x in box.left..<box.right where evidence.state[x, y] != PixelState.background { foreground += 1 }
        }
        return Double(foreground) >= Self.leastSolidity * Double(box.area)
    }

    private func isLight(_ cells: PixelBox) -> Bool {
        var (correlation, gradient, foreground, counted) = (0.0, 0, 0, 0)
        for row in cells.top..<min(cells.bottom, evidence.rows) {
            for column in cells.left..<min(cells.right, evidence.columns) {
                let pixels = Int(evidence.cellMoving[column, row]) + Int(evidence.cellStill[column, row])
                guard pixels >= CellMemory.leastForeground else { continue }
                correlation += Double(evidence.cellStructure[column, row]) / 127
                gradient += Int(evidence.cellGradient[column, row])
                foreground += pixels
                counted += 1
            }
        }
        guard counted > 0 else { return true }
        let hasStructure = Double(gradient) >= Self.leastGradient * Double(foreground)
        return correlation / Double(counted) > Self.lightCorrelation || !hasStructure
    }
}

/// The size of a static region in the heights of a standing person there (1.7 m): 0.15–1.2 m wide, below 0.85 m
/// tall. While nothing is calibrated the heights are a guess, and the limits allow for a factor of two.
struct ObjectSize {
    static let narrowest = 0.15 / 1.7, widest = 1.2 / 1.7, tallest = 0.5
    static let slackUncalibrated = 2.0

    let box: PixelBox
    let heights: PersonHeights

    var isPlausible: Bool {
        let person = heights[atPixel: box.bottom]
        let slack = heights.isCalibrated ? 1 : Self.slackUncalibrated
        let (width, height) = (Double(box.width) / person, Double(box.height) / person)
        return (Self.narrowest / slack...Self.widest * slack).contains(width)
            && (Self.narrowest / slack...Self.tallest * slack).contains(height)
    }
}
