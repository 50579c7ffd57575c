/// A rounded limb in the world: two ends with radii in metres, and how its surface looks.
struct Capsule {
    var start, end: Vector3
    var startRadius, endRadius: Double
    var luma: Float
    /// Stripes per metre along the limb, their strength, and the strength of the cloth's grain.
    var stripes: Float = 0
    var stripeContrast: Float = 0
    var grain: Float = 0
    var seed: UInt32 = 0
}

/// The body of a walking, standing, sitting, crouching, lying or riding person as capsules: proportions after Drillis
/// and Contini (1966), gait as swinging hips, bending knees and counter-swinging arms.
struct WalkerPose {
    private let look: WalkerLook
    private let base: Vector3
    private let ahead, aside: Vector3
    private let gait, swing: Double
    private let posture: Posture
    private let share: Double
    /// The chest rises and falls by a few per cent; a hand moves now and then.
    private let breath, fidget: Double
    /// Metres by which the hips are lower than in standing, and the lean of the trunk.
    private let drop, lean: Double

    init(_ look: WalkerLook, _ state: WalkerState, time: Double) {
        self.look = look
        base = Vector3(state.place.x, state.place.y, 0)
        let heading = state.heading / max(1e-6, state.heading.length)
        ahead = Vector3(heading.x, heading.y, 0)
        aside = Vector3(heading.left.x, heading.left.y, 0)
        gait = state.gait
        (posture, share) = (state.posture, state.share)
        let stride = min(1.2, state.velocity.length / 1.3) * (posture == .upright ? 1 : 1 - share)
        swing = posture == .ride ? 0.5 : stride
        breath = 1 + 0.025 * ExactMath.sin(1.7 * time + look.phase)
        fidget = max(0, ExactMath.sin(0.23 * time + 2 * look.phase) - 0.8) * 3
        switch posture {
        case .upright, .lie: (drop, lean) = (0, 0.02 * swing)
        case .sit: (drop, lean) = (0.25 * share, -0.02 * share)
        case .crouch: (drop, lean) = (0.34 * share, 0.12 * share)
        case .ride: (drop, lean) = (0.02, 0.13)
        }
    }

    /// A share of the body height upwards, with metres ahead and to the left.
    private func point(_ up: Double, ahead forward: Double = 0, aside left: Double = 0) -> Vector3 {
        base + ahead * forward + aside * left + Vector3(0, 0, up * look.height)
    }

    /// Everything but what is carried.
    var capsules: [Capsule] {
        var body = leg(side: 1)
        body.reserveCapacity(17)
        body += leg(side: -1)
        body += torso
        body += arm(side: 1)
        body += arm(side: -1)
        body += head
        guard posture == .lie, share > 0 else { return body }
        return body.map(laid)
    }

    /// Where a bag hangs that is carried in the right hand.
    var hand: Vector3 { point(0.40, ahead: 0.02, aside: -0.17 * look.height * look.build) }

    /// The whole body turned over backwards by up to a quarter, its back a little above the ground.
    private func laid(_ capsule: Capsule) -> Capsule {
        let angle = share * .pi / 2
        let (s, c) = (ExactMath.sin(angle), ExactMath.cos(angle))
        let turned = { (point: Vector3) -> Vector3 in
            let offset = point - base
            let forward = offset.dot(ahead)
            let side = offset.dot(aside)
            let middle = forward * c - offset.z * s
            return base + ahead * (middle + 0.45 * look.height * share) + aside * side
                + Vector3(0, 0, max(0.03, offset.z * c + forward * s + 0.11 * share))
        }
        var capsule = capsule
        (capsule.start, capsule.end) = (turned(capsule.start), turned(capsule.end))
        return capsule
    }

    private var bob: Double { -0.012 * swing * abs(ExactMath.sin(gait)) - drop }

    /// Angles of thigh and shin from the vertical, forwards positive, that the posture asks for.
    private func posed(_ thigh: Double, _ shin: Double, _ phase: Double) -> (thigh: Double, shin: Double) {
        switch posture {
        case .upright, .lie: return (thigh, shin)
        case .sit: return (thigh + (1.5 - thigh) * share, shin + (0.05 - shin) * share)
        case .crouch: return (thigh + (1.75 - thigh) * share, shin + (-0.75 - shin) * share)
        // The pedals turn.
        case .ride: return (0.75 + 0.4 * ExactMath.sin(phase), -0.1 - 0.3 * ExactMath.cos(phase))
        }
    }

    private func leg(side: Double) -> [Capsule] {
        let h = look.height
        let phase = gait + (side > 0 ? 0 : .pi)
        // The knee bends while the leg comes forward.
        let bend = 0.9 * swing * max(0, ExactMath.cos(phase)) + 0.05
        let gaitThigh = 0.42 * swing * ExactMath.sin(phase)
        let (thigh, shin) = posed(gaitThigh, gaitThigh - bend, phase)
        let hip = point(0.52 + bob, aside: side * 0.055 * h)
        let knee = hip + ahead * (ExactMath.sin(thigh) * 0.245 * h) - Vector3(0, 0, ExactMath.cos(thigh) * 0.245 * h)
        var ankle = knee + ahead * (ExactMath.sin(shin) * 0.245 * h) - Vector3(0, 0, ExactMath.cos(shin) * 0.245 * h)
        ankle.z = max(0.04 * h, ankle.z)
        let toe = ankle + ahead * (0.11 * h) - Vector3(0, 0, ankle.z - max(0.02 * h, ankle.z - 0.02 * h))
        return [
            Capsule(
                start: hip, end: knee, startRadius: 0.058 * h * look.build, endRadius: 0.042 * h, luma: look.trousers,
                grain: look.clothNoise * 0.6, seed: look.seed &+ 11),
            Capsule(
                start: knee, end: ankle, startRadius: 0.042 * h, endRadius: 0.03 * h, luma: look.trousers,
                grain: look.clothNoise * 0.6, seed: look.seed &+ 12),
            Capsule(start: ankle, end: toe, startRadius: 0.03 * h, endRadius: 0.024 * h, luma: look.shoes),
        ]
    }

    private var torso: [Capsule] {
        let (h, b) = (look.height, look.build)
        let lean = lean * h
        let low = look.hasLongCoat && posture == .upright ? 0.40 : 0.53
        let cloth = { (start: Vector3, end: Vector3, from: Double, to: Double, seed: UInt32) in
            Capsule(
                start: start, end: end, startRadius: from * h * b, endRadius: to * h * b * breath, luma: look.coat,
                stripes: look.stripes, stripeContrast: look.stripeContrast, grain: look.clothNoise,
                seed: look.seed &+ seed)
        }
        let width = 0.045 * h * b
        return [-1.0, 1.0].map { side in
            cloth(
                point(low + bob, aside: side * width), point(0.775 + bob, ahead: lean, aside: side * width * 1.3),
                0.075, 0.07, side > 0 ? 21 : 22)
        } + [
            cloth(
                point(0.79 + bob, ahead: lean, aside: -0.085 * h * b),
                point(0.79 + bob, ahead: lean, aside: 0.085 * h * b), 0.045, 0.045, 23)
        ]
    }

    private func arm(side: Double) -> [Capsule] {
        let (h, b) = (look.height, look.build)
        let angle =
            posture == .ride
            ? 0.9
            : -0.42 * swing * ExactMath.sin(gait + (side > 0 ? 0 : .pi))
                + (side > 0 ? fidget * (1 - min(1, 4 * swing)) : 0)
        let shoulder = point(0.80 + bob, ahead: lean * h, aside: side * 0.125 * h * b)
        let elbow =
            shoulder + ahead * (ExactMath.sin(angle) * 0.18 * h) + aside * (side * 0.02 * h)
            - Vector3(0, 0, ExactMath.cos(angle) * 0.18 * h)
        let bend = angle + 0.25 + 0.15 * swing
        let wrist =
            elbow + ahead * (ExactMath.sin(bend) * 0.16 * h) - Vector3(0, 0, ExactMath.cos(bend) * 0.16 * h)
        let hand = wrist + (wrist - elbow) * 0.35
        return [
            Capsule(
                start: shoulder, end: elbow, startRadius: 0.038 * h, endRadius: 0.031 * h, luma: look.coat * 0.94,
                stripes: look.stripes, stripeContrast: look.stripeContrast, grain: look.clothNoise,
                seed: look.seed &+ (side > 0 ? 31 : 32)),
            Capsule(
                start: elbow, end: wrist, startRadius: 0.031 * h, endRadius: 0.024 * h, luma: look.coat * 0.94,
                grain: look.clothNoise, seed: look.seed &+ (side > 0 ? 33 : 34)),
            Capsule(start: wrist, end: hand, startRadius: 0.022 * h, endRadius: 0.02 * h, luma: look.skin),
        ]
    }

    private var head: [Capsule] {
        let (h, lean) = (look.height, 1.5 * lean * look.height)
        return [
            Capsule(
                start: point(0.82 + bob, ahead: lean), end: point(0.86 + bob, ahead: lean), startRadius: 0.03 * h,
                endRadius: 0.03 * h, luma: look.skin * 0.9),
            Capsule(
                start: point(0.90 + bob, ahead: lean + 0.01), end: point(0.93 + bob, ahead: lean + 0.01),
                startRadius: 0.05 * h, endRadius: 0.055 * h, luma: look.skin, grain: 6, seed: look.seed &+ 41),
            Capsule(
                start: point(0.92 + bob, ahead: lean - 0.02), end: point(0.95 + bob, ahead: lean - 0.01),
                startRadius: 0.052 * h, endRadius: 0.053 * h, luma: look.hair, grain: 8, seed: look.seed &+ 42),
        ]
    }
}
