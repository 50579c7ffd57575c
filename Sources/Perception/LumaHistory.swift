import PixelKernelBodies
import PixelKernels

/// The last reduced pictures, whole and at a quarter of the size, so that motion can look back 0.2 s at any frame rate.
final class LumaHistory {
    /// 0.2 s at 25 frames/s and what is being filled.
    static let depth = 7

    struct Entry {
        let luma, quarter: Plane<UInt8>
        var time: Double
    }

    private(set) var entries: [Entry]
    private var newest = 0
    private var filled = 0
    private let toQuarter: BoxReduction

    init(geometry: EvidenceGeometry) {
        let (width, height) = (geometry.width / 4, geometry.height / 4)
        entries = (0..<Self.depth).map { _ in
            Entry(
                luma: Plane(width: geometry.width, height: geometry.height, filledWith: 0),
                quarter: Plane(width: width, height: height, filledWith: 0), time: 0)
        }
        toQuarter = BoxReduction(
            sourceWidth: geometry.width / 4 * 4, sourceHeight: geometry.height / 4 * 4, width: width, height: height)
    }

    var current: Entry { entries[newest] }
    /// The frame before the current one; itself when there is none.
    var previous: Entry { entries[filled > 1 ? (newest + Self.depth - 1) % Self.depth : newest] }

    func reset() { filled = 0 }

    /// The buffer for the next picture.
    func advance(time: Double) -> Plane<UInt8> {
        newest = (newest + 1) % Self.depth
        filled = min(filled + 1, Self.depth)
        entries[newest].time = time
        return entries[newest].luma
    }

    /// Completes the current picture.
    func reduceCurrent() {
        let entry = current
        toQuarter.reduce(
            entry.luma.base, stride: entry.luma.width, into: entry.quarter.base, stride: entry.quarter.width)
    }

    /// The youngest picture that is at least `seconds` old, else the oldest there is; `nil` at the start.
    func before(_ seconds: Double) -> Entry? {
        guard filled > 1 else { return nil }
        for back in 1..<filled {
            let entry = entries[(newest + Self.depth - back) % Self.depth]
            if current.time - entry.time >= seconds - 0.001 { return entry }
        }
        return entries[(newest + Self.depth - filled + 1) % Self.depth]
    }
}
