import PixelKernelBodies
import PixelKernels

/// How much a gradient must have changed to be part of an outline, where the usual threshold is wrong: in fog, at dusk and by night
/// things differ too little from what is behind them, and snow or a sensor's noise differs too much.
///
/// The threshold follows the **contrast**: the difference that four in five pixels of things stay below, less the least that
/// makes foreground at all. It falls with the contrast's square, because what differs by less than that least is missing from
/// the measure, and never so low that more than one in two hundred pixels apart from things has a changed gradient: noise, rain
/// and the coding of the picture are there. Where more than that pass the usual threshold too, in most parts of the
/// picture, it rises: a crowd that became background sways in one place, snow falls in all. Both come from histograms
/// that forget within half a minute of a busy place. Otherwise the threshold is the usual one and nothing is computed a second time.
final class OutlineThreshold {
    /// Seconds between two looks.
    static let interval = 1.0
    /// No outline is fainter, and beyond the other those of people are lost too.
    static let least = 14
    static let most = 80
    /// Share of the pixels of things that differ by less than the contrast, and share of the pixels apart from things that
    /// are calm.
    static let contrastShare = 0.8
    static let calmShare = 0.995
    /// Pixels that say anything, and pixels from which on what was seen before counts half.
    static let leastPixels = 500
    /// Foreground pixels (of 64) that make a cell part of a thing: a drop of rain is less.
    static let leastForeground = 16
    /// Contrast down to which the usual threshold is right, grey levels.
    static let ordinary = 32
    static let remembered = 4_000
    /// Parts of the picture, across and along; where more of the sixteen are calm, nothing is everywhere.
    private static let parts = 4
    private static let calmParts = 6
    /// The pixels of a cell that are looked at, each so many columns and rows from its corner.
    private static let places = [(1, 1), (5, 2), (2, 5), (6, 6)]

    private let geometry: EvidenceGeometry
    private let mask: Plane<UInt8>
    private let changed: Plane<UInt8>
    private var isThing: [Bool]
    private var differences = [Int](repeating: 0, count: 256)
    /// Of each part.
    private var gradients = [[Int]](repeating: [Int](repeating: 0, count: 256), count: parts * parts)
    private var (everywhere, calms) = ([Int](repeating: 0, count: 256), [Int]())
    private var next = -Double.infinity
    /// |∇I − ∇B|₁ above which a gradient has changed.
    private(set) var threshold = Perceiver.gradientThreshold
    /// How many times the contrast falls short of the ordinary one, 1 to ``faintest``: what is seen are the things that differ
    /// most, the nearest in fog, so that as many times more may be there.
    private(set) var faintness = 1.0
    static let faintest = 3.0

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        isThing = [Bool](repeating: false, count: geometry.cells)
        mask = Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        changed = Plane(width: geometry.columns, height: geometry.rows, filledWith: 0)
    }

    /// Another camera, or the same after a while: ordinary until seen otherwise.
    func reset() {
        for value in differences.indices { differences[value] = 0 }
        for part in gradients.indices {
            for value in gradients[part].indices { gradients[part][value] = 0 }
        }
        next = -.infinity
        (threshold, faintness) = (Perceiver.gradientThreshold, 1)
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
        guard threshold != Perceiver.gradientThreshold else { return usual.gradient }
        kernels.gradientChange(
            luma.base, model.expected.base, width: geometry.width, height: geometry.height, threshold: threshold,
            scratch: scratch, into: mask.base)
        kernels.poolCells(mask.base, width: geometry.width, height: geometry.height, bit: 0, into: changed.base)
        for cell in 0..<geometry.cells where valid.base[cell] == 0 { changed.base[cell] = 0 }
        return changed
    }

    private func look(_ luma: Plane<UInt8>, model: BackgroundModel, cells: CellPlanes, valid: Plane<UInt8>) {
        for cell in isThing.indices {
            isThing[cell] = Int(cells.moving.base[cell]) + Int(cells.still.base[cell]) >= Self.leastForeground
        }
        let (width, expected) = (geometry.width, model.expected.base)
        for cell in isThing.indices where valid.base[cell] != 0 {
            let isApart = !isThing[cell] && isApartFromThings(cell)
            guard isThing[cell] || isApart else { continue }
            let (column, row) = (cell % geometry.columns, cell / geometry.columns)
            let part = row * Self.parts / geometry.rows * Self.parts + column * Self.parts / geometry.columns
            for (x, y) in Self.places {
                let i = (row * 8 + y) * width + column * 8 + x
                func difference(_ i: Int) -> Int { Int(luma.base[i]) - Int(expected[i]) }
                if isApart {
                    let across = abs(difference(i + 1) - difference(i - 1))
                    gradients[part][min(255, across + abs(difference(i + width) - difference(i - width)))] += 1
                } else if model.state.base[i] != PixelState.background {
                    differences[min(255, abs(difference(i)))] += 1
                }
            }
        }
        follow()
    }

    /// The edge of a thing reaches into the cells beside it.
    private func isApartFromThings(_ cell: Int) -> Bool {
        let (column, row) = (cell % geometry.columns, cell / geometry.columns)
        for y in max(0, row - 1)..<min(geometry.rows, row + 2) {
            for x in max(0, column - 1)..<min(geometry.columns, column + 2) where isThing[y * geometry.columns + x] {
                return false
            }
        }
        return true
    }

    private func follow() {
        let (usual, things) = (Int(Perceiver.gradientThreshold), Self.forget(&differences))
        let contrast = Self.quantile(Self.contrastShare, of: differences) - Int(BackgroundModel.floor)
        let isKnown = things >= Self.leastPixels
        let fitting = isKnown ? usual * contrast * contrast / (Self.ordinary * Self.ordinary) : usual
        faintness = isKnown ? min(Self.faintest, max(1, Double(Self.ordinary) / Double(max(1, contrast)))) : 1
        for value in everywhere.indices { everywhere[value] = 0 }
        calms.removeAll(keepingCapacity: true)
        for part in gradients.indices {
            for (value, count) in gradients[part].enumerated() { everywhere[value] += count }
            let pixels = Self.forget(&gradients[part])
            calms.append(pixels >= Self.leastPixels ? Self.quantile(Self.calmShare, of: gradients[part]) : 0)
        }
        calms.sort()
        let calm = Self.quantile(Self.calmShare, of: everywhere)
        let most = calms[Self.calmParts] > usual ? Self.most : usual
        threshold = Int16(min(most, max(Self.least, min(usual, fitting), calm)))
    }

    /// Halves what is more than enough; returns how many there are.
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
