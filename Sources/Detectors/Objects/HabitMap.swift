internal import Events
internal import Perception
public import Scene

/// How often something is still in each 16×16-pixel block, by hour of the week: benches, queues, windows, parked
/// bicycles. It silences nothing: it is a reason in events, and ``CameraModel/habitSuggestions(least:)`` proposes what to mask.
///
/// Counts only; bounded: an hour that was never looked at takes no room.
public struct HabitMap: Sendable, Hashable, Codable {
    /// Looks (one a second) at which an hour of its own weighs as much as all hours together: ten minutes.
    static let shrinkage = 600.0
    /// Looks after which an hour is halved: what a place was like fades within days.
    static let fadeAt: UInt16 = 40_000

    private struct Hour: Sendable, Hashable, Codable {
        var looks: UInt16 = 0
        /// By block; empty until something was still.
        var still: [UInt16] = []
    }

    let columns, rows: Int
    /// By ``/Scene/HourSlot``, and one more for footage of an unknown day.
    private var hours = Array(repeating: Hour(), count: HourSlot.count + 1)

    public init(blockColumns: Int, blockRows: Int) {
        (columns, rows) = (blockColumns, blockRows)
    }

    var isConsistent: Bool {
        hours.count == HourSlot.count + 1 && columns > 0 && rows > 0
            && hours.allSatisfy { $0.still.isEmpty || $0.still.count == columns * rows }
    }

    /// Seconds that it rests on.
    public var seconds: Int { hours.reduce(0) { $0 + Int($1.looks) } }

    private static func index(_ hour: HourSlot?) -> Int { hour?.index ?? HourSlot.count }

    /// Takes one look: a block, four cells, is still when one of them is.
    mutating func learn(_ hour: HourSlot?, still: CellMask) {
        let slot = Self.index(hour)
        if hours[slot].looks >= Self.fadeAt {
            hours[slot].looks /= 2
            for block in hours[slot].still.indices { hours[slot].still[block] /= 2 }
        }
        hours[slot].looks += 1
        for row in 0..<rows {
            for word in 0..<still.width {
                let (upper, lower) = (2 * row * still.width + word, (2 * row + 1) * still.width + word)
                let either = still.words[upper] | still.words[lower]
                let first = row * columns + word * CellMask.wordBits / 2
                let covered = CellMask.mask(from: 0, to: 2 * columns, word: word)
                let pairs = (either | either >> 1) & CellMask.evenBits & covered
                CellMask.forEachBit(pairs) { learn(slot, block: first + $0 / 2) }
            }
        }
    }

    private mutating func learn(_ slot: Int, block: Int) {
        if hours[slot].still.isEmpty { hours[slot].still = Array(repeating: 0, count: columns * rows) }
        hours[slot].still[block] += 1
    }

    /// Share of the time for which something is still in a block: at an hour, as far as that was looked at, else at any.
    public func rate(column: Int, row: Int, at hour: HourSlot?) -> Double {
        let block = row * columns + column
        var (looks, still) = (0.0, 0.0)
        for other in hours {
            looks += Double(other.looks)
            if !other.still.isEmpty { still += Double(other.still[block]) }
        }
        guard looks > 0 else { return 0 }
        let here = hours[Self.index(hour)]
        let own = here.still.isEmpty ? 0 : Double(here.still[block])
        return (own + Self.shrinkage * still / looks) / (Double(here.looks) + Self.shrinkage)
    }
}

/// A place where something is still so often that a technician may want to mask it.
public struct HabitSuggestion: Sendable, Hashable {
    public var polygon: Polygon
    /// Highest share of the time for which something is still there, 0..1, and the hours (0..<24) at which it is above
    /// the bar; none for footage of an unknown day.
    public var share: Double
    public var hours: [Int]
}

extension HabitMap {
    /// Rectangles around the neighbouring blocks in which, at some hour, something is still for at least a share of the
    /// time; the most habitual first.
    ///
    /// - Parameters:
    ///   - width: of the analysis, in pixels, as its height: blocks may leave a rest uncovered.
    func suggestions(least: Double, width: Int, height: Int) -> [HabitSuggestion] {
        let slots = hours.indices.filter { hours[$0].looks > 0 }
        let peaks = (0..<columns * rows).map { block in slots.map { rate(block, $0) }.max() ?? 0 }
        var isHabitual = CellMask(columns: columns, rows: rows)
        var pieces = CellComponents(columns: columns, rows: rows)
        for block in peaks.indices where peaks[block] >= least { isHabitual[block % columns, block / columns] = true }
        pieces.label(isHabitual)
        return pieces.components.map { piece in
            let blocks = (piece.top..<piece.bottom).flatMap { row in
                (piece.left..<piece.right).map { row * columns + $0 }
            }
            let busy = slots.filter { slot in slot < HourSlot.count && blocks.contains { rate($0, slot) >= least } }
            return HabitSuggestion(
                polygon: polygon(piece, width, height), share: blocks.map { peaks[$0] }.max() ?? 0,
                hours: Set(busy.map { $0 % 24 }).sorted())
        }
        .sorted { ($1.share, $0.polygon.vertices[0].x) < ($0.share, $1.polygon.vertices[0].x) }
    }

    private func rate(_ block: Int, _ slot: Int) -> Double {
        hours[slot].still.isEmpty ? 0 : Double(hours[slot].still[block]) / Double(hours[slot].looks)
    }

    private func polygon(_ piece: CellComponents.Component, _ width: Int, _ height: Int) -> Polygon {
        func x(_ column: Int) -> Double { Double(column * Evidence.blockSize) / Double(width) }
        func y(_ row: Int) -> Double { Double(row * Evidence.blockSize) / Double(height) }
        return Polygon([
            PicturePoint(x: x(piece.left), y: y(piece.top)), PicturePoint(x: x(piece.right), y: y(piece.top)),
            PicturePoint(x: x(piece.right), y: y(piece.bottom)), PicturePoint(x: x(piece.left), y: y(piece.bottom)),
        ])
    }
}

extension CameraModel {
    /// The places that are proposed as a mask: where, at some hour, something is still for at least a share of the time.
    public func habitSuggestions(least: Double) -> [HabitSuggestion] {
        habits?.suggestions(least: least, width: analysisWidth, height: analysisHeight) ?? []
    }
}
