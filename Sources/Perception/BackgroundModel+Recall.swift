import PixelKernelBodies
import PixelKernels

/// What the model does when the light of the whole picture has changed at once: the same view may already be known.
extension BackgroundModel {
    /// Share of the cells that may still differ from a background that is taken back: people are in the picture too.
    static let mostFar = 0.25
    /// Difference that is no light any more, grey levels; and change between two frames of what does not move.
    static let far = 20
    static let quiet = 6
    /// Younger backgrounds are not worth keeping, seconds.
    static let leastAge = 10.0
    /// A background that was taken back counts as so many samples of its own past: new ones outvote it in two minutes.
    static let recalledSamples = 25
    /// Measurements of the light until gain and pivot have settled.
    private static let lightRounds = 8

    /// Keeps the background for the next time that the light is as it was.
    func store(in bank: BackgroundBank, valid: Plane<UInt8>, time: Double) {
        guard schedule.age(at: time) >= Self.leastAge, schedule.state(at: time) != .starting else { return }
        bank.store(background, valid: valid, time: time)
    }

    /// Looks for a background that explains the picture: its own under the light of today (an exposure step), else the
    /// bank's that is nearest. Takes it when next to nothing differs from it, and asks what lay still whether it is
    /// still there.
    /// - Returns: whether one was found.
    func recall(
        _ luma: Plane<UInt8>, previous: Plane<UInt8>, bank: BackgroundBank, valid: Plane<UInt8>, time: Double
    ) -> Bool {
        if farShare(luma, from: expected, valid: valid) <= Self.mostFar {
            before.copy(from: expected)
        } else {
            guard let known = bank.recall(luma, valid: valid, time: time) else { return false }
            light(luma, on: known, valid: valid)
            guard farShare(luma, from: before, valid: valid) <= Self.mostFar else { return false }
            store(in: bank, valid: valid, time: time)
        }
        adopt(luma, previous: previous, time: time)
        return true
    }

    /// Writes into ``before`` what a known background looks like under the picture's light.
    private func light(_ luma: Plane<UInt8>, on known: Plane<UInt8>, valid: Plane<UInt8>) {
        var light = LightModel()
        for _ in 0..<Self.lightRounds {
            light.measure(
                luma: luma.base, background: known.base, valid: valid.base, geometry: geometry, scratch: bins)
        }
        kernels.lightCorrection(
            known.base, offset: Int16(light.pivotOffset), slope: Int16(light.slope), pivot: Int16(light.pivot),
            into: before.base, count: geometry.pixels)
    }

    /// Makes ``before`` the background.
    private func adopt(_ luma: Plane<UInt8>, previous: Plane<UInt8>, time: Double) {
        verify(luma, previous: previous)
        background.copy(from: before)
        expected.copy(from: before)
        ring.refill(with: background.base, filled: Self.recalledSamples)
        schedule.resume(samples: Self.recalledSamples, at: time)
        light.reset()
        ghosts.reset()
        round = nil
    }

    /// Asks every pixel under the new light. What was background and does not move has changed by light alone, and is
    /// learnt at once; what lay still stays as old as it is if it still differs; what moved begins anew.
    private func verify(_ luma: Plane<UInt8>, previous: Plane<UInt8>) {
        for i in 0..<geometry.pixels {
            let value = luma.base[i]
            let isFar = abs(Int(value) &- Int(before.base[i])) > Self.far
            let isQuiet = abs(Int(value) &- Int(previous.base[i])) <= Self.quiet
            let wasStill = state.base[i] != PixelState.background && age.base[i] >= Self.stillAfter
            if wasStill && isFar {
                candidate.base[i] = value
                missing.base[i] = 0
                continue
            }
            age.base[i] = 0
            if isFar && isQuiet && state.base[i] == PixelState.background { before.base[i] = value }
        }
    }

    /// Share of the cells in which most of five pixels are far from a background.
    func farShare(_ luma: Plane<UInt8>, from background: Plane<UInt8>, valid: Plane<UInt8>) -> Double {
        let (width, limit) = (geometry.width, 2 * Int(Self.floor))
        var (changed, seen) = (0, 0)
        for cell in 0..<geometry.cells where valid.base[cell] != 0 {
            let corner = cell / geometry.columns * 8 * width + cell % geometry.columns * 8
            var far = 0
            for (x, y) in Self.probes {
                let i = corner &+ y &* width &+ x
                far &+= abs(Int(luma.base[i]) &- Int(background.base[i])) > limit ? 1 : 0
            }
            seen &+= 1
            changed &+= far > 2 ? 1 : 0
        }
        return seen > 0 ? Double(changed) / Double(seen) : 0
    }

    private static let probes = [(1, 1), (5, 1), (3, 3), (1, 5), (6, 6)]
}
