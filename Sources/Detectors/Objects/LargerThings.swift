internal import Perception

/// What lies in the view and is larger than an object, a bench that was pushed for instance, and how its place looks.
///
/// The background takes such a thing in piece by piece, and what is left of it for the time being is of the size of an
/// object. While the place looks as it did when the whole was seen, a piece that is as old is a piece; when somebody
/// went who stood still beside a bag, it looks otherwise.
struct LargerThings: Sendable {
    /// Most that are remembered; of more, as in a crowd that stands, the first.
    static let most = 16
    /// Seconds for which it must have been there before its pieces are known as such: no background takes in what is really
    /// there so soon, but what only the background shows heals sooner.
    static let lastingAfter = 120.0
    /// Seconds since every part of its place last looked as it did: people pass in front of one part after the other. Above
    /// the first it may have gone, above the second it has.
    static let missedAfter = 6.0, goneAfter = 25.0
    /// Grey levels by which the mean of a sixteenth of the place may change from one look to the next: what goes leaves
    /// at least one of them that it filled by half, and it had the contrast of foreground, 14.
    static let tolerance: Float = 6

    private struct Thing: Sendable {
        var box: PixelBox
        /// When its oldest part first showed what it shows.
        var putAt: Double
        var look: SIMD16<Float>
        /// When each part last looked so.
        var seenAt: SIMD16<Double>
    }

    private var things: [Thing] = []

    init() { things.reserveCapacity(Self.most) }

    mutating func reset() { things.removeAll(keepingCapacity: true) }

    /// Looks at every place again, and forgets what went.
    mutating func look(_ evidence: Evidence) {
        for index in things.indices {
            let look = evidence.look(of: things[index].box)
            let change = look - things[index].look
            let limit = SIMD16<Float>(repeating: Self.tolerance)
            let isSame = (change .<= limit) .& (change .>= -limit)
            things[index].look.replace(with: look, where: isSame)
            for part in 0..<16 where isSame[part] { things[index].seenAt[part] = evidence.time }
        }
        things.removeAll { evidence.time - $0.seenAt.min() > Self.goneAfter }
    }

    /// Takes a static region that is larger than an object; of one in the same place, the larger is the whole.
    mutating func take(_ box: PixelBox, putAt: Double, _ evidence: Evidence) {
        let thing = Thing(
            box: box, putAt: putAt, look: evidence.look(of: box), seenAt: SIMD16(repeating: evidence.time))
        guard let known = things.firstIndex(where: { $0.box.isSamePlace(as: box) }) else {
            if things.count < Self.most { things.append(thing) }
            return
        }
        let isWhole = box.area > things[known].box.area && box.overlap(things[known].box) < Self.sameBox
        if isWhole { things[known] = thing }
    }

    /// Overlap (intersection over union) from which on a region is what is known already.
    private static let sameBox = 0.8

    /// Whether a static region is what is left to see of something larger.
    func hold(_ box: PixelBox, putAt: Double, time: Double) -> Bool {
        things.contains { thing in
            time - thing.putAt >= Self.lastingAfter && time - thing.seenAt.min() <= Self.missedAfter
                && putAt <= thing.putAt + AbandonedObjectDetector.putTogether && box.shareInside(thing.box) >= 0.6
        }
    }
}

extension Evidence {
    /// Mean luma of the four by four parts of a box, without the light offset of the picture.
    fileprivate func look(of box: PixelBox) -> SIMD16<Float> {
        var look = SIMD16<Float>.zero
        for part in 0..<16 {
            let (left, right) = Self.quarter(part % 4, from: box.left, to: box.right)
            let (top, bottom) = Self.quarter(part / 4, from: box.top, to: box.bottom)
            var (sum, count) = (0, 0)
            // Every other pixel is enough for a mean.
            for y in stride(from: top, to: bottom, by: 2) {
                for x in stride(from: left, to: right, by: 2) {
                    sum += Int(luma[x, y])
                    count += 1
                }
            }
            look[part] = Float(sum) / Float(max(1, count)) - Float(lightOffset)
        }
        return look
    }

    private static func quarter(_ index: Int, from first: Int, to end: Int) -> (first: Int, end: Int) {
        (first + (end - first) * index / 4, first + (end - first) * (index + 1) / 4)
    }
}
