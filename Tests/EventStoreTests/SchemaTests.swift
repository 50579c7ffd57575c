import Events
import EventStore
import TestFolders
import Testing

@Suite("the database holds nothing outside the allow-list")
struct SchemaTests {
    /// Words that no column may be named after, whatever else changes.
    static let forbidden = [
        "face", "plate", "embedding", "age", "gender", "hair", "cloth", "gait", "emotion", "device", "mac", "imei",
        "person_id", "name", "text", "note", "comment", "image", "picture", "jpeg", "json",
    ]

    /// Columns that hold one of these as a part of a word and are about a measure or a place.
    static let reviewed: Set<String> = ["metric_name"]

    @Test("every column is one of the event model's, or one of the few of the store's own tables")
    func allowList() throws {
        let directory = try TemporaryFolder()
        let store = try EventStore(directory: directory.path)
        let records = Dictionary(uniqueKeysWithValues: RecordTable.allCases.map { ($0.rawValue, $0) })
        let latest = ["latest_samples": RecordTable.samples, "latest_health": .health]
        for (table, columns) in try store.tables() {
            let model = (records[table] ?? latest[table]).map { Set($0.columns.map(\.name)) } ?? []
            let own = table == "events" ? ["position"] : (model.isEmpty ? EventStore.ownColumns : [])
            #expect(Set(columns).subtracting(model).subtracting(own) == [], "table \(table)")
        }
    }

    @Test("no column is named after a person's features, a device or free text")
    func forbiddenWords() throws {
        let directory = try TemporaryFolder()
        for (table, columns) in try EventStore(directory: directory.path).tables() {
            for column in columns where !Self.reviewed.contains(column) {
                let words = Set(column.split(separator: "_").map(String.init))
                #expect(words.isDisjoint(with: Self.forbidden), "\(table).\(column)")
            }
        }
    }
}
