internal import Perception

/// How the objects are measured, now and then.
extension AbandonedObjectDetector {
    /// Objects that are measured on one frame at most: of a crowd that stands hundreds of pieces may be objects, and each
    /// waits for its turn.
    static let mostVerifications = 4

    /// Measures the objects whose turn it is.
    mutating func verify(_ evidence: Evidence) {
        var (left, seen) = (Self.mostVerifications, 0)
        while left > 0, seen < objects.count {
            lastVerified = (lastVerified + 1) % objects.count
            seen += 1
            let isDue = evidence.time - objects[lastVerified].verifiedAt >= Self.verificationPeriod - 1e-6
            guard isDue, objects[lastVerified].isVisible else { continue }
            verify(lastVerified, evidence)
            left -= 1
        }
    }

    private mutating func verify(_ index: Int, _ evidence: Evidence) {
        objects[index].verifiedAt = evidence.time
        if objects[index].isCalm, let whole = whole(of: index, evidence) {
            objects[index].grow(to: whole, evidence: evidence)
        }
        let test = PutOrTakenTest(evidence: evidence, box: objects[index].box).measure()
        objects[index].take(isPut: test.answer == .put, interval: Self.verificationPeriod)
        objects[index].isReplaced = test.answer == .taken && objects[index].showsAnother(memory)
        var measures = ObjectVerification(evidence: evidence, heights: heights, memory: memory)
            .measure(objects[index], test, ages: &ages)
        let (box, putAt) = (objects[index].box, objects[index].putAt)
        if larger.hold(box, putAt: putAt, time: evidence.time) { measures.isPartOfLarger = true }
        measures.habitRate = habitRate(of: objects[index].box)
        objects[index].take(isLarge: measures.isLarge, interval: Self.verificationPeriod)
        objects[index].conclude(measures)
    }

    /// The whole of the quiet foreground that an object is part of, when that is a thing of plausible size and differs
    /// from what was known of it: what is put down may topple, or be of two colours, and what was only shown there of
    /// the one who stood beside it heals.
    private mutating func whole(of index: Int, _ evidence: Evidence) -> PixelBox? {
        let box = objects[index].box
        guard !objects[index].isSettled else { return nil }
        own.collect(under: objects[index].core, trace.pieces, memory.isForeground)
        var union: CellComponents.Component?
        for label in own.labels {
            guard trace.restlessShare(ofPiece: label) < PersonTrace.movingShare else { return nil }
            let piece = trace.pieces.components[Int(label) - 1]
            union = union?.union(piece) ?? piece
        }
        guard let union, let whole = RegionRefiner(around: union, in: evidence, memory: memory).box(),
            ObjectSize(box: whole, heights: heights).isPlausible, whole.overlap(box) < Self.sameBox
        else { return nil }
        return whole
    }

    /// Overlap (intersection over union) from which on the box is as good as the whole.
    private static let sameBox = 0.8
}
