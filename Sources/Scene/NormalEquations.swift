/// Linear least squares of a few unknowns: (AᵀA + R) x = Aᵀb, solved by Gaussian elimination with pivoting.
public struct NormalEquations: Sendable {
    private var matrix: [[Double]]
    private var right: [Double]

    public init(unknowns: Int) {
        matrix = [[Double]](repeating: [Double](repeating: 0, count: unknowns), count: unknowns)
        right = [Double](repeating: 0, count: unknowns)
    }

    /// Adds one weighted equation Σ coefficients × unknowns = value.
    public mutating func add(_ coefficients: [Double], equals value: Double, weight: Double = 1) {
        precondition(coefficients.count == right.count)
        for row in right.indices {
            for column in right.indices { matrix[row][column] += weight * coefficients[row] * coefficients[column] }
            right[row] += weight * coefficients[row] * value
        }
    }

    /// The solution; `nil` when the equations do not determine it.
    public func solution() -> [Double]? {
        var (m, b) = (matrix, right)
        let size = b.count
        let largest = m.joined().reduce(0) { max($0, abs($1)) }
        for column in 0..<size {
            let pivot = (column..<size).max { abs(m[$0][column]) < abs(m[$1][column]) } ?? column
            guard abs(m[pivot][column]) > 1e-12 * largest else { return nil }
            m.swapAt(pivot, column)
            b.swapAt(pivot, column)
            for row in column + 1..<size where m[row][column] != 0 {
                let factor = m[row][column] / m[column][column]
                for k in column..<size { m[row][k] -= factor * m[column][k] }
                b[row] -= factor * b[column]
            }
        }
        for row in (0..<size).reversed() {
            for k in row + 1..<size { b[row] -= m[row][k] * b[k] }
            b[row] /= m[row][row]
        }
        return b
    }
}
