import Events
import GRDB

extension EventReader {
    /// Counts per minute of each zone that was counted at some time in the range, by camera, zone and minute.
    ///
    /// Minutes without any sample are listed too, with unknown counts: a gap is never taken for an empty square.
    ///
    /// - Throws: ``EventStoreError`` `E-STO-006` when the range is longer than ``CountFilter/rangeLimitMinutes``.
    public func counts(_ filter: CountFilter) async throws -> [MinuteCount] {
        let minutes = filter.minutes
        guard minutes.count <= CountFilter.rangeLimitMinutes else {
            throw EventStoreError.rangeTooWide(minutes: Int64(minutes.count), limit: CountFilter.rangeLimitMinutes)
        }
        let counted = try await database.read { db in
            try Row.fetchAll(db, sql: Self.countSQL, arguments: filter.arguments).map(MinuteCount.init)
        }
        return Self.withGaps(counted, minutes: minutes)
    }

    private static let countSQL = """
        SELECT camera_id, zone_id, time_ms / 60000 AS minute,
            AVG(CASE WHEN seen THEN count END) AS mean, MIN(CASE WHEN seen THEN count END) AS minimum,
            MAX(CASE WHEN seen THEN count END) AS maximum, AVG(CASE WHEN seen THEN count_low END) AS low,
            AVG(CASE WHEN seen THEN count_high END) AS high,
            AVG(CASE WHEN seen THEN persons_per_m2 END) AS persons_per_m2,
            SUM(flow_in) AS flow_in, SUM(flow_out) AS flow_out,
            AVG(CASE WHEN seen THEN seen_ratio ELSE 0 END) AS seen_ratio, COUNT(*) AS sample_count
        FROM (SELECT *, coverage IN ('\(Coverage.seeing.rawValue)', '\(Coverage.degraded.rawValue)') AS seen FROM samples)
        WHERE time_ms >= :from AND time_ms < :to
            AND (:camera IS NULL OR camera_id = :camera) AND (:zone IS NULL OR zone_id = :zone)
        GROUP BY camera_id, zone_id, minute ORDER BY camera_id, zone_id, minute
        """

    private static func withGaps(_ counted: [MinuteCount], minutes: Range<Int64>) -> [MinuteCount] {
        var filled: [MinuteCount] = []
        var start = counted.startIndex
        while start < counted.endIndex {
            let (camera, zone) = (counted[start].cameraID, counted[start].zoneID)
            let end = counted[start...].firstIndex { $0.cameraID != camera || $0.zoneID != zone } ?? counted.endIndex
            let known = Dictionary(uniqueKeysWithValues: counted[start..<end].map { ($0.minute, $0) })
            filled += minutes.map { index in
                let minute = Timestamp(milliseconds: index * 60_000)
                return known[minute] ?? MinuteCount(uncounted: minute, cameraID: camera, zoneID: zone)
            }
            start = end
        }
        return filled
    }
}

extension CountFilter {
    fileprivate var arguments: StatementArguments {
        [
            "from": minutes.lowerBound * 60_000, "to": minutes.upperBound * 60_000, "camera": cameraID,
            "zone": zoneID,
        ]
    }
}

extension MinuteCount {
    fileprivate init(row: Row) {
        var persons: Persons?
        if let mean = row["mean"] as Double? {
            persons = Persons(
                mean: mean, minimum: row["minimum"], maximum: row["maximum"], low: row["low"], high: row["high"],
                perSquareMetre: row["persons_per_m2"])
        }
        self.init(
            cameraID: row["camera_id"], zoneID: row["zone_id"],
            minute: Timestamp(milliseconds: (row["minute"] as Int64) * 60_000), persons: persons,
            flowIn: row["flow_in"], flowOut: row["flow_out"], seenRatio: row["seen_ratio"],
            sampleCount: row["sample_count"])
    }

    fileprivate init(uncounted minute: Timestamp, cameraID: String, zoneID: String) {
        self.init(
            cameraID: cameraID, zoneID: zoneID, minute: minute, persons: nil, flowIn: nil, flowOut: nil,
            seenRatio: 0, sampleCount: 0)
    }
}
