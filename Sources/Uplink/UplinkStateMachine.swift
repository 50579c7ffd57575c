public import Events

/// The gateway's side of the protocol, without I/O: it is told what happens and says what to do.
///
/// After a hello the datacentre says how far it has stored the spool's epoch; from there batches follow one another, a
/// window of them unacknowledged. An acknowledgement is cumulative. What is not acknowledged in time, or was missed on
/// the way, is sent again from the first unacknowledged record on (go-back-N). Times are of a monotonic clock.
public struct UplinkStateMachine: Sendable {
    /// Something for the driver to do.
    public enum Action: Sendable, Hashable {
        case send(GatewayMessage)
        /// Read the records after this sequence and send them as one batch, then tell ``sentBatch(upTo:now:)``.
        case sendBatch(after: UInt64)
        /// The datacentre has committed everything up to here: the spool may forget it.
        case acknowledge(upTo: UInt64)
        /// Throw the socket away and make a new one.
        case reconnect
        case notify(Notice)
    }

    /// Something that people should hear of.
    public enum Notice: Sendable, Hashable {
        /// The datacentre takes records.
        case opened
        /// The datacentre is not heard any more.
        case silent
        /// The datacentre takes nothing: asked again after a pause.
        case refused(IngestMessage.Refusal)
        case resent(from: UInt64)
        /// An answer made no sense for this spool and was ignored.
        case impossibleAcknowledgement(upTo: UInt64)
    }

    /// Where the conversation stands.
    public enum Phase: Sendable, Hashable {
        case greeting, open, refused
    }

    public private(set) var phase = Phase.greeting
    /// The datacentre has committed everything of the epoch up to here.
    public private(set) var acknowledged: UInt64
    /// Records sent again because an acknowledgement did not come, or because one was missed.
    public private(set) var resends = 0

    private struct Batch {
        var last: UInt64
        var sentAt: Duration
    }

    private let settings: UplinkSettings
    private let siteID, gatewayID, epoch: String
    private var cursor: UInt64
    private var inFlight: [Batch] = []
    private var credit = 0
    private var helloAt: Duration?
    private var heardAt: Duration
    private var spokeAt: Duration
    private var resendAfter: Duration
    /// The acknowledgement at which a miss was last answered by sending again: once is enough.
    private var missAnswered: UInt64?
    private var retryAt: Duration?
    private var retries = 0

    public init(
        siteID: String, gatewayID: String, epoch: String, acknowledged: UInt64, now: Duration,
        settings: UplinkSettings = UplinkSettings()
    ) {
        self.siteID = siteID
        self.gatewayID = gatewayID
        self.epoch = epoch
        self.acknowledged = acknowledged
        self.settings = settings
        cursor = acknowledged
        heardAt = now
        spokeAt = now
        resendAfter = settings.resend.first
    }

    /// Batches on their way.
    public var batchesInFlight: Int { inFlight.count }

    /// What is due now. To be called again after the actions were done, until there are none.
    /// - Parameters:
    ///   - lastSequence: the last sequence that the spool has given.
    ///   - jitter: a random number in 0..<1.
    public mutating func advance(now: Duration, lastSequence: UInt64, jitter: Double) -> [Action] {
        if let retryAt {
            guard now >= retryAt else { return [] }
            return reconnect(now: now)
        }
        guard now - heardAt < settings.silence else { return fallSilent(now: now, jitter: jitter) }
        guard phase == .open else { return greet(now: now, lastSequence: lastSequence) }
        if let oldest = inFlight.first, now - oldest.sentAt >= resendAfter { return resend(jitter: jitter) }
        if inFlight.count < min(credit, settings.window), cursor < lastSequence { return [.sendBatch(after: cursor)] }
        guard now - spokeAt >= settings.heartbeat else { return [] }
        spokeAt = now
        return [.send(.heartbeat)]
    }

    /// The batch that was asked for is on its way; not to be called when the socket did not take it.
    public mutating func sentBatch(upTo last: UInt64, now: Duration) {
        inFlight.append(Batch(last: last, sentAt: now))
        cursor = last
        spokeAt = now
    }

    /// Both sides have proved their keys: a new connection, to be greeted.
    public mutating func connected(now: Duration) {
        restart(now: now)
    }

    /// The connection is cut: nothing can be sent until the next one is greeted.
    public mutating func disconnected() {
        guard phase == .open else { return }
        phase = .greeting
        rewind()
    }

    /// The other side refused the handshake; libzmq does not try again, so a new socket is due after a pause.
    public mutating func handshakeRefused(now: Duration, jitter: Double) {
        pause(now: now, jitter: jitter)
    }

    public mutating func receive(_ message: IngestMessage, now: Duration, lastSequence: UInt64, jitter: Double)
        -> [Action]
    {
        heardAt = now
        switch message {
        case .heartbeat: return []
        case .acknowledgement(let acknowledgement): return receive(acknowledgement, lastSequence: lastSequence)
        case .refusal(let refusal): return receive(refusal, now: now, jitter: jitter)
        }
    }

    private mutating func receive(
        _ acknowledgement: IngestMessage.Acknowledgement, lastSequence: UInt64
    ) -> [Action] {
        guard acknowledgement.epoch == epoch, acknowledgement.upTo <= lastSequence else {
            return [.notify(.impossibleAcknowledgement(upTo: acknowledgement.upTo))]
        }
        guard phase == .open || acknowledgement.isWelcome else { return [] }
        credit = Int(acknowledgement.credit)
        var actions = progress(to: acknowledgement.upTo)
        if acknowledgement.isWelcome {
            actions += open()
        } else if actions.isEmpty {
            actions += answerMiss(at: acknowledgement.upTo)
        }
        return actions
    }

    private mutating func progress(to sequence: UInt64) -> [Action] {
        guard sequence > acknowledged else { return [] }
        acknowledged = sequence
        inFlight.removeAll { $0.last <= sequence }
        cursor = max(cursor, sequence)
        resendAfter = settings.resend.first
        missAnswered = nil
        return [.acknowledge(upTo: sequence)]
    }

    private mutating func open() -> [Action] {
        let wasOpen = phase == .open
        phase = .open
        retries = 0
        rewind()
        return wasOpen ? [] : [.notify(.opened)]
    }

    /// The same acknowledgement again while batches are on their way: the datacentre has missed the first of them.
    private mutating func answerMiss(at sequence: UInt64) -> [Action] {
        guard sequence == acknowledged, !inFlight.isEmpty, missAnswered != sequence else { return [] }
        missAnswered = sequence
        resends += 1
        rewind()
        return [.notify(.resent(from: sequence + 1))]
    }

    private mutating func receive(_ refusal: IngestMessage.Refusal, now: Duration, jitter: Double) -> [Action] {
        switch refusal.reason {
        case .helloNeeded:
            // Late answers to batches that were on their way change nothing.
            if phase == .open { phase = .greeting }
            return []
        case .malformed:
            return [.notify(.refused(refusal))]
        case .unsupportedVersion, .wrongGateway, .oldEpoch, .rewound:
            phase = .refused
            pause(now: now, jitter: jitter)
            return [.notify(.refused(refusal))]
        }
    }

    private mutating func greet(now: Duration, lastSequence: UInt64) -> [Action] {
        if let helloAt, now - helloAt < settings.helloInterval { return [] }
        helloAt = now
        spokeAt = now
        let hello = GatewayMessage.Hello(
            siteID: siteID, gatewayID: gatewayID, epoch: epoch, acknowledged: acknowledged,
            lastSequence: lastSequence)
        return [.send(.hello(hello))]
    }

    private mutating func resend(jitter: Double) -> [Action] {
        let doubled = min(resendAfter * 2, settings.resend.last)
        resendAfter = doubled * (0.75 + jitter / 4)
        resends += 1
        rewind()
        return [.notify(.resent(from: acknowledged + 1))]
    }

    private mutating func rewind() {
        inFlight = []
        cursor = acknowledged
    }

    private mutating func restart(now: Duration) {
        phase = .greeting
        heardAt = now
        helloAt = nil
        retryAt = nil
        rewind()
    }

    private mutating func fallSilent(now: Duration, jitter: Double) -> [Action] {
        let wasOpen = phase == .open
        phase = .greeting
        pause(now: now, jitter: jitter)
        return wasOpen ? [.notify(.silent)] : []
    }

    private mutating func pause(now: Duration, jitter: Double) {
        let longest = min(settings.retry.first * (1 << min(retries, 10)), settings.retry.last)
        retries += 1
        retryAt = now + longest * jitter
        rewind()
    }

    private mutating func reconnect(now: Duration) -> [Action] {
        restart(now: now)
        return [.reconnect]
    }
}
