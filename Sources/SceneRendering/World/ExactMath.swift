/// Sine, cosine and exponential from additions and multiplications alone. The C library chooses its variants by
/// processor, and their last bits differ; a scene must be the same everywhere.
enum ExactMath {
    /// Error below 1e-9 for the angles of scenes (radians, up to a few thousand turns).
    static func sin(_ angle: Double) -> Double {
        let turns = (angle / (2 * .pi)).rounded(.toNearestOrEven)
        var x = angle - turns * (2 * .pi)
        if x > .pi / 2 { x = .pi - x }
        if x < -.pi / 2 { x = -.pi - x }
        let s = x * x
        // Taylor to x¹³.
        var sum = 1.0 / 6_227_020_800
        sum = sum * s - 1.0 / 39_916_800
        sum = sum * s + 1.0 / 362_880
        sum = sum * s - 1.0 / 5_040
        sum = sum * s + 1.0 / 120
        sum = sum * s - 1.0 / 6
        return x + x * s * sum
    }

    static func cos(_ angle: Double) -> Double {
        sin(angle + .pi / 2)
    }

    /// Relative error below 1e-9; 0 below −40.
    static func exp(_ exponent: Double) -> Double {
        guard exponent > -40 else { return 0 }
        var halvings = 0
        var x = min(exponent, 40)
        while abs(x) > 0.25 {
            x /= 2
            halvings += 1
        }
        var sum = 1.0
        for divisor in [8.0, 7, 6, 5, 4, 3, 2, 1] { sum = 1 + x * sum / divisor }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }

    static func radians(_ degrees: Double) -> Double {
        degrees * .pi / 180
    }
}
