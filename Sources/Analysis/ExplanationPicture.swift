public import Events

/// The place of an event in an empty frame, and below it the last values of its metric against what is expected. Made
/// from the event alone: there is no pixel of the camera in it.
public struct ExplanationPicture {
    public static let width = 640, frameHeight = 360, chartHeight = 160
    public static var height: Int { frameHeight + chartHeight }

    private static let paper: UInt8 = 250, band: UInt8 = 215, ink: UInt8 = 20, grey: UInt8 = 140, place: UInt8 = 90
    private static let margin = 12

    /// Grey values, row by row.
    public private(set) var pixels = Array(repeating: paper, count: width * (frameHeight + chartHeight))

    public init(_ event: Event) {
        outline(x: 0, y: 0, width: Self.width, height: Self.frameHeight, value: Self.grey)
        outline(event.polygon)
        if let box = event.box { fill(box) }
        if let metric = event.metric, !metric.series.isEmpty { chart(metric) }
    }

    private mutating func fill(_ box: Box) {
        let (x, y) = (Int(box.x * Double(Self.width)), Int(box.y * Double(Self.frameHeight)))
        let (w, h) = (Int(box.width * Double(Self.width)), Int(box.height * Double(Self.frameHeight)))
        rectangle(x: x, y: y, width: w, height: h, value: Self.place)
        outline(x: x, y: y, width: w, height: h, value: Self.ink)
    }

    private mutating func outline(_ polygon: [PicturePoint]) {
        guard var last = polygon.last else { return }
        for point in polygon {
            line(
                (Int(last.x * Double(Self.width)), Int(last.y * Double(Self.frameHeight))),
                (Int(point.x * Double(Self.width)), Int(point.y * Double(Self.frameHeight))), value: Self.grey)
            last = point
        }
    }

    /// The series as a line over the expected band; a limit is a grey line.
    private mutating func chart(_ metric: Metric) {
        var high = metric.series.max() ?? 1
        for bound in [metric.expectedHigh, metric.threshold] { high = max(high, bound ?? high) }
        let low = min(0, metric.series.min() ?? 0, metric.expectedLow ?? 0)
        let scale = Double(Self.chartHeight - 2 * Self.margin) / max(high - low, 1e-9)
        func y(_ value: Double) -> Int { Self.height - Self.margin - Int(((value - low) * scale).rounded()) }
        if let from = metric.expectedLow, let to = metric.expectedHigh {
            rectangle(
                x: Self.margin, y: y(to), width: Self.width - 2 * Self.margin, height: max(1, y(from) - y(to)),
                value: Self.band)
        }
        if let threshold = metric.threshold {
            line((Self.margin, y(threshold)), (Self.width - Self.margin, y(threshold)), value: Self.grey)
        }
        let step = Double(Self.width - 2 * Self.margin) / Double(max(1, metric.series.count - 1))
        var last: (Int, Int)?
        for (index, value) in metric.series.enumerated() {
            let point = (Self.margin + Int(Double(index) * step), y(value))
            line(last ?? point, point, value: Self.ink)
            rectangle(x: point.0 - 1, y: point.1 - 1, width: 3, height: 3, value: Self.ink)
            last = point
        }
    }

    private mutating func rectangle(x: Int, y: Int, width: Int, height: Int, value: UInt8) {
        for row in max(0, y)..<max(max(0, y), min(Self.height, y + height)) {
            for column in max(0, x)..<max(max(0, x), min(Self.width, x + width)) {
                pixels[row * Self.width + column] = value
            }
        }
    }

    private mutating func outline(x: Int, y: Int, width: Int, height: Int, value: UInt8) {
        rectangle(x: x, y: y, width: width, height: 1, value: value)
        rectangle(x: x, y: y + height - 1, width: width, height: 1, value: value)
        rectangle(x: x, y: y, width: 1, height: height, value: value)
        rectangle(x: x + width - 1, y: y, width: 1, height: height, value: value)
    }

    private mutating func line(_ from: (Int, Int), _ to: (Int, Int), value: UInt8) {
        let steps = max(abs(to.0 - from.0), abs(to.1 - from.1), 1)
        for step in 0...steps {
            let x = from.0 + (to.0 - from.0) * step / steps
            let y = from.1 + (to.1 - from.1) * step / steps
            rectangle(x: x, y: y, width: 1, height: 1, value: value)
        }
    }
}
