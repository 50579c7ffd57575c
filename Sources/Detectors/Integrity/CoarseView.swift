internal import Perception

/// The picture as the means of its 8×8 cells, against those of the background while all was well: what defocus leaves,
/// noise does not reach, and a cover or another view takes away.
struct CoarseView: Sendable {
    /// Seconds between two references, and between two comparisons.
    static let renewEvery = 10.0, period = 0.5
    /// Difference of two neighbouring cells, grey levels, that is an edge of the view, and below which there is none.
    static let edge: Float = 6, flat: Float = 3
    /// Fewest edges of the reference that say anything.
    static let leastEdges = 40

    private var reference: [Float]
    private var now: [Float]
    private var referenceEdges = 0
    private var renewedAt: Double?
    private var comparedAt = -Double.infinity

    /// Correlation with the reference, −1…1: brightness and contrast as a whole do not count.
    private(set) var likeness = 1.0
    /// Contrast that is left of the reference's, at the scale of cells: what lets a little light through takes it, defocus
    /// does not.
    private(set) var contrast = 1.0
    /// Edges there are for each of the reference's, wherever they are.
    private(set) var edgeRatio = 1.0

    /// Whether there is a usual view to compare with.
    var isUseful: Bool { renewedAt != nil }

    init(cells: Int) {
        reference = Array(repeating: 0, count: cells)
        now = reference
    }

    /// Takes the background as the view that is usual, now and then.
    mutating func learn(_ evidence: Evidence) {
        guard evidence.backgroundState != .starting, evidence.time - (renewedAt ?? -.infinity) >= Self.renewEvery else {
            return
        }
        renewedAt = evidence.time
        evidence.coarse(of: evidence.background, into: &reference)
        referenceEdges = Self.edges(reference, evidence)
    }

    /// Compares the picture, when it is time to; answers whether there is something to compare with.
    mutating func compare(_ evidence: Evidence) -> Bool {
        guard isUseful else { return false }
        guard evidence.time - comparedAt >= Self.period - 1e-6 else { return true }
        comparedAt = evidence.time
        evidence.coarse(of: evidence.luma, into: &now)
        let sums = Self.correlation(now, reference, evidence)
        (likeness, contrast) = (sums.value, sums.slope)
        edgeRatio =
            referenceEdges >= Self.leastEdges
            ? Double(Self.edges(now, evidence)) / Double(referenceEdges) : Double(evidence.quality.edgeRatio)
        return true
    }

    private static func edges(_ view: [Float], _ evidence: Evidence) -> Int {
        var count = 0
        for row in 0..<evidence.rows {
            for column in 1..<evidence.columns
            where evidence.cellValid[column, row] != 0 && evidence.cellValid[column - 1, row] != 0 {
                let cell = row * evidence.columns + column
                if abs(view[cell] - view[cell - 1]) >= edge { count += 1 }
            }
        }
        return count
    }

    /// Of the edges that some cells usually have with their left neighbours, how many there are, and how many of them
    /// are flat now.
    func edges(of cells: [Int], _ evidence: Evidence) -> (usual: Int, gone: Int) {
        var (usual, gone) = (0, 0)
        for cell in cells where cell % evidence.columns > 0 {
            guard evidence.cellValid.base[cell] != 0, evidence.cellValid.base[cell - 1] != 0,
                abs(reference[cell] - reference[cell - 1]) >= Self.edge
            else { continue }
            usual += 1
            if abs(now[cell] - now[cell - 1]) < Self.flat { gone += 1 }
        }
        return (usual, gone)
    }

    /// Correlation of some cells with what they usually show, −1…1.
    func likeness(of cells: [Int], _ evidence: Evidence) -> Double {
        var sums = Correlation()
        for cell in cells where evidence.cellValid.base[cell] != 0 { sums.take(now[cell], reference[cell]) }
        return sums.value
    }

    private static func correlation(_ a: [Float], _ b: [Float], _ evidence: Evidence) -> Correlation {
        var sums = Correlation()
        for cell in a.indices where evidence.cellValid.base[cell] != 0 { sums.take(a[cell], b[cell]) }
        return sums
    }
}

/// Sums of a correlation of two quantities.
private struct Correlation {
    private var (count, sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    mutating func take(_ a: Float, _ b: Float) {
        let (x, y) = (Double(a), Double(b))
        count += 1
        (sumA, sumB) = (sumA + x, sumB + y)
        (squareA, squareB, product) = (squareA + x * x, squareB + y * y, product + x * y)
    }

    /// By how much the first changes with the second; 0 when that does not vary.
    var slope: Double {
        let spread = count * squareB - sumB * sumB
        return spread > 0 ? (count * product - sumA * sumB) / spread : 0
    }

    /// −1…1; 0 when one of them does not vary.
    var value: Double {
        let spread = (count * squareA - sumA * sumA) * (count * squareB - sumB * sumB)
        return spread > 0 ? (count * product - sumA * sumB) / spread.squareRoot() : 0
    }
}

extension Evidence {
    /// The means of a plane's cells, row by row.
    fileprivate func coarse(of plane: PlaneView<UInt8>, into means: inout [Float]) {
        for row in 0..<rows {
            for column in 0..<columns {
                var sums = SIMD8<UInt16>.zero
                for y in 0..<Self.cellSize { sums &+= wideCellLine(of: plane, column, row, y) }
                means[row * columns + column] =
                    Float(sums.wrappedSum()) / Float(Self.cellSize * Self.cellSize)
            }
        }
    }
}
