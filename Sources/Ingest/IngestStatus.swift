public import Events

/// What went through ingest since it started, and where each gateway stands.
public struct IngestStatus: Sendable, Hashable {
    /// One gateway with a session.
    public struct Gateway: Sendable, Hashable {
        public var gatewayID: String
        public var epoch: String
        /// Everything of the epoch up to here is stored, or its loss was reported.
        public var committed: UInt64
        /// Seconds since its last message.
        public var silentSeconds: Double
    }

    /// Records stored for the first time.
    public var inserted = 0
    /// Records that were stored before and came again.
    public var duplicates = 0
    /// Commits that the store refused; their records come again.
    public var failedCommits = 0
    /// Sequences that no gateway has and the store has not: lost.
    public var missingRecords: UInt64 = 0
    /// Batches that came out of order, and so were asked for again.
    public var batchesOutOfOrder = 0
    /// Messages refused, by reason.
    public var refusals: [RefusalReason: Int] = [:]
    /// Connections refused: a key that is not enrolled, or none.
    public var refusedHandshakes = 0
    /// Messages on connections whose gateway is not enrolled any more.
    public var revokedMessages = 0
    /// Answers that could not be handed to their connection.
    public var undeliveredAnswers = 0
    /// By name.
    public var gateways: [Gateway] = []
}
