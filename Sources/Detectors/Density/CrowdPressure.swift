internal import Events
internal import Perception
internal import Scene

/// Crowd pressure of one zone: local density × variance of the local velocities, in s⁻² (Helbing, Johansson, Al-Abideen,
/// The dynamics of crowd disasters, 2007: 0.02 warned of turbulence).
struct CrowdPressure {
    /// Blocks with a vector that make a variance, and moving pixels that make a vector count.
    static let leastBlocks = 4
    static let leastPixels: UInt8 = 24

    /// Metres for each analysis pixel at the foot of who is seen there; 0 outside of the zone.
    private let metres: [Double]

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) {
        metres = (0..<geometry.blockColumns * geometry.blockRows).map { block in
            let centre = geometry.centre(ofBlock: block)
            guard zone.polygon.contains(centre) else { return 0 }
            return PersonScale.personMetres / (scale.personHeight(atBodyY: centre.y) * Double(geometry.height))
        }
    }

    /// Variance of the velocity vectors (about their mean, both components together), in m²/s²; `nil` when too little moves.
    func velocityVariance(of evidence: Evidence) -> Double? {
        let (x, y, weight) = (evidence.motionX.base, evidence.motionY.base, evidence.motionWeight.base)
        var (count, sumX, sumY, squares) = (0.0, 0.0, 0.0, 0.0)
        for block in metres.indices where metres[block] > 0 && weight[block] >= Self.leastPixels {
            let (vx, vy) = (Double(x[block]) * metres[block], Double(y[block]) * metres[block])
            count += 1
            sumX += vx
            sumY += vy
            squares += vx * vx + vy * vy
        }
        guard count >= Double(Self.leastBlocks) else { return nil }
        return max(0, squares / count - (sumX * sumX + sumY * sumY) / (count * count))
    }
}
