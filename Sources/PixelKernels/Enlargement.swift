/// Enlarges a luma plane by quarters, up to twice, with bilinear weights in sixteenths.
///
/// Whole numbers: the same bits on every machine. It runs for the density network alone, every second or so, and is plain code.
public final class Enlargement {
    /// Of the source's size: none … twice.
    public static let quarters = 4...8

    public let width, height: Int
    /// The enlarged plane after ``enlarge(_:stride:)``: `width` × `height`, without gaps between rows.
    public let pixels: UnsafeMutablePointer<UInt8>
    private let columns, rows: [Tap]
    /// One row of the source, blended of two, in sixteenths.
    private let blended: UnsafeMutablePointer<UInt16>
    private let sourceWidth: Int

    /// The source pixel at or before an enlarged one, the step to its neighbour (0 at the end) and that one's weight in sixteenths.
    private struct Tap {
        let first, step: Int
        let weight: UInt16

        /// Middles of pixels lie on each other: (x + ½) / zoom − ½.
        static func all(source: Int, count: Int, quarters: Int) -> [Tap] {
            (0..<count).map { index in
                let place = min(max(0, 8 * index + 4 - quarters), 2 * quarters * (source - 1))
                let (first, rest) = place.quotientAndRemainder(dividingBy: 2 * quarters)
                return Tap(
                    first: first, step: first + 1 < source ? 1 : 0, weight: UInt16((8 * rest + quarters / 2) / quarters)
                )
            }
        }
    }

    /// - Precondition: `quarters` is one of ``quarters``.
    public init(width: Int, height: Int, quarters: Int) {
        precondition(width > 0 && height > 0 && Self.quarters.contains(quarters))
        sourceWidth = width
        (self.width, self.height) = (width * quarters / 4, height * quarters / 4)
        columns = Tap.all(source: width, count: self.width, quarters: quarters)
        rows = Tap.all(source: height, count: self.height, quarters: quarters)
        pixels = .allocate(capacity: self.width * self.height)
        pixels.initialize(repeating: 0, count: self.width * self.height)
        blended = .allocate(capacity: width)
        blended.initialize(repeating: 0, count: width)
    }

    deinit {
        pixels.deallocate()
        blended.deallocate()
    }

    public func enlarge(_ luma: UnsafePointer<UInt8>, stride: Int) {
        for (y, row) in rows.enumerated() {
            let (upper, lower) = (luma + row.first * stride, luma + (row.first + row.step) * stride)
            for x in 0..<sourceWidth {
                blended[x] = UInt16(upper[x]) &* (16 &- row.weight) &+ UInt16(lower[x]) &* row.weight
            }
            let out = pixels + y * width
            columns.withUnsafeBufferPointer { columns in
                for x in 0..<columns.count {
                    let tap = columns[x]
                    let (left, right) = (blended[tap.first], blended[tap.first &+ tap.step])
                    out[x] = UInt8(truncatingIfNeeded: (left &* (16 &- tap.weight) &+ right &* tap.weight &+ 128) >> 8)
                }
            }
        }
    }
}
