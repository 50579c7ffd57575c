internal import Perception

/// How an object is looked at, frame by frame.
extension AbandonedObjectDetector {
    mutating func look(_ index: Int, _ evidence: Evidence) {
        objects[index].look(evidence, memory: memory)
        let box = objects[index].box
        own.collect(under: box, trace.pieces)
        let place = ObjectPlace(box: box, person: heights[atPixel: box.bottom], radius: ownerRadius)
        let memory = memory
        objects[index].follow(trace.feet[...], at: place, time: evidence.time) { feet in
            place.isOccupied(feet, memory)
        }
        let own = own
        let presence = place.presence(of: trace.feet[...], owner: objects[index].ownerSight) {
            $0.isLively || !own.contains($0.piece)
        }
        objects[index].take(presence, time: evidence.time)
        let isCalm = isIsolated(box)
        if !objects[index].isHidden, isCalm || !isPassed {
            objects[index].take(isolated: isCalm, interval: evidence.interval)
        }
        verify(index, isCalm: isCalm, evidence)
    }

    mutating func advance(_ index: Int, _ evidence: Evidence) -> ObjectPhase? {
        let object = objects[index]
        return objects[index].machine.ingest(
            .init(
                time: evidence.time, isGone: object.isGone || object.isReplaced, isAttended: object.owner.isAttended,
                ownerLeftAt: object.owner.ownerLeftAt, verdict: object.isHidden ? .pending : object.verdict,
                isHidden: object.isHidden))
    }

    private mutating func verify(_ index: Int, isCalm: Bool, _ evidence: Evidence) {
        guard evidence.time - objects[index].verifiedAt >= Self.verificationPeriod - 1e-6 else { return }
        objects[index].verifiedAt = evidence.time
        if isCalm, let whole = whole(of: index, evidence) { objects[index].grow(to: whole, evidence: evidence) }
        let verification = ObjectVerification(evidence: evidence, heights: heights, memory: memory)
        guard !objects[index].isHidden, !objects[index].isGone else {
            objects[index].verdict = .pending
            return
        }
        let test = PutOrTakenTest(evidence: evidence, box: objects[index].box).measure()
        objects[index].take(isPut: test.answer == .put, interval: Self.verificationPeriod)
        objects[index].isReplaced = test.answer == .taken && objects[index].showsAnother(memory)
        var measures = verification.measure(objects[index], test, ages: &ages)
        measures.habitRate = habitRate(of: objects[index].box)
        objects[index].take(isLarge: measures.isLarge, interval: Self.verificationPeriod)
        objects[index].measures = measures
        objects[index].verdict = measures.verdict
    }

    /// Share of the cells around that must be restless for the surroundings to be so.
    private static let restlessShare = 0.25

    /// Whether the foreground that touches a region is quiet: few restless cells of it within half a person around.
    func isIsolated(_ box: PixelBox) -> Bool {
        let reach = Int(heights[atPixel: box.bottom] / 2) / Evidence.cellSize
        let window = box.cells.grown(
            by: max(1, reach), within: PixelBox(left: 0, top: 0, right: geometry.columns, bottom: geometry.rows))
        var (around, restless) = (0, 0)
        for row in window.top..<window.bottom {
            for cell in row * geometry.columns + window.left..<row * geometry.columns + window.right
            where own.contains(trace.pieces.labels[cell]) {
                around += 1
                if memory.isRestless[cell] { restless += 1 }
            }
        }
        // Of those that chance leaves quiet.
        let chance = memory.flicker.chance
        return Double(restless) - chance * Double(around) < Self.restlessShare * (1 - chance) * Double(around)
    }

    /// Whether what moves in the foreground that touches a region only walks by: in a dense flow somebody always does, and
    /// it says nothing of the region.
    private var isPassed: Bool {
        var isPassed = false
        for foot in trace.feet where foot.isLively && own.contains(foot.piece) {
            if foot.isStanding { return false }
            isPassed = true
        }
        return isPassed
    }

    /// The whole of the quiet foreground that an object is part of, when that is a thing of plausible size and differs
    /// from what was known of it: what is put down may topple, or be of two colours, and what was only shown there of
    /// the one who stood beside it heals.
    private mutating func whole(of index: Int, _ evidence: Evidence) -> PixelBox? {
        let box = objects[index].box
        guard !objects[index].isSettled else { return nil }
        own.collect(under: objects[index].core, trace.pieces)
        var union: CellComponents.Component?
        for label in own.labels {
            guard trace.restlessShare(ofPiece: label) < PersonTrace.movingShare else { return nil }
            let piece = trace.pieces.components[Int(label) - 1]
            union = union?.union(piece) ?? piece
        }
        guard let union, let whole = refiner.box(around: union, in: evidence, memory: memory),
            ObjectSize(box: whole, heights: heights).isPlausible, whole.overlap(box) < Self.sameBox
        else { return nil }
        return whole
    }

    /// Overlap (intersection over union) from which on the box is as good as the whole.
    private static let sameBox = 0.8
}

/// The pieces of foreground that a region is part of: buffers that are allocated once.
struct OwnPieces: Sendable {
    private(set) var labels: [UInt16] = []
    private var isOwn: [Bool]

    init(cells: Int) {
        isOwn = Array(repeating: false, count: cells + 1)
        labels.reserveCapacity(cells)
    }

    func contains(_ label: UInt16) -> Bool { label != 0 && isOwn[Int(label)] }

    mutating func collect(under box: PixelBox, _ pieces: CellComponents) {
        for label in labels { isOwn[Int(label)] = false }
        labels.removeAll(keepingCapacity: true)
        let cells = box.cells
        for row in cells.top..<min(cells.bottom, pieces.rows) {
            for column in cells.left..<min(cells.right, pieces.columns) {
                let label = pieces.labels[row * pieces.columns + column]
                guard label != 0, !isOwn[Int(label)] else { continue }
                isOwn[Int(label)] = true
                labels.append(label)
            }
        }
    }
}

/// A few numbers whose quantile is asked for; the buffer is kept.
struct ScratchNumbers: Sendable {
    private var numbers: [Double] = []

    init(capacity: Int) { numbers.reserveCapacity(capacity) }

    mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
    mutating func append(_ number: Double) { numbers.append(number) }
    var count: Int { numbers.count }

    func count(atLeast limit: Double) -> Int {
        var count = 0
        for number in numbers where number >= limit { count += 1 }
        return count
    }

    /// The number below which so great a share of all lies; `nil` for none.
    mutating func quantile(_ share: Double) -> Double? {
        guard !numbers.isEmpty else { return nil }
        numbers.sortInPlace()
        return numbers[min(numbers.count - 1, Int(Double(numbers.count) * share))]
    }
}

extension ObjectPlace {
    /// Who is around: a stretch of feet at least as wide as a leg.
    func presence(
        of feet: PersonTrace.Feet, owner: OwnerSight, where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }
    ) -> Presence {
        var (standing, walking, standingBeside, walkingBeside) = (0, 0, 0, 0)
        for foot in feet where !isOwn(foot) && isSomebody(foot) {
            let distance = distance(to: foot.place)
            guard distance <= radius else { continue }
            let isBeside = distance <= besideDistance
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

    /// Whether three columns of cells above a foot are foreground that is not the object's.
    private func isBody(column: Int, foot row: Int, _ memory: CellMemory) -> Bool {
        var (foreground, seen) = (0, 0)
        for y in max(0, row - Int(OwnerTrace.body * person))...max(0, row) {
            for x in max(0, column - 1)...min(memory.columns - 1, column + 1) {
                let isOwn = x >= cells.left && x < cells.right && y >= cells.top && y < cells.bottom
                guard !isOwn else { continue }
                seen += 1
                if memory.isForeground[y * memory.columns + x] { foreground += 1 }
            }
        }
        return Double(foreground) >= OwnerTrace.bodyShare * Double(max(1, seen))
    }

    /// Person heights from its foot within which somebody is right beside it: a metre from its edge.
    private var besideDistance: Double {
        AbandonedObjectDetector.besideHeights + Double(cells.width) / (2 * person)
    }
}

extension CellComponents.Component {
    func union(_ other: CellComponents.Component) -> CellComponents.Component {
        CellComponents.Component(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom), cells: cells + other.cells)
    }
}
