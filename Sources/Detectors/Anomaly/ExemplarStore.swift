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
        values = (0..<BlockNormals.bands).map { _ in
            var band: [Float] = []
            band.reserveCapacity(Self.capacity * Self.dimensions)
            return band
        }
        radii = Array(repeating: Self.firstRadius, count: BlockNormals.bands)
    }

    var isConsistent: Bool {
        values.count == BlockNormals.bands && radii.count == BlockNormals.bands
            && values.allSatisfy { $0.count % Self.dimensions == 0 && $0.count <= Self.capacity * Self.dimensions }
            && radii.allSatisfy { $0 > 0 && $0.isFinite }
    }

    /// Distance to the nearest exemplar of the band in units of the store's own radius; `nil` while there is none.
    func distance(_ vector: SIMD8<Float>, band: Int) -> Double? {
        nearest(vector, band: band, among: values[band].count).map { Double($0 / radii[band]) }
    }

    mutating func learn(_ vector: SIMD8<Float>, band: Int) {
        let count = values[band].count
        if let distance = nearest(vector, band: band, among: count), distance <= radii[band] { return }
        while values[band].count >= Self.capacity * Self.dimensions { thin(band) }
        values[band].reserveCapacity(Self.capacity * Self.dimensions)
        for lane in 0..<Self.dimensions { values[band].append(vector[lane]) }
    }

    /// Distance to the nearest of the first `count` numbers' exemplars.
    private func nearest(_ vector: SIMD8<Float>, band: Int, among count: Int) -> Float? {
        var best = Float.infinity
        for first in stride(from: 0, to: count, by: Self.dimensions) {
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
        var kept = 0
        for first in stride(from: 0, to: values[band].count, by: Self.dimensions) {
            var vector = SIMD8<Float>.zero
            for lane in 0..<Self.dimensions { vector[lane] = values[band][first + lane] }
            if let distance = nearest(vector, band: band, among: kept), distance <= radii[band] { continue }
            for lane in 0..<Self.dimensions { values[band][kept + lane] = vector[lane] }
            kept += Self.dimensions
        }
        values[band].removeLast(values[band].count - kept)
    }
}
