/// How one person looks and moves: drawn once from the seed, the same in every frame.
struct WalkerLook {
    /// Metres.
    let height: Double
    /// Width of the body against the usual one.
    let build: Double
    /// Luma under full light.
    let coat, trousers, skin, hair, shoes: Float
    /// A coat covers the thighs.
    let hasLongCoat: Bool
    /// Stripes across the body per metre, 0 for none, and how strong.
    let stripes, stripeContrast: Float
    let clothNoise: Float
    let seed: UInt32
    /// Where in the gait cycle the first step begins, radians.
    let phase: Double

    init(_ random: inout SplitMix64) {
        height = min(1.95, max(1.5, 1.71 + 0.09 * random.normal()))
        build = random.uniform(0.85...1.2)
        // Clothes are mostly dark, some are bright: a street in winter.
        coat = Float(random.unit() < 0.25 ? random.uniform(130...210) : random.uniform(28...105))
        trousers = Float(random.unit() < 0.15 ? random.uniform(110...170) : random.uniform(25...80))
        skin = Float(random.uniform(85...165))
        hair = Float(random.uniform(20...110))
        shoes = Float(random.uniform(20...60))
        hasLongCoat = random.unit() < 0.3
        stripes = random.unit() < 0.2 ? Float(random.uniform(6...18)) : 0
        stripeContrast = Float(random.uniform(8...22))
        clothNoise = Float(random.uniform(4...12))
        seed = UInt32(truncatingIfNeeded: random.next())
        phase = random.uniform(0...6.28)
    }
}

/// Where one person is at one step of the simulation.
struct WalkerState {
    var place: SIMD2<Double>
    var velocity: SIMD2<Double>
    /// Unit vector: where the body faces.
    var heading: SIMD2<Double>
    /// Radians of the gait cycle; two steps are one turn.
    var gait: Double
    var posture = Posture.upright
    /// How far the body has come into the posture, 0..1.
    var share = 0.0

    /// The state between two steps.
    func mixed(with next: Self, share: Double) -> Self {
        Self(
            place: place + (next.place - place) * share, velocity: velocity + (next.velocity - velocity) * share,
            heading: heading + (next.heading - heading) * share, gait: gait + (next.gait - gait) * share,
            posture: posture == .upright ? next.posture : posture,
            share: self.share + (next.share - self.share) * share)
    }

    /// Turns the body towards where it goes and swings the legs on. A stride of two steps is 0.82 body heights long at
    /// 1.3 m/s and grows with the root of the speed.
    mutating func advanceGait(height: Double, step: Double) {
        let speed = velocity.length
        if speed > 0.15 {
            let turn = min(1, 5 * step)
            let wanted = heading * (1 - turn) + velocity / speed * turn
            let length = wanted.length
            heading = length > 0.05 ? wanted / length : velocity / speed
        }
        let stride = 0.82 * height * max(0.35, speed / 1.3).squareRoot()
        gait += 2 * .pi * speed * step / stride
    }
}

/// One person's whole way through the scene.
struct WalkerTrack {
    let look: WalkerLook
    let firstStep: Int
    var states: [WalkerState]
    var anomaly: SceneAnomaly?
    /// What it rides.
    var mount: Mover.Kind?

    /// Nil while the person is not there.
    func state(atStep step: Double) -> WalkerState? {
        let offset = step - Double(firstStep)
        guard offset >= 0, offset <= Double(states.count - 1) else { return nil }
        let index = min(Int(offset), states.count - 1)
        guard index + 1 < states.count else { return states[index] }
        return states[index].mixed(with: states[index + 1], share: offset - Double(index))
    }
}
