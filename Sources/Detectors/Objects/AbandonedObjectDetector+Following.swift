internal import Perception

/// How an object is looked at, frame by frame.
extension AbandonedObjectDetector {
    mutating func look(_ index: Int, _ evidence: Evidence) {
        objects[index].look(evidence, memory: memory)
        let box = objects[index].box
        own.collect(under: box, trace.pieces, memory.isForeground)
        let place = ObjectPlace(box: box, person: heights[atPixel: box.bottom], radius: ownerRadius)
        let (foreground, own) = (memory.isForeground, own)
        // The object's own piece looks like somebody who stands still.
        func isSomebody(_ foot: PersonTrace.Foot) -> Bool { foot.isLively || !own.contains(foot.piece) }
        objects[index].follow(
            trace, at: place, time: evidence.time, where: isSomebody, isOccupied: { place.isOccupied($0, foreground) })
        let presence = place.presence(of: trace, owner: objects[index].ownerSight, where: isSomebody)
        objects[index].take(presence, time: evidence.time)
        let surroundings = surroundings(of: box)
        objects[index].isCalm = surroundings.isCalm
        if !objects[index].isHidden, surroundings.mayBeCalm || !isPassed {
            objects[index].take(isolated: surroundings.mayBeCalm, interval: evidence.interval)
        }
    }

    /// Share of the cells around that must be restless for the surroundings to be so.
    private static let restlessShare = 0.25

    /// Whether the foreground that touches a region is quiet: few restless cells of it within half a person around.
    func isIsolated(_ box: PixelBox) -> Bool { surroundings(of: box).isCalm }

    /// Whether it is quiet, and whether it may be: of few cells chance takes now more, now fewer.
    private func surroundings(of box: PixelBox) -> (isCalm: Bool, mayBeCalm: Bool) {
        let reach = Int(heights[atPixel: box.bottom] / 2) / Evidence.cellSize
        let window = box.cells.grown(
            by: max(1, reach), within: PixelBox(left: 0, top: 0, right: geometry.columns, bottom: geometry.rows))
        var (around, restless) = (0, 0)
        let foreground = memory.isForeground
        foreground.forEachWord(in: window) { word, mask in
            let (first, restlessBits) = (foreground.index(word: word), memory.isRestless.words[word])
            CellMask.forEachBit(foreground.words[word] & mask) { bit in
                guard own.contains(trace.pieces.labels[first + bit]) else { return }
                around += 1
                restless += Int(restlessBits &>> UInt64(bit) & 1)
            }
        }
        // Of those that chance leaves quiet.
        let (chance, cells) = (memory.flicker.chance, Double(around))
        let excess = Double(restless) - chance * cells - Self.restlessShare * (1 - chance) * cells
        return (excess < 0, excess < (chance * (1 - chance) * cells).squareRoot())
    }

    /// Whether what moves in the foreground that touches a region only walks by: in a dense flow somebody always does, and
    /// it says nothing of the region.
    private var isPassed: Bool {
        var isPassed = false
        for label in own.labels {
            guard let foot = trace.foot(ofPiece: label), foot.isLively else { continue }
            if foot.isStanding { return false }
            isPassed = true
        }
        return isPassed
    }
}
