internal import Events

/// The CloudEvents form of an event as a line of `vigie analyse`: with `kind`, `t` and `frame` like the other lines.
enum EventLine {
    /// - Parameter sequence: 1-based number of the event in the run.
    static func text(_ report: Report, event: Event, sequence: UInt64) -> String {
        let record = Record(identity: .local(sequence: sequence), report: report)
        var json = LineJSON(kind: "event")
        json.add("t", rounded: report.time.seconds(since: Timestamp(milliseconds: 0)))
        json.add("frame", .integer(event.frame.index))
        guard case .object(let fields) = record.cloudEvent else { return json.finished }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) { json.add(key, value) }
        return json.finished
    }
}
