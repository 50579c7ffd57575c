public import Events
import GRDB

extension EventReader {
    /// The newest words of every camera.
    public func latestWords() async throws -> LatestWords {
        try await database.read { db in
            LatestWords(
                samples: try fetch(.samples, "latest_samples ORDER BY camera_id, zone_id", in: db) { $0.asSample },
                states: try fetch(.zoneStates, "zone_states ORDER BY camera_id, zone_id, rule_id", in: db) {
                    $0.asZoneState
                },
                health: try fetch(.health, "latest_health ORDER BY camera_id", in: db) { $0.asHealth },
                openLives: try LifeQuery.fetchOpen(limit: 1000, in: db))
        }
    }

    /// The stored health of one camera, oldest first, at most ``EventStore/healthHistoryHours`` hours of it.
    public func health(cameraID: String) async throws -> [Latest<Health>] {
        try await database.read { db in
            try fetch(.health, "health WHERE camera_id = ? ORDER BY time_ms", [cameraID], in: db) { $0.asHealth }
        }
    }

    /// Every gateway epoch that ever sent something, with what is missing of it.
    public func gateways() async throws -> [GatewayState] {
        try await database.read { db in
            let holes = try Row.fetchAll(db, sql: "SELECT * FROM holes ORDER BY first_sequence")
            let missing = Dictionary(grouping: holes) { [$0["gateway_id"], $0["epoch"]] as [String] }
            return try Row.fetchAll(db, sql: "SELECT * FROM gateways ORDER BY gateway_id, epoch").map { row in
                GatewayState(row, holes: missing[[row["gateway_id"], row["epoch"]], default: []])
            }
        }
    }

    /// Losses that gateways reported, the latest first.
    public func losses(limit: Int = 100) async throws -> [Latest<Loss>] {
        try await database.read { db in
            try fetch(.losses, "losses ORDER BY to_ms DESC LIMIT ?", [limit], in: db) { $0.asLoss }
        }
    }

    /// Rows of one table of records, those of its payloads that `pick` wants.
    private func fetch<Value>(
        _ table: RecordTable, _ rest: String, _ arguments: StatementArguments = [], in db: Database,
        pick: (Payload) -> Value?
    ) throws -> [Latest<Value>] {
        let name = rest.prefix { $0 != " " }
        return try Row.fetchAll(
            db, sql: "SELECT \(table.selection(of: String(name))) FROM \(rest)", arguments: arguments
        ).compactMap { row in
            let record = try table.record(row)
            return pick(record.report.payload).map { Latest(record, $0) }
        }
    }
}

extension Latest {
    fileprivate init(_ record: Record, _ value: Value) {
        self.init(
            siteID: record.identity.siteID, gatewayID: record.identity.gatewayID, cameraID: record.report.cameraID,
            time: record.report.time, expiry: record.report.expiry, value: value)
    }
}

extension GatewayState {
    fileprivate init(_ row: Row, holes: [Row]) {
        self.init(
            siteID: row["site_id"], gatewayID: row["gateway_id"], epoch: row["epoch"],
            lastSequence: UInt64(row["last_sequence"] as Int64), firstSeen: row.time("first_seen_ms"),
            lastSeen: row.time("last_seen_ms"),
            holes: holes.map { UInt64($0["first_sequence"] as Int64)...UInt64($0["last_sequence"] as Int64) })
    }
}

extension Payload {
    fileprivate var asSample: Sample? { if case .sample(let sample) = self { sample } else { nil } }

    fileprivate var asZoneState: ZoneState? { if case .zoneState(let state) = self { state } else { nil } }

    fileprivate var asHealth: Health? { if case .health(let health) = self { health } else { nil } }

    fileprivate var asLoss: Loss? { if case .loss(let loss) = self { loss } else { nil } }
}
