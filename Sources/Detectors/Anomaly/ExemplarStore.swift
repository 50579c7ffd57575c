internal import Glibc

/// The second opinion: vectors of all quantities of a perspective band, kept where they are far from those that are
/// kept already. How far a new one is from the nearest says how little it resembles anything seen at that depth.
///
/// A streaming k-centre (Charikar et al. 1997): when the store of a band is full its radius doubles and what lies within
/// it of an older one is dropped.
struct ExemplarStore: Sendable, Hashable, Codable {
    static let capacity = 48, dimensions = 5
    private static let firstRadius: Float = 0.25

    /// By band: exemplars, one after the other.
    private(set) var values: [[Float]]
    private(set) var radii: [Float]

    init() {
        values = Array(repeating: [], count: BlockNormals.bands)
        radii = Array(repeating: Self.firstRadius, count: BlockNormals.bands)
    }

    var isConsistent: Bool {
        values.count == BlockNormals.bands && radii.count == BlockNormals.bands
            && values.allSatisfy { $0.count % Self.dimensions == 0 && $0.count <= Self.capacity * Self.dimensions }
            && radii.allSatisfy { $0 > 0 && $0.isFinite }
    }

    /// Distance to the nearest exemplar of the band in units of the store's own radius; `nil` while there is none.
    func distance(_ vector: SIMD8<Float>, band: Int) -> Double? {
        nearest(vector, band: band).map { Double($0 / radii[band]) }
    }

    mutating func learn(_ vector: SIMD8<Float>, band: Int) {
        if let distance = nearest(vector, band: band), distance <= radii[band] { return }
        while values[band].count >= Self.capacity * Self.dimensions { thin(band) }
        values[band].reserveCapacity(Self.capacity * Self.dimensions)
        for lane in 0..<Self.dimensions { values[band].append(vector[lane]) }
    }

    private func nearest(_ vector: SIMD8<Float>, band: Int) -> Float? {
        var best = Float.infinity
        for first in stride(from: 0, to: values[band].count, by: Self.dimensions) {
            best = min(best, squared(vector, band, first))
        }
        return best < .infinity ? best.squareRoot() : nil
    }

    private func squared(_ vector: SIMD8<Float>, _ band: Int, _ first: Int) -> Float {
        var sum: Float = 0
        for lane in 0..<Self.dimensions {
            let difference = vector[lane] - values[band][first + lane]
            sum += difference * difference
        }
        return sum
    }

    private mutating func thin(_ band: Int) {
        radii[band] *= 2
        let old = values[band]
        values[band].removeAll(keepingCapacity: true)
        for first in stride(from: 0, to: old.count, by: Self.dimensions) {
            var vector = SIMD8<Float>.zero
            for lane in 0..<Self.dimensions { vector[lane] = old[first + lane] }
            if let distance = nearest(vector, band: band), distance <= radii[band] { continue }
            for lane in 0..<Self.dimensions { values[band].append(vector[lane]) }
        }
    }
}
