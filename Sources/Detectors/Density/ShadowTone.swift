internal import Perception

/// How dark shadows are here: in the sun all leave the same share of the light, in whatever lies in them (the test of the ratio of
/// Cucchiara et al., IEEE TPAMI 2003, of which a grey picture has no more).
///
/// It is learnt where what moves is too flat to be anybody. Clouds and lamps leave no one share: then no tone is known, and
/// nothing is a shadow.
struct ShadowTone {
    /// Seconds between two looks.
    static let interval = 1.0
    /// Shares of the background's light, in 64ths: so many to both sides of the tone are shadow too.
    static let tolerance = 4
    /// The sky lights what is in the shadow. Lighter ones leave no outline, and in fog people do.
    static let tones = 24...48
    /// Samples that say anything, and from which on what was seen before counts half.
    static let leastSamples = 300
    static let remembered = 6_000
    /// Share of the samples that have the tone.
    static let leastShare = 0.6
    /// Share of a cell's foreground that has it.
    static let cellShare = 0.8
    /// Foreground pixels of a cell, of the sixteen that are looked at.
    static let leastPixels = 3
    /// Foreground pixels of a cell (of 64) that belong to something, and the cells on top of each other of something flat.
    static let leastForeground = 8
    static let flat = 2
    /// A background darker than this has no tone.
    static let leastLight: UInt8 = 24

    private var histogram = [Int](repeating: 0, count: 64)
    private var next = -Double.infinity
    private var tone: Int?

    /// - Parameter isTall: of each row of cells, whether persons are so tall there that what is flat is none.
    mutating func look(at evidence: Evidence, isTall: [Bool]) {
        guard evidence.time >= next else { return }
        next = evidence.time + Self.interval
        for column in 0..<evidence.columns {
            var top = 0
            for row in 0...evidence.rows {
                if row < evidence.rows, evidence.cellForeground(column, row) >= Self.leastForeground { continue }
                if row - top <= Self.flat {
                    for y in top..<row where isTall[y] && Int(evidence.cellMoving[column, y]) >= Self.leastForeground {
                        take(evidence, y * evidence.columns + column)
                    }
                }
                top = row + 1
            }
        }
        follow()
    }

    private mutating func take(_ evidence: Evidence, _ cell: Int) {
        Self.shares(of: evidence, cell) { if $0 < 64 { histogram[$0] += 1 } }
    }

    private mutating func follow() {
        let samples = histogram.reduce(0, +)
        guard samples >= Self.leastSamples else { return }
        var fullest = (middle: 0, samples: 0)
        for middle in Self.tones {
            let here = histogram[middle - Self.tolerance...middle + Self.tolerance].reduce(0, +)
            if here > fullest.samples { fullest = (middle, here) }
        }
        tone = Double(fullest.samples) >= Self.leastShare * Double(samples) ? fullest.middle : nil
        guard samples > Self.remembered else { return }
        for share in histogram.indices { histogram[share] /= 2 }
    }

    /// Most of what differs from the background there is as dark as shadows are.
    func isShadow(_ cell: Int, _ evidence: Evidence) -> Bool {
        guard let tone else { return false }
        var (pixels, dark) = (0, 0)
        Self.shares(of: evidence, cell) { share in
            pixels += 1
            dark += abs(share - tone) <= Self.tolerance ? 1 : 0
        }
        return pixels >= Self.leastPixels && Double(dark) >= Self.cellShare * Double(pixels)
    }

    /// Every second pixel of every second line that shows no background: its share of the background's light, in 64ths.
    private static func shares(of evidence: Evidence, _ cell: Int, _ take: (Int) -> Void) {
        let size = Evidence.cellSize
        let (left, top) = (cell % evidence.columns * size, cell / evidence.columns * size)
        for y in stride(from: top, to: top + size, by: 2) {
            for x in stride(from: left + y / 2 % 2, to: left + size, by: 2)
            where evidence.state[x, y] != PixelState.background && evidence.expected[x, y] >= leastLight {
                take(min(127, Int(evidence.luma[x, y]) * 64 / Int(evidence.expected[x, y])))
            }
        }
    }
}
