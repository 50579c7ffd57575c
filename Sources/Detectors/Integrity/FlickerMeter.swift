/// Finds a picture whose brightness swings to and fro: a failing lamp, a hunting iris, mains flicker against the shutter.
///
/// Reversals are counted, not changes: a lamp that is switched, a cloud or a headlight goes one way and comes back once.
struct FlickerMeter: Sendable {
    /// Grey levels between two turns that count.
    static let swing = 12.0
    /// Turns within so many seconds that are flicker.
    static let turns = 6, window = 4.0

    private var extreme: Double?
    private var isRising = false
    private var times = SIMD8<Double>(repeating: -.infinity)
    private var count = 0
    private(set) var lastSwing = 0.0

    /// Time of the first of the turns that are flicker.
    var since: Double { times[count % Self.turns] }

    /// Takes the mean brightness of a frame, grey levels; answers whether it flickers.
    mutating func ingest(_ brightness: Double, time: Double) -> Bool {
        guard let turn = extreme else {
            extreme = brightness
            return false
        }
        let step = brightness - turn
        if isRising ? step > 0 : step < 0 {
            extreme = brightness
        } else if abs(step) >= Self.swing {
            (extreme, isRising, lastSwing) = (brightness, step > 0, abs(step))
            times[count % Self.turns] = time
            count += 1
        }
        return count >= Self.turns && time - since <= Self.window
    }

    mutating func reset() { self = FlickerMeter() }
}
