internal import Perception

/// Was a thing put there, or was one taken away? Two tests that must agree.
///
/// 1. Colour: an object that was put differs from what surrounds it now, and did not before; what was taken, the
///    other way round (16-bin histograms inside against a 4-pixel ring, Bhattacharyya distance).
/// 2. Contour: its outline has edges now and had none before, or the other way round.
///
/// After J. C. SanMiguel and J. M. Martínez, "Robust unattended and stolen object detection by fusing simple
/// algorithms" (AVSS 2008), with luma in place of colour.
struct PutOrTakenTest {
    enum Answer: Sendable, Hashable {
        case put, taken, unsure
    }

    /// Width of the ring in pixels.
    static let ring = 4
    /// Difference of distances, and ratio of mean edges, that count as a vote.
    static let colourMargin = 0.15, edgeRatio = 1.25

    let evidence: Evidence
    let box: PixelBox

    /// What both tests measured; the answer is computed from these alone.
    struct Measure: Sendable, Hashable {
        /// Bhattacharyya distances, 0..1.
        var colourNow = 0.0, colourBefore = 0.0
        /// Mean steps across the outline, grey levels.
        var contourNow = 0.0, contourBefore = 0.0

        /// What was put there has an outline of its own. Of furniture that was pushed the part is foreground where it was
        /// not before: along one side of it the picture has an edge, along the other the background.
        var answer: Answer {
            if contourVote > 0, colourVote >= 0 { return .put }
            return colourVote + contourVote < 0 ? .taken : .unsure
        }

        var colourVote: Int {
            abs(colourNow - colourBefore) < PutOrTakenTest.colourMargin ? 0 : colourNow > colourBefore ? 1 : -1
        }

        var contourVote: Int {
            if contourNow > contourBefore * PutOrTakenTest.edgeRatio { return 1 }
            return contourBefore > contourNow * PutOrTakenTest.edgeRatio ? -1 : 0
        }
    }

    func measure() -> Measure {
        let contour = contourEdges()
        let colour = colours()
        return Measure(
            colourNow: colour.now, colourBefore: colour.before, contourNow: contour.now, contourBefore: contour.before)
    }

    private func isForeground(_ x: Int, _ y: Int) -> Bool { evidence.state[x, y] != PixelState.background }

    /// Bhattacharyya distances, 0..1, between the grey levels inside and in the ring, now and in the background.
    private func colours() -> (now: Double, before: Double) {
        // Of each plane 16 bins of what is inside, of what is around, and of what is foreground around: neither.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 6 * 16) { bins in
            bins.initialize(repeating: 0)
            count(into: bins)
            return (Self.distance(bins, 0), Self.distance(bins, 3 * 16))
        }
    }

    private func count(into bins: UnsafeMutableBufferPointer<Int32>) {
        let outer = box.grown(
            by: Self.ring, within: PixelBox(left: 0, top: 0, right: evidence.width, bottom: evidence.height))
        for y in outer.top..<outer.bottom {
            let isInRows = y >= box.top && y < box.bottom
            for x in outer.left..<outer.right {
                let isInBox = isInRows && x >= box.left && x < box.right
                let group = isForeground(x, y) ? (isInBox ? 0 : 32) : 16
                bins[group &+ Int(evidence.luma[x, y] >> 4)] &+= 1
                bins[48 &+ group &+ Int(evidence.background[x, y] >> 4)] &+= 1
            }
        }
    }

    /// Between the 16 bins from `first` on and the next 16.
    private static func distance(_ bins: UnsafeMutableBufferPointer<Int32>, _ first: Int) -> Double {
        var (inside, around) = (SIMD16<Float>(), SIMD16<Float>())
        for bin in 0..<16 {
            inside[bin] = Float(bins[first + bin])
            around[bin] = Float(bins[first + 16 + bin])
        }
        let product = Double(inside.sum()) * Double(around.sum())
        guard product > 0 else { return 0 }
        let shared = (inside * around).squareRoot().sum()
        return max(0, 1 - Double(shared) / product.squareRoot()).squareRoot()
    }

    /// Mean absolute step across the outline of the foreground in the box, now and in the background.
    private func contourEdges() -> (now: Double, before: Double) {
        var (now, before, count) = (0, 0, 0)
        let bounds = PixelBox(left: 1, top: 1, right: evidence.width - 1, bottom: evidence.height - 1)
        let area = box.grown(by: 2, within: bounds)
        for y in area.top..<area.bottom {
            for x in area.left..<area.right {
                for dx in 0...1 where isForeground(x, y) != isForeground(x + dx, y + 1 - dx) {
                    now += step(evidence.luma, x, y, dx, 1 - dx)
                    before += step(evidence.background, x, y, dx, 1 - dx)
                    count += 1
                }
            }
        }
        return (Double(now) / Double(max(1, count)), Double(before) / Double(max(1, count)))
    }

    /// Difference over three pixels across an outline between (x, y) and its neighbour: an outline is rarely exact.
    private func step(_ plane: PlaneView<UInt8>, _ x: Int, _ y: Int, _ dx: Int, _ dy: Int) -> Int {
        let (ax, ay, bx, by) = (x - dx, y - dy, min(x + 2 * dx, plane.width - 1), min(y + 2 * dy, plane.height - 1))
        return abs(Int(plane[ax, ay]) - Int(plane[bx, by]))
    }
}
