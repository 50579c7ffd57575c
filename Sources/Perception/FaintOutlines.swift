import PixelKernelBodies
import PixelKernels

/// Outlines in fog, at dusk and by night, where things differ too little from what is behind them for the usual threshold.
///
/// The threshold follows the **contrast**: the difference that four in five pixels of things stay below, less the least that
/// makes foreground at all. It falls with the contrast's square, because what differs by less than that least is missing from
/// the measure, and never so low that more than one in a hundred pixels outside of things has a changed gradient: noise, rain
/// and the coding of the picture are there. Both come from histograms that forget within half a minute of a busy place. By
/// ordinary light the threshold is the usual one and nothing is computed a second time.
final class FaintOutlines {
    /// Seconds between two looks.
    static let interval = 1.0
    /// No outline is fainter.
    static let least = 14
    /// Share of the pixels of things that differ by less than the contrast, and share of the other pixels that are calm.
    static let contrastShare = 0.8
    static let calmShare = 0.99
    /// Pixels of things that make a contrast, and pixels from which on what was seen before counts half.
    static let leastPixels = 500
    /// Foreground pixels (of 64) that make a cell part of a thing: a drop of rain is less.
    static let leastForeground = 16
    /// Contrast down to which the usual threshold is right, grey levels.
    static let ordinary = 32
    static let remembered = 8_000
    /// The pixels of a cell that are looked at, each so many columns and rows from its corner.
    private static let places = [(1, 1), (5, 2), (2, 5), (6, 6)]

    private let geometry: EvidenceGeometry
    private let mask: Plane<UInt8>
    private let faint: Plane<UInt8>
    private var differences = [Int](repeating: 0, count: 256)
    private var gradients = [Int](repeating: 0, count: 256)
    private var next = -Double.infinity
    /// |∇I − ∇B|₁ above which a gradient has changed.
    private(set) var threshold = Perceiver.gradientThreshold

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        mask = Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        faint = Plane(width: geometry.columns, height: geometry.rows, filledWith: 0)
    }

    /// Another camera, or the same after a while: ordinary until seen otherwise.
    func reset() {
        for value in differences.indices { (differences[value], gradients[value]) = (0, 0) }
        next = -.infinity
        threshold = Perceiver.gradientThreshold
    }

    /// Changed pixels of each cell: `usual` itself while the light is ordinary.
    func cells(
        usual: CellPlanes, luma: Plane<UInt8>, model: BackgroundModel, valid: Plane<UInt8>,
        scratch: UnsafeMutablePointer<Int16>, time: Double
    ) -> Plane<UInt8> {
        if time >= next {
            next = time + Self.interval
            look(luma, model: model, cells: usual, valid: valid)
        }
        guard threshold < Perceiver.gradientThreshold else { return usual.gradient }
        kernels.gradientChange(
            luma.base, model.expected.base, width: geometry.width, height: geometry.height, threshold: threshold,
            scratch: scratch, into: mask.base)
        kernels.poolCells(mask.base, width: geometry.width, height: geometry.height, bit: 0, into: faint.base)
        for cell in 0..<geometry.cells where valid.base[cell] == 0 { faint.base[cell] = 0 }
        return faint
    }

    private func look(_ luma: Plane<UInt8>, model: BackgroundModel, cells: CellPlanes, valid: Plane<UInt8>) {
        let (width, expected) = (geometry.width, model.expected.base)
        for row in 0..<geometry.rows {
            for column in 0..<geometry.columns {
                let cell = row * geometry.columns + column
                guard valid.base[cell] != 0 else { continue }
                let isThing = Int(cells.moving.base[cell]) + Int(cells.still.base[cell]) >= Self.leastForeground
                for (x, y) in Self.places {
                    let i = (row * 8 + y) * width + column * 8 + x
                    func difference(_ i: Int) -> Int { Int(luma.base[i]) - Int(expected[i]) }
                    if !isThing {
                        let across = abs(difference(i + 1) - difference(i - 1))
                        gradients[min(255, across + abs(difference(i + width) - difference(i - width)))] += 1
                    } else if model.state.base[i] != PixelState.background {
                        differences[min(255, abs(difference(i)))] += 1
                    }
                }
            }
        }
        follow()
    }

    private func follow() {
        let pixels = Self.forget(&differences)
        Self.forget(&gradients)
        guard pixels >= Self.leastPixels else { return }
        let contrast = Self.quantile(Self.contrastShare, of: differences) - Int(BackgroundModel.floor)
        let calm = Self.quantile(Self.calmShare, of: gradients)
        let usual = Int(Perceiver.gradientThreshold)
        let fitting = usual * contrast * contrast / (Self.ordinary * Self.ordinary)
        threshold = Int16(min(usual, max(Self.least, fitting, calm)))
    }

    /// Halves what is more than enough; returns how many there are.
    @discardableResult
    private static func forget(_ histogram: inout [Int]) -> Int {
        let count = histogram.reduce(0, +)
        guard count > remembered else { return count }
        for value in histogram.indices { histogram[value] /= 2 }
        return histogram.reduce(0, +)
    }

    /// The least value that so many are not above.
    private static func quantile(_ share: Double, of histogram: [Int]) -> Int {
        let wanted = Int((share * Double(histogram.reduce(0, +))).rounded(.up))
        var seen = 0
        for (value, count) in histogram.enumerated() {
            seen += count
            if seen >= wanted { return value }
        }
        return histogram.count - 1
    }
}
