import CFFmpeg

/// Bounds every blocking libav call: libav asks `shouldInterrupt` several times a second while it waits.
///
/// Used by the one thread that reads the source; only the stop flag is shared.
final class ReadDeadline {
    let stop: StopFlag
    private var expiry = Double.infinity
    private var wasInterrupted = false

    init(stop: StopFlag) {
        self.stop = stop
    }

    /// The next calls must end within so many seconds.
    func arm(seconds: Double) {
        expiry = SystemClock.monotonicSeconds() + seconds
        wasInterrupted = false
    }

    /// Whether a call has been cut since the last ``arm(seconds:)``.
    var didExpire: Bool { wasInterrupted && !stop.isRaised }

    fileprivate func shouldInterrupt() -> Bool {
        guard stop.isRaised || SystemClock.monotonicSeconds() > expiry else { return false }
        wasInterrupted = true
        return true
    }

    /// The callback for a format context. The context's owner must keep `self` alive for longer than the context.
    var interruptCallback: AVIOInterruptCB {
        AVIOInterruptCB(
            callback: { opaque in
                guard let opaque else { return 0 }
                return Unmanaged<ReadDeadline>.fromOpaque(opaque).takeUnretainedValue().shouldInterrupt() ? 1 : 0
            },
            opaque: Unmanaged.passUnretained(self).toOpaque())
    }
}
