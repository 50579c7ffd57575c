internal import CDensityModel
internal import Events
internal import Perception
public import PixelKernels
public import Scene

extension DensityNetworkFile {
    /// What the program brings: trained on rendered scenes alone, `models/density/network-rendered.bin`.
    public static let builtIn: DensityNetworkFile = {
        var size = 0
        let start = vigie_density_network(&size)
        let bytes = [UInt8](UnsafeBufferPointer(start: start, count: size))
        guard let file = try? DensityNetworkFile(bytes: bytes) else {
            fatalError("the built-in density network is broken")
        }
        return file
    }()
}

extension DensityNetwork {
    public convenience init(file: DensityNetworkFile, width: Int, height: Int, arithmetic: Arithmetic = .bytes) {
        let layers = file.layers.map { layer in
            ConvolutionLayer(
                shape: ConvolutionLayer.Shape(
                    layer.inputs, layer.outputs, kernel: layer.kernel, stride: layer.stride, dilation: layer.dilation),
                weights: layer.weights, biases: layer.biases, largest: layer.largest)
        }
        self.init(layers: layers, width: width, height: height, arithmetic: arithmetic)
    }
}

/// The persons that the density network sees in one zone.
///
/// The network marks heads: a cell belongs to the zone when somebody with the head there stands in it.
struct NetworkZone {
    /// Seconds over which the network's count is evened out.
    static let smoothing = 1.5
    /// Share of the newest look: one alone is not believed.
    static let mostPace = 0.5

    /// Cells of the network, and of the evidence where it covers them (−1 elsewhere).
    private var cells: [(network: Int, evidence: Int)] = []

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry, view: NetworkView) {
        for cell in 0..<view.cellCount {
            let head = view.centre(ofCell: cell)
            let foot = head.y + scale.personHeight(atHeadY: head.y)
            guard zone.polygon.contains(PicturePoint(x: min(head.x, 0.999), y: foot)) else { continue }
            let (column, row) = view.places[cell]
            let isCovered = row < geometry.rows && column < geometry.columns
            cells.append((cell, isCovered ? row * geometry.columns + column : -1))
        }
    }

    func sight(in look: NetworkLook) -> NetworkSight {
        var (persons, taken, stood) = (0, 0, 0)
        for cell in cells where cell.evidence < 0 || look.valid.base[cell.evidence] != 0 {
            let seen = Int(max(0, look.view.network.cells[cell.network]))
            let left = max(0, seen - Int(look.things.seen[cell.network]))
            let alive = min(left, Int(look.things.alive[cell.network]))
            persons += left - alive
            stood += alive
            taken += seen - left
        }
        return NetworkSight(
            persons: Double(persons) / DensityNetwork.unit, things: Double(taken) / DensityNetwork.unit,
            stood: Double(stood) / DensityNetwork.unit)
    }
}

/// One look of the network at the picture.
struct NetworkLook {
    let view: NetworkView
    let things: NetworkThings
    /// Not 0 where a cell of the evidence counts.
    let valid: PlaneView<UInt8>
    /// Seconds since it looked before; infinite the first time.
    let interval: Double
    /// Things that are no persons are known, so that a fit to this count holds later too.
    let isComparable: Bool
}

/// What the network sees in one zone: persons, and things that were taken away because the background shows them too.
struct NetworkSight {
    let persons, things: Double
    /// Beside the persons those who stand in the background and are alive. Who counts a zone makes good for them.
    let stood: Double
    /// Share of the bodies in which it sees too few heads, see ``UnseenBodies``.
    var unseen = 0.0
    var everybody: Double { persons + stood }

    func moved(toward other: NetworkSight, by share: Double) -> NetworkSight {
        NetworkSight(
            persons: persons + (other.persons - persons) * share, things: things + (other.things - things) * share,
            stood: stood + (other.stood - stood) * share, unseen: unseen + (other.unseen - unseen) * share)
    }
}

/// What the network takes for persons in the background picture: benches, plants, shop windows.
///
/// While the background is new it is what the background shows. Once that is settled it falls within minutes where somebody
/// who stood in the background has gone, and rises so slowly that a crowd which stands still for an hour is still counted,
/// also when the stream is lost meanwhile and the background begins anew.
///
/// A thing is taken away as far as the picture shows it: where that differs much from the background, somebody stands before
/// it. Where it differs a little at nearly all times it is no thing: who stood there from the first second on sways, and
/// nobody stands as still as a bench.
struct NetworkThings {
    /// Changed pixels of a cell and its eight neighbours (of 576) that hide a thing.
    static let hiding = 144
    /// Those that are exceeded at three of four times where somebody sways: up to `none` it is noise (which may change one in two
    /// hundred pixels, three of these) and what glass mirrors, from `all` to `most` a person, and from `moved` on something that
    /// was put, taken or moved, or others who pass.
    static let swaying = (none: 8.0, all: 16.0, most: 32.0, moved: 64.0)
    /// By so many pixels in a second, at most, becomes known what is exceeded.
    static let swayPace = 0.25
    /// Seconds between two looks at the background, while it is new and later.
    static let firstInterval = 5.0
    static let interval = 20.0
    /// Seconds in which two thirds of what is new in the background become things, and of what has gone are none any more.
    static let rise = 86_400.0
    static let fall = 300.0

    /// Persons for each cell of the network, in units of 2⁻¹⁶.
    private var cells: [Int32]
    /// The same less what is hidden in the picture that was looked at last.
    private(set) var seen: [Int32]
    /// Who stands in the background, as far as the picture shows them.
    private(set) var alive: [Int32]
    /// The lower quartile of the changed pixels.
    private var sway: [Double]
    /// The evidence's cell of each cell.
    private let places: [(column: Int, row: Int)]
    private var next = -Double.infinity
    private(set) var isKnown = false
    /// A settled background has shown them.
    private var isSettled = false

    init(_ view: NetworkView) {
        places = view.places
        cells = [Int32](repeating: 0, count: view.cellCount)
        seen = cells
        alive = cells
        sway = [Double](repeating: 0, count: cells.count)
    }

    func isDue(_ evidence: Evidence) -> Bool {
        evidence.backgroundState != .starting && !evidence.isHeld && (evidence.time >= next || evidence.interval == 0)
    }

    /// The camera looks elsewhere: what the next background shows are things.
    mutating func forget() { isSettled = false }

    /// Takes what the network has just found in the background.
    mutating func take(_ network: DensityNetwork, _ evidence: Evidence) {
        isSettled = isSettled || evidence.backgroundState == .settled && isKnown
        let pause = evidence.backgroundState == .settled ? Self.interval : Self.firstInterval
        next = evidence.time + pause
        for index in cells.indices {
            let seen = network.cells[index]
            let pace = pause / (seen < cells[index] ? Self.fall : Self.rise)
            let followed = Double(cells[index]) + Double(seen - cells[index]) * pace
            cells[index] = isSettled ? Int32(followed.rounded()) : seen
        }
        isKnown = true
    }

    /// Finds out which of them this picture shows, `interval` seconds after it looked before.
    mutating func look(at evidence: Evidence, interval: Double) {
        let gradient = evidence.cellGradient
        let pace = Self.swayPace * min(interval, DensityDetector.calmInterval)
        for index in cells.indices {
            let (x, y) = places[index]
            var changed = 0
            for row in max(0, y - 1)..<min(gradient.height, y + 2) {
                for column in max(0, x - 1)..<min(gradient.width, x + 2) { changed += Int(gradient[column, row]) }
            }
            // Up by one and down by three: as often exceeded as three to one (Tierney, SIAM J. Sci. Stat. Comput. 4, 1983).
            sway[index] = max(0, sway[index] + (Double(changed) > sway[index] ? pace : -3 * pace))
            let shown = Int(cells[index]) * max(0, Self.hiding - changed) / Self.hiding
            let (none, all, most, moved) = Self.swaying
            let living = min(1, (sway[index] - none) / (all - none), (moved - sway[index]) / (moved - most))
            alive[index] = Int32(Double(shown) * max(0, living))
            seen[index] = Int32(shown) - alive[index]
        }
    }
}
