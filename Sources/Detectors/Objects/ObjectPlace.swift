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

    /// The feet nearest to a place, at most so many person heights from it.
    func nearest(
        _ feet: some FootSource, to place: SIMD2<Double>, within reach: Double,
        where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }
    ) -> SIMD2<Double>? {
        var (best, least) = (SIMD2<Double>.zero, Double.infinity)
        feet.visitFeet(in: cells(within: reach, of: place)) { foot in
            let square = squaredHeights(foot.place - place)
            if square < least, !isOwn(foot), isSomebody(foot) { (best, least) = (foot.place, square) }
            return .goOn
        }
        return least.squareRoot() <= reach ? best : nil
    }

    /// The cells within so many person heights of a place, and a cell more, for rounding.
    private func cells(within reach: Double, of place: SIMD2<Double>) -> PixelBox {
        let (x, y) = (reach * person + 1, Self.depthShortening * reach * person + 1)
        return PixelBox(
            left: Int(place.x - x), top: Int(place.y - y), right: Int(place.x + x) + 1, bottom: Int(place.y + y) + 1)
    }
}

extension ObjectPlace {
    /// Who is around: a stretch of feet at least as wide as a leg.
    func presence(
        of feet: some FootSource, owner: OwnerSight, where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }
    ) -> Presence {
        let beside = nearness(of: feet, within: min(radius, besideDistance), where: isSomebody)
        let around = beside == .standing ? beside : nearness(of: feet, within: radius, where: isSomebody)
        return Presence(around: around, beside: beside, owner: owner)
    }

    private func nearness(
        of feet: some FootSource, within reach: Double, where isSomebody: (PersonTrace.Foot) -> Bool
    ) -> Nearness {
        let leg = max(1, Int(0.12 * person))
        var (standing, walking) = (0, 0)
        feet.visitFeet(in: cells(within: reach, of: foot)) { foot in
            let isNear = squaredHeights(foot.place - self.foot) <= reach * reach
            guard isNear, !isOwn(foot), isSomebody(foot) else { return .goOn }
            if foot.isStanding { standing += 1 } else { walking += 1 }
            return standing >= leg ? .enough : .goOn
        }
        return standing >= leg ? .standing : standing + walking >= leg ? .walking : .nobody
    }

    /// Whether somebody who stands still may be at a place or within a metre beside it, as feet may be those of their
    /// shadow: foreground above it that is not the object's.
    func isOccupied(_ feet: SIMD2<Double>, _ foreground: CellMask) -> Bool {
        let (column, row) = (Int(feet.x), min(Int(feet.y), foreground.rows - 1))
        let reach = Int(AbandonedObjectDetector.besideHeights * person)
        for x in max(0, column - reach)...max(0, min(foreground.columns - 1, column + reach))
        where isBody(column: x, foot: row, foreground) {
            return true
        }
        return false
    }

    /// Whether three columns of cells above a foot are foreground that is not the object's. The object's own cells count as
    /// empty: what its box leaves out of it is no body.
    private func isBody(column: Int, foot row: Int, _ foreground: CellMask) -> Bool {
        let body = PixelBox(
            left: max(0, column - 1), top: max(0, row - Int(OwnerTrace.body * person)),
            right: min(foreground.columns, column + 2), bottom: max(0, row) + 1)
        let others = foreground.count(in: body) - foreground.count(in: body.intersection(cells))
        return Double(others) >= OwnerTrace.bodyShare * Double(max(1, body.area))
    }

    /// Person heights from its foot within which somebody is right beside it: a metre from its edge.
    private var besideDistance: Double {
        AbandonedObjectDetector.besideHeights + Double(cells.width) / (2 * person)
    }
}
