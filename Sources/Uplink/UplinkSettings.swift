/// Times and sizes of the gateway's side of the protocol.
public struct UplinkSettings: Sendable {
    /// Records in one batch at most.
    public var batchRecords = 256
    /// Encoded bytes of the reports in one batch, beyond the first: with what is added to each record, a batch of the
    /// largest reports stays below the link's limit of a message.
    public var batchBytes = 512 << 10
    /// Batches on their way at most, whatever the datacentre allows.
    public var window = 8
    /// A hello that stays unanswered is said again after this time.
    public var helloInterval: Duration = .seconds(2)
    /// Silence of ours after which a heartbeat is sent.
    public var heartbeat: Duration = .seconds(5)
    /// Silence of theirs after which the connection is made anew.
    public var silence: Duration = .seconds(15)
    /// A batch that stays unacknowledged is sent again after the first time, then after twice as long, up to the last.
    public var resend: (first: Duration, last: Duration) = (.seconds(5), .seconds(60))
    /// Full-jitter wait before a refused connection is tried anew: doubles from the first to the last.
    public var retry: (first: Duration, last: Duration) = (.seconds(1), .seconds(60))

    public init() {}
}
