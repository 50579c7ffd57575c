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

    /// Bhattacharyya distances, 0..1, between the grey levels inside and in the ring, now and in the background.
    private func colours() -> (now: Double, before: Double) {
        // Now and before: 16 bins of what is around, of what is inside, and of what is neither (foreground around, and
        // pixels that are not asked for, twice).
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * 64) { bins in
            bins.initialize(repeating: 0)
            count(into: bins)
            return (Self.distance(bins, 0), Self.distance(bins, 64))
        }
    }

    private func count(into bins: UnsafeMutableBufferPointer<Int32>) {
        let outer = box.grown(
            by: Self.ring, within: PixelBox(left: 0, top: 0, right: evidence.width, bottom: evidence.height))
        let low: UInt64 = 0x0F0F_0F0F_0F0F_0F0F
        evidence.forEachEight(in: outer) { x, y, mask in
            let foreground = evidence.foreground(x, y)
            let inside = foreground & boxBytes(x, y)
            let group = (inside | (foreground ^ inside) << 1 | ~mask & 0x0303_0303_0303_0303) << 4
            var now = group | evidence.luma.eight(x, y) >> 4 & low
            var before = group | evidence.background.eight(x, y) >> 4 & low
            for _ in 0..<8 {
                bins[Int(now & 63)] &+= 1
                bins[Int(64 | before & 63)] &+= 1
                (now, before) = (now >> 8, before >> 8)
            }
        }
    }

    /// The bytes of eight pixels that are in the box.
    private func boxBytes(_ x: Int, _ y: Int) -> UInt64 {
        let (first, end) = (max(0, box.left &- x), min(8, box.right &- x))
        guard y >= box.top, y < box.bottom, first < end else { return 0 }
        return (~0 &<< UInt64(8 &* first)) & (~0 &>> UInt64(8 &* (8 &- end)))
    }

    /// Between the bins around, the 16 from `first` on, and those inside, the next 16.
    private static func distance(_ bins: UnsafeMutableBufferPointer<Int32>, _ first: Int) -> Double {
        var (inside, around) = (SIMD16<Float>(), SIMD16<Float>())
        for bin in 0..<16 {
            around[bin] = Float(bins[first + bin])
            inside[bin] = Float(bins[first + 16 + bin])
        }
        let product = Double(inside.sum()) * Double(around.sum())
        guard product > 0 else { return 0 }
        let shared = (inside * around).squareRoot().sum()
        return max(0, 1 - Double(shared) / product.squareRoot()).squareRoot()
    }

    /// Mean absolute step across the outline of the foreground in the box, now and in the background.
    private func contourEdges() -> (now: Double, before: Double) {
        var (now, before, count) = (0, 0, 0)
        func add(_ edges: UInt64, _ x: Int, _ y: Int, _ dx: Int, _ dy: Int) {
            CellMask.forEachBit(edges) { bit in
                let across = across(x &+ bit / 8, y, dx, dy)
                now &+= step(evidence.luma, across)
                before &+= step(evidence.background, across)
                count &+= 1
            }
        }
        let bounds = PixelBox(left: 1, top: 1, right: evidence.width - 1, bottom: evidence.height - 1)
        evidence.forEachEight(in: box.grown(by: 2, within: bounds)) { x, y, mask in
            let here = evidence.foreground(x, y)
            add((here ^ evidence.foreground(x, y + 1)) & mask, x, y, 0, 1)
            add((here ^ evidence.foreground(x + 1, y)) & mask, x, y, 1, 0)
        }
        return (Double(now) / Double(max(1, count)), Double(before) / Double(max(1, count)))
    }

    /// Three pixels across an outline between (x, y) and its neighbour: an outline is rarely exact.
    private func across(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int) -> PixelBox {
        PixelBox(
            left: x &- dx, top: y &- dy, right: min(x &+ 2 &* dx, evidence.width &- 1),
            bottom: min(y &+ 2 &* dy, evidence.height &- 1))
    }

    /// Difference between the corners of a box, both in it.
    private func step(_ plane: PlaneView<UInt8>, _ ends: PixelBox) -> Int {
        abs(Int(plane[ends.left, ends.top]) &- Int(plane[ends.right, ends.bottom]))
    }
}
