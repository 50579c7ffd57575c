public import Events

/// Who said something, where, when, and until when it may be presented as live.
public struct Latest<Value: Sendable & Hashable>: Sendable, Hashable {
    public var siteID, gatewayID, cameraID: String
    public var time: Timestamp
    public var expiry: Timestamp?
    public var value: Value

    public init(
        siteID: String, gatewayID: String, cameraID: String, time: Timestamp, expiry: Timestamp?, value: Value
    ) {
        self.siteID = siteID
        self.gatewayID = gatewayID
        self.cameraID = cameraID
        self.time = time
        self.expiry = expiry
        self.value = value
    }
}

/// The newest words of every camera, read in one transaction. What of it may be shown as live is for Fusion to say.
public struct LatestWords: Sendable, Hashable {
    public var samples: [Latest<Sample>]
    public var states: [Latest<ZoneState>]
    public var health: [Latest<Health>]
    public var openLives: [EventLife]

    public init(
        samples: [Latest<Sample>], states: [Latest<ZoneState>], health: [Latest<Health>], openLives: [EventLife]
    ) {
        self.samples = samples
        self.states = states
        self.health = health
        self.openLives = openLives
    }
}

/// One epoch of one gateway, as the datacentre knows it.
public struct GatewayState: Sendable, Hashable {
    public var siteID, gatewayID, epoch: String
    public var lastSequence: UInt64
    public var firstSeen, lastSeen: Timestamp
    /// Sequence numbers that never came: each is a loss that must be explained.
    public var holes: [ClosedRange<UInt64>]
}
