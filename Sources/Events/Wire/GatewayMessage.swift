/// What a gateway says to the datacentre.
public enum GatewayMessage: Sendable, Hashable {
    case hello(Hello)
    case batch(Batch)
    case heartbeat

    /// The version of this protocol; a receiver refuses every other.
    public static let protocolVersion: UInt32 = 1

    /// First word on a connection: who speaks, and where its spool stands.
    public struct Hello: Sendable, Hashable {
        public var protocolVersion: UInt32
        public var siteID, gatewayID, epoch: String
        /// Everything up to here was acknowledged and may be gone from the spool; 0 when nothing was.
        public var acknowledged: UInt64
        /// The last sequence that the spool has given; 0 when none was.
        public var lastSequence: UInt64

        public init(
            protocolVersion: UInt32 = GatewayMessage.protocolVersion, siteID: String, gatewayID: String,
            epoch: String, acknowledged: UInt64, lastSequence: UInt64
        ) {
            self.protocolVersion = protocolVersion
            self.siteID = siteID
            self.gatewayID = gatewayID
            self.epoch = epoch
            self.acknowledged = acknowledged
            self.lastSequence = lastSequence
        }
    }

    /// Records in ascending order of sequence.
    public struct Batch: Sendable, Hashable {
        public var epoch: String
        /// The last sequence sent before this batch: a receiver that has not stored it has missed a batch.
        public var previous: UInt64
        public var records: [Record]

        public init(epoch: String, previous: UInt64, records: [Record]) {
            self.epoch = epoch
            self.previous = previous
            self.records = records
        }
    }
}

/// What the datacentre answers.
public enum IngestMessage: Sendable, Hashable {
    case acknowledgement(Acknowledgement)
    case refusal(Refusal)
    case heartbeat

    /// Everything of the epoch up to `upTo` is durably stored.
    public struct Acknowledgement: Sendable, Hashable {
        public var epoch: String
        public var upTo: UInt64
        /// How many batches may be on their way, unacknowledged.
        public var credit: UInt32
        /// True for the answer to a hello.
        public var isWelcome: Bool

        public init(epoch: String, upTo: UInt64, credit: UInt32, isWelcome: Bool) {
            self.epoch = epoch
            self.upTo = upTo
            self.credit = credit
            self.isWelcome = isWelcome
        }
    }

    /// Why a message was not taken.
    public struct Refusal: Sendable, Hashable {
        public var reason: RefusalReason
        /// The field or the identifier that was refused.
        public var detail: String

        public init(reason: RefusalReason, detail: String) {
            self.reason = reason
            self.detail = detail
        }
    }
}

/// Why the datacentre takes nothing more from a gateway, or not this message.
public enum RefusalReason: String, CaseIterable, Sendable, Hashable {
    case unsupportedVersion = "unsupported_version"
    /// The gateway names itself otherwise than its enrolled key does.
    case wrongGateway = "wrong_gateway"
    case malformed
    /// The receiver does not know this connection: say hello first.
    case helloNeeded = "hello_needed"
    /// A newer epoch of this gateway is known: this spool is a clone, or an old disk.
    case oldEpoch = "old_epoch"
    /// The spool has given fewer sequences than the datacentre has stored: it was restored from a backup.
    case rewound
}
