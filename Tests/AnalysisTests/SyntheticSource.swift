import Footage

/// A grey street with a bright block that walks to and fro, a dark one that may be put down, and others that may come, one
/// every four seconds, and stay: made without any file.
final class SyntheticSource: FrameSource {
    private(set) var counts = SourceCounts()
    let frameRate: Double?
    private let width: Int, height: Int
    private let times: [Double]
    private let thingFrom, fillsFrom: Double
    private let movesAt: Double?
    private let picture: UnsafeMutablePointer<UInt8>
    private var position = 0

    /// - Parameters:
    ///   - times: seconds of each frame.
    ///   - thingFrom: when the dark block is put down.
    ///   - fillsFrom: when the first of those comes who stay.
    ///   - movesAt: when the camera is turned by some pixels, which the street's paving shows.
    init(
        width: Int = 160, height: Int = 96, times: [Double], thingFrom: Double = .infinity,
        fillsFrom: Double = .infinity, movesAt: Double? = nil
    ) {
        self.movesAt = movesAt
        self.thingFrom = thingFrom
        self.fillsFrom = fillsFrom
        self.width = width
        self.height = height
        self.times = times
        frameRate = nil
        picture = .allocate(capacity: width * height)
    }

    convenience init(
        width: Int = 160, height: Int = 96, rate: Double, seconds: Double, thingFrom: Double = .infinity
    ) {
        self.init(
            width: width, height: height, times: (0..<Int(rate * seconds)).map { Double($0) / rate },
            thingFrom: thingFrom)
    }

    deinit { picture.deallocate() }

    func next() throws(FootageError) -> SourceFrame? {
        guard position < times.count else { return nil }
        draw(at: times[position])
        defer { position += 1 }
        counts.decoded += 1
        return SourceFrame(
            luma: LumaPicture(base: picture, width: width, height: height, stride: width), time: times[position],
            index: position)
    }

    /// Slabs of twenty pixels, each as bright as a hash of its place says.
    private func paving(_ x: Int, _ y: Int, isMoved: Bool) -> UInt8 {
        let (column, row) = ((x + (isMoved ? 12 : 0)) / 20, (y + (isMoved ? 7 : 0)) / 20)
        return UInt8((column &* 73 &+ row &* 151 &+ column &* row &* 37) % 8) &* 14
    }

    private func draw(at time: Double) {
        let travel = width - 16
        let place = Int(time * 20) % (2 * travel)
        let left = place < travel ? place : 2 * travel - place
        for y in 0..<height {
            for x in 0..<width {
                let isWalker = (left..<left + 10).contains(x) && (40..<70).contains(y)
                // Texture that no decoder made: a hash of the place.
                let texture = UInt8(truncatingIfNeeded: (x &* 31 &+ y &* 17) % 23)
                let isThing = time >= thingFrom && (96..<108).contains(x) && (76..<88).contains(y)
                let ground = 90 &+ (movesAt.map { paving(x, y, isMoved: time >= $0) } ?? texture)
                picture[y * width + x] = isWalker ? 220 : isThing ? 10 &+ texture : ground
            }
        }
        for person in 0..<12 where time >= fillsFrom + Double(4 * person + 4) {
            for y in 0..<24 {
                for x in 0..<8 { picture[(10 + person / 6 * 62 + y) * width + 12 + person % 6 * 24 + x] = 200 }
            }
        }
    }
}
