public import Events

/// Where ingest puts records: a store that keeps them for good.
///
/// Called from ingest's own thread only, one call at a time.
public protocol RecordSink: Sendable {
    /// Stores records of one or several gateways in one transaction, ignoring those whose
    /// `(gateway, epoch, sequence)` is stored already.
    ///
    /// Returns after the commit is durable: the acknowledgement that lets a gateway forget them follows at once.
    /// Throws when nothing was stored; the gateways then send again.
    /// - Parameter recordedAt: the datacentre's clock, to be stored as ``Record/recordedAt``.
    func commit(_ batch: [Record], recordedAt: Timestamp) throws -> CommitOutcome

    /// How far the store knows a gateway: its newest epoch (epochs are ordered as text) and the highest sequence
    /// stored in it; `nil` when nothing was ever stored of the gateway.
    ///
    /// Read once at each hello of a gateway: an older epoch, and a spool that went back, are refused on its word.
    func position(ofGateway gatewayID: String) throws -> GatewayPosition?
}

/// What became of a batch.
public struct CommitOutcome: Sendable, Hashable {
    public var inserted: Int
    /// Records that were stored before: a resend after a lost acknowledgement.
    public var duplicates: Int

    public init(inserted: Int, duplicates: Int) {
        self.inserted = inserted
        self.duplicates = duplicates
    }
}

/// How far a gateway's records are stored.
public struct GatewayPosition: Sendable, Hashable {
    public var epoch: String
    public var sequence: UInt64

    public init(epoch: String, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }
}
