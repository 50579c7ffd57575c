import Events
import GRDB

/// The tables. Every column is typed (`STRICT`) and named in an allow-list: there is no free text and no column that
/// could hold anything about a person. Times are milliseconds since 1970 in UTC.
///
/// The columns of records are those of Events' ``RecordTable``. A migration, once released, is never edited: a new one
/// is added, and a file written by the old version is kept under `Tests/EventStoreTests/Fixtures` to prove that it
/// still opens.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1-records") { db in
            for statement in [gateways, holes, events, lives, samples, zoneStates, health, losses, context] {
                try db.execute(sql: statement)
            }
        }
        migrator.registerMigration("2-reasons") { db in try addColumns(ofVersion: 2, in: db) }
        migrator.registerMigration("3-full-in") { db in try addColumns(ofVersion: 3, in: db) }
        return migrator
    }

    /// Adds the columns that a version brought to every table that holds records of a kind.
    private static func addColumns(ofVersion version: Int, in db: Database) throws {
        let latest = [("latest_samples", RecordTable.samples), ("latest_health", .health)]
        for (name, table) in RecordTable.allCases.map({ ($0.rawValue, $0) }) + latest {
            for column in table.columns(addedBy: version) {
                try db.execute(sql: "ALTER TABLE \(name) ADD COLUMN \(column.definition)")
            }
        }
    }

    /// The columns of the tables that hold something else than records.
    static let otherColumns: Set<String> = [
        // gateways, holes
        "site_id", "gateway_id", "epoch", "last_sequence", "first_seen_ms", "last_seen_ms", "first_sequence",
        "noticed_at_ms",
        // events, lives
        "position", "camera_id", "event_uid", "use_case", "zone_id", "rule_id", "boot_id", "started_at_ms",
        "last_time_ms", "ended_at_ms", "superseded_at_ms", "last_epoch", "last_position", "record_count",
        // context
        "hour_ms", "data_class", "basis", "temperature_c", "rain_mm", "wind_kmh", "condition", "day_kind", "kind",
        "label",
    ]

    private static let recordKey = "(\(RecordTable.primaryKey.joined(separator: ", ")))"

    private static let gateways = """
        CREATE TABLE gateways (
            site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, last_sequence INTEGER NOT NULL,
            first_seen_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch)
        ) STRICT, WITHOUT ROWID
        """

    private static let holes = """
        CREATE TABLE holes (
            gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, first_sequence INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL, noticed_at_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, first_sequence)
        ) STRICT, WITHOUT ROWID
        """

    /// `position` grows with each stored event: the cursor of the live stream.
    private static let events = """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY AUTOINCREMENT, \(RecordTable.events.definition), UNIQUE \(recordKey)
        ) STRICT;
        CREATE INDEX events_by_life ON events (event_uid, epoch, sequence);
        """

    /// One row per `event_uid`: where its first and last records are, and whether it has ended.
    /// `superseded_at_ms`: an `end` never came, but a later record says that the event is over.
    private static let lives = """
        CREATE TABLE lives (
            gateway_id TEXT NOT NULL, camera_id TEXT NOT NULL, event_uid TEXT NOT NULL, use_case TEXT NOT NULL, zone_id TEXT NOT NULL, rule_id TEXT NOT NULL, boot_id TEXT NOT NULL,
            started_at_ms INTEGER NOT NULL, last_time_ms INTEGER NOT NULL, ended_at_ms INTEGER,
            superseded_at_ms INTEGER, last_epoch TEXT NOT NULL, last_sequence INTEGER NOT NULL,
            last_position INTEGER NOT NULL REFERENCES events (position), record_count INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, camera_id, event_uid)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lives_open ON lives (gateway_id, camera_id, rule_id)
            WHERE ended_at_ms IS NULL AND superseded_at_ms IS NULL;
        CREATE INDEX lives_by_start ON lives (started_at_ms);
        CREATE INDEX lives_by_zone ON lives (camera_id, zone_id, started_at_ms);
        CREATE INDEX lives_by_uid ON lives (event_uid);
        """

    private static let samples = """
        \(records(.samples));
        CREATE INDEX samples_by_time ON samples (time_ms, camera_id, zone_id);
        \(latest("latest_samples", of: .samples, key: "gateway_id, camera_id, zone_id"));
        """

    private static let zoneStates = latest(
        "zone_states", of: .zoneStates, key: "gateway_id, camera_id, zone_id, rule_id")

    /// `health` keeps ``EventStore/healthHistoryHours`` hours; `latest_health` one row per camera for ever.
    private static let health = """
        \(records(.health));
        CREATE INDEX health_by_camera ON health (gateway_id, camera_id, time_ms);
        \(latest("latest_health", of: .health, key: "gateway_id, camera_id"));
        """

    private static let losses = records(.losses)

    /// What is known of the city in each hour, from the other data sources. `hour_ms`: when it begins.
    private static let context = """
        CREATE TABLE context_hours (
            hour_ms INTEGER PRIMARY KEY, data_class TEXT NOT NULL, basis TEXT NOT NULL,
            temperature_c REAL NOT NULL, rain_mm REAL NOT NULL, wind_kmh REAL NOT NULL, condition TEXT NOT NULL,
            day_kind TEXT NOT NULL
        ) STRICT;
        CREATE TABLE context_happenings (
            hour_ms INTEGER NOT NULL REFERENCES context_hours (hour_ms) ON DELETE CASCADE, kind TEXT NOT NULL,
            label TEXT NOT NULL, data_class TEXT NOT NULL, PRIMARY KEY (hour_ms, kind, label)
        ) STRICT, WITHOUT ROWID;
        """

    private static func records(_ table: RecordTable) -> String {
        latest(table.rawValue, of: table, key: String(recordKey.dropFirst().dropLast()))
    }

    private static func latest(_ name: String, of table: RecordTable, key: String) -> String {
        "CREATE TABLE \(name) (\(table.definition), PRIMARY KEY (\(key))) STRICT, WITHOUT ROWID"
    }
}
