internal import Events
public import Perception

/// What an operator may ask to see of an alert: the background, and upon it what the candidate layer remembers of the
/// objects that stand alone. Whoever passes is in neither; what is private was black before anything was learnt.
public struct ObjectStill: Sendable {
    /// Tenths of a second for which the layer must have shown the same: a passer-by does not stay so long.
    static let leastAge: UInt16 = 30

    /// Grey levels, row by row, of the analysis size.
    public let pixels: [UInt8]
    public let width, height: Int
    /// How many objects are in it.
    public let objects: Int

    init(_ evidence: Evidence, objects boxes: [PixelBox]) {
        (width, height, objects) = (evidence.width, evidence.height, boxes.count)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width { pixels.append(evidence.background[x, y]) }
        }
        for box in boxes {
            for y in max(0, box.top)..<min(height, box.bottom) {
                for x in max(0, box.left)..<min(width, box.right) where evidence.candidateAge[x, y] >= Self.leastAge {
                    pixels[y * width + x] = evidence.candidate[x, y]
                }
            }
        }
        self.pixels = pixels
    }
}

extension AbandonedObjectDetector {
    /// Composes the still of a frame; `nil` while no object stands alone, and while there is no background.
    public func still(of evidence: Evidence) -> ObjectStill? {
        let told = objects.filter { $0.machine.phase.isUnattended || $0.machine.phase == .acknowledged }
        guard !told.isEmpty, evidence.backgroundState != .starting else { return nil }
        return ObjectStill(evidence, objects: told.map(\.box))
    }
}
