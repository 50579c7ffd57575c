internal import Events
internal import Perception
internal import Scene

/// How regions become objects, how fragments become one, and how objects are let go.
extension AbandonedObjectDetector {
    /// Gives static regions to the objects that they belong to, and makes candidates of the others.
    mutating func appear(in evidence: Evidence, _ observations: inout [Observation]) {
        let memory = memory
        larger.look(evidence)
        regions.label(memory.isStatic) { abs(memory.since($0) - memory.since($1)) <= Self.putTogether }
        for index in regions.components.indices {
            let piece = regions.components[index]
            // Of whatever size: what was taken for an object may turn out to be a part of somebody who lies there.
            guard let box = RegionRefiner(around: piece, in: evidence, memory: memory).box() else { continue }
            let size = ObjectSize(box: box, heights: heights)
            if size.isTooLarge { larger.take(box, putAt: firstSeen(piece), evidence) }
            guard !giveToOwners(box, evidence), objects.count < Self.mostObjects, let times = times(for: box) else {
                continue
            }
            guard size.isPlausible else { continue }
            own.collect(under: box, trace.pieces, memory.isForeground)
            guard isIsolated(box) else { continue }
            let object = makeObject(box, piece, times, evidence)
            objects.append(object)
            observations.append(observation(object, .candidate))
        }
    }

    /// Whether a region belongs to what is followed already.
    private mutating func giveToOwners(_ box: PixelBox, _ evidence: Evidence) -> Bool {
        var isKnown = false
        for index in objects.indices {
            let known = objects[index].box
            // Most of a crowd are somewhere else.
            guard known.touches(box) else { continue }
            if known.isSamePlace(as: box) {
                objects[index].match(box, evidence: evidence)
                isKnown = true
            } else if objects[index].isVerified {
                isKnown = true
            }
        }
        return isKnown
    }

    /// Parts of one thing are one object: of two verified ones that touch, or of one that lies within a verified one, the
    /// one that is further in its life goes on, else the larger, with the earliest time.
    mutating func mergeFragments(_ observations: inout [Observation]) {
        guard objects.indices.contains(where: { objects[$0].isVerified }) else { return }
        var first = 0
        while first < objects.count {
            guard let second = fragment(of: first) else {
                first += 1
                continue
            }
            let (kept, dropped) = objects[first].rank >= objects[second].rank ? (first, second) : (second, first)
            objects[kept].putAt = min(objects[kept].putAt, objects[dropped].putAt)
            observations.append(observation(objects[dropped], .cleared))
            objects.remove(at: dropped)
        }
    }

    /// The first later object that is one thing with an object.
    private func fragment(of first: Int) -> Int? {
        let (box, isVerified) = (objects[first].box, objects[first].isVerified)
        return (first + 1..<objects.count).first { second in
            // There are two thousand pairs in a crowd that stands, few of them with a verified one.
            let isOtherVerified = objects[second].isVerified
            guard isVerified || isOtherVerified, box.touches(objects[second].box) else { return false }
            let other = objects[second].box
            if isVerified { return isOtherVerified || other.shareInside(box) >= 0.6 }
            return box.shareInside(other) >= 0.6
        }
    }

    /// The times of the most impatient rule whose zone holds the region's foot; `nil` outside all zones.
    private func times(for box: PixelBox) -> AbandonedObjectStateMachine.Times? {
        let foot = box.normalised(width: geometry.width, height: geometry.height).bottomCentre
        var times: AbandonedObjectStateMachine.Times?
        for area in watched where area.zone.contains(foot) {
            let isSooner = times.map { (area.times.warnAfter, area.times.alertAfter) < ($0.warnAfter, $0.alertAfter) }
            if isSooner ?? true { times = area.times }
        }
        return times
    }

    private mutating func makeObject(
        _ box: PixelBox, _ piece: CellComponents.Component, _ times: AbandonedObjectStateMachine.Times,
        _ evidence: Evidence
    ) -> StaticObject {
        let (id, doubt) = identifier(for: box)
        var object = StaticObject(
            id: id, putAt: firstSeen(piece), box: box, machine: .init(times: times, doubt: doubt), evidence: evidence)
        let place = ObjectPlace(box: box, person: heights[atPixel: box.bottom], radius: ownerRadius)
        let begin = object.putAt
        trace.past.forEach { time, feet in
            guard time >= begin - OwnerTrace.before else { return }
            // What stood where in the past is not known: whoever was lost then has to be found again now.
            object.follow(feet, at: place, time: time, isOccupied: { _ in true })
            guard time >= begin else { return }
            object.take(place.presence(of: feet, owner: object.ownerSight), time: time)
        }
        return object
    }

    /// The identifier of what was followed in the same place lately, with what was doubted of it; else a new one.
    private mutating func identifier(for box: PixelBox) -> (id: String, doubt: Double) {
        if let index = past.firstIndex(where: { $0.box.overlap(box) >= Self.samePlace }) {
            let known = past.remove(at: index)
            return (known.id, known.doubt)
        }
        lastID += 1
        return ("o-\(lastID)", 0)
    }

    /// When the region began: when the first tenth of its cells showed what they show, so that one cell does not decide.
    private mutating func firstSeen(_ piece: CellComponents.Component) -> Double {
        ages.removeAll()
        let cells = PixelBox(left: piece.left, top: piece.top, right: piece.right, bottom: piece.bottom)
        memory.isStatic.forEach(in: cells) { ages.append(memory.since($0)) }
        return ages.quantile(0.1) ?? 0
    }

    mutating func retire(at time: Double) {
        past.removeAll { time - $0.endedAt > Self.reacquisition }
        for index in objects.indices where objects[index].machine.isFinal && past.count < 2 * Self.mostObjects {
            past.append((objects[index].id, objects[index].box, objects[index].machine.doubt, time))
        }
        guard objects.indices.contains(where: { objects[$0].machine.isFinal }) else { return }
        objects.removeAll { $0.machine.isFinal }
    }
}
