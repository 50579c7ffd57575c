internal import Perception

/// Measures a static region: size, solidity, age, structure, stillness, surroundings, put or taken.
struct ObjectVerification {
    /// Share of the oldest cells' time that a cell must have been there to be of one age with them.
    static let agedShare = 0.4
    /// Share of the cells right above or below, to the height of a body, that must be still foreground to be one.
    static let bodyShare = 0.3, body = 0.6
    /// Person heights above which the whole that a region is part of is a person, seen as far as the knees at least.
    static let tallestWhole = 0.65
    /// Person heights beyond which still foreground goes on to the side of somebody who lies.
    static let widestWhole = 0.75

    let evidence: Evidence
    let heights: PersonHeights
    let memory: CellMemory

    /// Everything that the verdict rests on.
    func measure(
        _ object: StaticObject, _ test: PutOrTakenTest.Measure, ages: inout ScratchNumbers
    ) -> ObjectMeasures {
        var measures = ObjectMeasures(size: ObjectSize(box: object.box, heights: heights), putOrTaken: test)
        measures.isPartOfLarger =
            isPartOfTaller(object.box) || isPartOfBody(object.cells) || isPartOfWider(object.cells)
        measures.largeFor = object.largeFor
        measures.staticAge = evidence.time - object.putAt
        measures.solidity = solidity(object.box)
        (measures.structureNCC, measures.gradientChange) = structure(object.cells)
        measures.microMotion = object.flicker
        measures.isolation = object.isolation
        measures.putShare = object.putShare
        measures.ofOneAge = shareOfOneAge(object.cells, &ages)
        return measures
    }

    /// All of an object was put there at once; what a person shows has every age. Share of the foreground cells.
    private func shareOfOneAge(_ cells: PixelBox, _ ages: inout ScratchNumbers) -> Double {
        ages.removeAll()
        memory.isForeground.forEach(in: cells) { ages.append(evidence.time - memory.since($0)) }
        guard let old = ages.quantile(0.9) else { return 0 }
        return Double(ages.count(atLeast: old * Self.agedShare)) / Double(ages.count)
    }

    /// Whether the foreground goes on above or below, so that the whole is taller than an object: a limb, a torso, a
    /// piece of a person who stands still. Decided by half of the region's columns of cells.
    private func isPartOfTaller(_ box: PixelBox) -> Bool {
        let cells = box.cells
        let limit = Self.tallestWhole * (heights.isCalibrated ? 1 : ObjectSize.slackUncalibrated)
        var (tall, columns) = (0, 0)
        for column in cells.left..<min(cells.right, memory.columns) {
            let run = run(column: column, through: cells)
            // A run of whole cells is about one cell longer than what it covers.
            let length = Double((run.count - 1) * Evidence.cellSize)
            columns += 1
            if length > limit * heights[atRow: run.upperBound - 1] { tall += 1 }
        }
        return 2 * tall > columns
    }

    /// Whether still foreground goes on to the sides, so that the whole is wider than an object: the head, or an arm, of
    /// somebody who lies there. Decided by half of the region's rows of cells.
    private func isPartOfWider(_ cells: PixelBox) -> Bool {
        let limit = Self.widestWhole * (heights.isCalibrated ? 1 : ObjectSize.slackUncalibrated)
        var (wide, rows) = (0, 0)
        for row in cells.top..<min(cells.bottom, memory.rows) {
            let length = Double((stillRun(row: row, through: cells) - 1) * Evidence.cellSize)
            rows += 1
            if length > limit * heights[atRow: cells.bottom - 1] { wide += 1 }
        }
        return 2 * wide > rows
    }

    /// How many cells of still foreground lie side by side through a region, in one row.
    private func stillRun(row: Int, through cells: PixelBox) -> Int {
        func isStill(_ column: Int) -> Bool {
            memory.isForeground[column, row] && !memory.isRestless[column, row]
        }
        var (left, right) = (cells.left, min(cells.right, memory.columns))
        while left > 0, isStill(left - 1) { left -= 1 }
        while right < memory.columns, isStill(right) { right += 1 }
        return right - left
    }

    /// Whether much of what is right above, or right below, is still foreground too: the rest of somebody of whom only
    /// pieces differ from the background.
    private func isPartOfBody(_ cells: PixelBox) -> Bool {
        let person = heights[atRow: cells.bottom - 1] / Double(Evidence.cellSize)
        let (reach, spare) = (Int(Self.body * person), max(0, (Int(0.25 * person) - cells.width) / 2))
        func share(_ rows: Range<Int>) -> Double {
            var (foreground, seen) = (0, 0)
            for row in rows.clamped(to: 0..<memory.rows) {
                for column in max(0, cells.left - spare)..<min(memory.columns, cells.right + spare) {
                    seen += 1
                    if memory.isForeground[column, row], !memory.isRestless[column, row] { foreground += 1 }
                }
            }
            return Double(foreground) / Double(max(1, seen))
        }
        // One row apart: the box's own edge reaches into the next cells.
        return share(cells.top - 1 - reach..<cells.top - 1) > Self.bodyShare
            || share(cells.bottom + 1..<cells.bottom + 1 + reach) > Self.bodyShare
    }

    /// The rows of foreground through a region in one column of cells.
    private func run(column: Int, through cells: PixelBox) -> Range<Int> {
        var (top, bottom) = (cells.top, min(cells.bottom, memory.rows))
        while top > 0, memory.isForeground[column, top - 1] { top -= 1 }
        while bottom < memory.rows, memory.isForeground[column, bottom] { bottom += 1 }
        return top..<bottom
    }

    /// Share of the box that is foreground.
    private func solidity(_ box: PixelBox) -> Double {
        var foreground = 0
        evidence.forEachEight(in: box) { x, y, mask in
            foreground += (evidence.foreground(x, y) & mask).nonzeroBitCount
        }
        return Double(foreground) / Double(max(1, box.area))
    }

    /// Mean correlation of the foreground cells with the background, and the share of their pixels whose gradient
    /// changed.
    private func structure(_ cells: PixelBox) -> (ncc: Double, gradient: Double) {
        var (correlation, gradient, foreground, counted) = (0.0, 0, 0, 0)
        for row in cells.top..<min(cells.bottom, evidence.rows) {
            for column in cells.left..<min(cells.right, evidence.columns) {
                let pixels = evidence.cellForeground(column, row)
                guard pixels >= CellMemory.leastForeground else { continue }
                correlation += Double(evidence.cellStructure[column, row]) / 127
                gradient += Int(evidence.cellGradient[column, row])
                foreground += pixels
                counted += 1
            }
        }
        guard counted > 0 else { return (1, 0) }
        return (correlation / Double(counted), Double(gradient) / Double(max(1, foreground)))
    }
}
