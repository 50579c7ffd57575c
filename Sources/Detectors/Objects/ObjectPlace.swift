internal import Perception

/// Where an object stands on the grid of cells, with the measures of a person there.
struct ObjectPlace: Sendable {
    /// What a metre in depth measures in the picture against a metre along the row: a camera that looks down at 30°.
    static let depthShortening = 0.5

    /// Its cells: nobody's feet, whatever the foreground says.
    let cells: PixelBox
    /// The middle of its lowest row, in cells.
    let foot: SIMD2<Double>
    /// A standing person's height in cells.
    let person: Double
    /// Owner radius in person heights.
    let radius: Double

    init(box: PixelBox, person: Double, radius: Double) {
        cells = box.cells
        foot = SIMD2(box.centreX / Double(Evidence.cellSize), Double(cells.bottom) - 0.5)
        self.person = person / Double(Evidence.cellSize)
        self.radius = radius
    }

    /// Length of a step on the grid, in person heights on the ground.
    func heights(_ step: SIMD2<Double>) -> Double { squaredHeights(step).squareRoot() }

    /// The square of ``heights(_:)``.
    func squaredHeights(_ step: SIMD2<Double>) -> Double {
        let (x, y) = (step.x / person, step.y / (Self.depthShortening * person))
        return x * x + y * y
    }

    func distance(to place: SIMD2<Double>) -> Double { heights(place - foot) }

    func isOwn(_ foot: PersonTrace.Foot) -> Bool {
        cells.left..<cells.right ~= Int(foot.column) && abs(Int(foot.row) - (cells.bottom - 1)) <= 1
    }

    /// The feet nearest to a place, with their distance from it in person heights.
    func nearest(
        _ feet: PersonTrace.Feet, to place: SIMD2<Double>, where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }
    ) -> (place: SIMD2<Double>, distance: Double)? {
        var (best, least) = (SIMD2<Double>.zero, Double.infinity)
        for foot in feet where !isOwn(foot) && isSomebody(foot) {
            let square = squaredHeights(foot.place - place)
            if square < least { (best, least) = (foot.place, square) }
        }
        return least < .infinity ? (best, least.squareRoot()) : nil
    }
}

extension ObjectPlace {
    /// Who is around: a stretch of feet at least as wide as a leg.
    func presence(
        of feet: PersonTrace.Feet, owner: OwnerSight, where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }
    ) -> Presence {
        var (standing, walking, standingBeside, walkingBeside) = (0, 0, 0, 0)
        // Most feet of a crowd are far away: no need to measure how far. With a cell of tolerance, for rounding.
        let reach = SIMD2(radius * person, Self.depthShortening * radius * person) + 1
        let (columns, rows) = (Self.near(self.foot.x, reach.x), Self.near(self.foot.y, reach.y))
        for foot in feet where columns.contains(foot.column) && rows.contains(foot.row) && !isOwn(foot) {
            let square = squaredHeights(foot.place - self.foot)
            guard square <= radius * radius, isSomebody(foot) else { continue }
            let isBeside = square <= besideDistance * besideDistance
            if foot.isStanding { standing += 1 } else { walking += 1 }
            guard isBeside else { continue }
            if foot.isStanding { standingBeside += 1 } else { walkingBeside += 1 }
        }
        let leg = max(1, Int(0.12 * person))
        func nearness(_ standing: Int, _ walking: Int) -> Nearness {
            standing >= leg ? .standing : standing + walking >= leg ? .walking : .nobody
        }
        return Presence(
            around: nearness(standing, walking), beside: nearness(standingBeside, walkingBeside), owner: owner)
    }

    private static func near(_ middle: Double, _ reach: Double) -> ClosedRange<UInt8> {
        let (first, last) = (max(0, middle - reach), min(255, max(0, middle + reach)))
        return UInt8(min(first, last))...UInt8(last)
    }

    /// Whether somebody who stands still may be at a place or within a metre beside it, as feet may be those of their
    /// shadow: foreground above it that is not the object's.
    func isOccupied(_ feet: SIMD2<Double>, _ memory: CellMemory) -> Bool {
        let (column, row) = (Int(feet.x), min(Int(feet.y), memory.rows - 1))
        let reach = Int(AbandonedObjectDetector.besideHeights * person)
        for x in max(0, column - reach)...max(0, min(memory.columns - 1, column + reach))
        where isBody(column: x, foot: row, memory) {
            return true
        }
        return false
    }

    /// Whether three columns of cells above a foot are foreground that is not the object's. The object's own cells count as
    /// empty: what its box leaves out of it is no body.
    private func isBody(column: Int, foot row: Int, _ memory: CellMemory) -> Bool {
        var (foreground, seen) = (0, 0)
        for y in max(0, row - Int(OwnerTrace.body * person))...max(0, row) {
            for x in max(0, column - 1)...min(memory.columns - 1, column + 1) {
                seen += 1
                let isOwn = x >= cells.left && x < cells.right && y >= cells.top && y < cells.bottom
                if !isOwn, memory.isForeground[y * memory.columns + x] { foreground += 1 }
            }
        }
        return Double(foreground) >= OwnerTrace.bodyShare * Double(max(1, seen))
    }

    /// Person heights from its foot within which somebody is right beside it: a metre from its edge.
    private var besideDistance: Double {
        AbandonedObjectDetector.besideHeights + Double(cells.width) / (2 * person)
    }
}
