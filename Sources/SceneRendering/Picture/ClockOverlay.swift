/// The time of day that many recorders burn into the picture; it changes every second.
enum ClockOverlay {
    /// Five rows of three bits for each digit.
    private static let digits: [[UInt8]] = [
        [7, 5, 5, 5, 7], [2, 6, 2, 2, 7], [7, 1, 7, 4, 7], [7, 1, 7, 1, 7], [5, 5, 7, 1, 1], [7, 4, 7, 1, 7],
        [7, 4, 7, 5, 7], [7, 1, 1, 2, 2], [7, 5, 7, 5, 7], [7, 5, 7, 1, 7],
    ]

    static func draw(time: Double, into luma: UnsafeMutablePointer<UInt8>, width: Int, height: Int) {
        let seconds = 14 * 3600 + 7 * 60 + Int(time)
        let scale = max(2, height / 120)
        var x = 3 * scale
        for (number, value) in [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].enumerated() {
            if number > 0 { x += 2 * scale }
            for digit in [value / 10, value % 10] {
                for (row, bits) in digits[digit].enumerated() {
                    for column in 0..<3 where bits & (4 >> UInt8(column)) != 0 {
                        fill(luma, width, x + column * scale, (3 + row) * scale, scale)
                    }
                }
                x += 4 * scale
            }
        }
    }

    private static func fill(_ luma: UnsafeMutablePointer<UInt8>, _ width: Int, _ x: Int, _ y: Int, _ size: Int) {
        for row in y..<y + size {
            for column in x..<min(width, x + size) { luma[row * width + column] = 235 }
        }
    }
}
