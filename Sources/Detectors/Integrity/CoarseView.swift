internal import Perception

/// The picture as the means of its 8×8 cells, against those of the background while all was well: what defocus leaves,
/// noise does not reach, and a cover or another view takes away.
struct CoarseView: Sendable {
    /// Seconds between two references, and between two comparisons.
    static let renewEvery = 10.0, period = 0.5
    /// Difference of two neighbouring cells, grey levels, that is an edge of the view.
    static let edge: Float = 6
    /// Fewest edges of the reference that say anything.
    static let leastEdges = 40

    private var reference: [Float]
    private var now: [Float]
    private var referenceEdges = 0
    private var renewedAt: Double?
    private var comparedAt = -Double.infinity

    /// Correlation with the reference, −1…1: brightness and contrast as a whole do not count.
    private(set) var likeness = 1.0
    /// Edges there are for each of the reference's, wherever they are.
    private(set) var edgeRatio = 1.0

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
        guard renewedAt != nil else { return false }
        guard evidence.time - comparedAt >= Self.period - 1e-6 else { return true }
        comparedAt = evidence.time
        evidence.coarse(of: evidence.luma, into: &now)
        likeness = Self.correlation(now, reference, evidence)
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

    private static func correlation(_ a: [Float], _ b: [Float], _ evidence: Evidence) -> Double {
        var (count, sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for row in 0..<evidence.rows {
            for column in 0..<evidence.columns where evidence.cellValid[column, row] != 0 {
                let (x, y) = (Double(a[row * evidence.columns + column]), Double(b[row * evidence.columns + column]))
                count += 1
                (sumA, sumB) = (sumA + x, sumB + y)
                (squareA, squareB, product) = (squareA + x * x, squareB + y * y, product + x * y)
            }
        }
        let spread = (count * squareA - sumA * sumA) * (count * squareB - sumB * sumB)
        return spread > 0 ? (count * product - sumA * sumB) / spread.squareRoot() : 0
    }
}

extension Evidence {
    /// The means of a plane's cells, row by row.
    fileprivate func coarse(of plane: PlaneView<UInt8>, into means: inout [Float]) {
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = 0
                for y in row * Self.cellSize..<(row + 1) * Self.cellSize {
                    for x in column * Self.cellSize..<(column + 1) * Self.cellSize { sum &+= Int(plane[x, y]) }
                }
                means[row * columns + column] = Float(sum) / Float(Self.cellSize * Self.cellSize)
            }
        }
    }
}
