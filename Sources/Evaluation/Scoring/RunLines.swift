internal import Foundation
public import Events

/// What one run said, as `vigie analyse` writes it: scores are taken from these lines and from nothing else, so that
/// a file that was written yesterday scores like a run that has just ended.
public struct RunLines: Sendable, Hashable {
    public struct Density: Sendable, Hashable {
        public var time: Double
        public var frame: Int
        public var zone: String
        public var count, low, high: Double
    }

    public struct Object: Sendable, Hashable {
        public var time: Double
        public var id, phase: String
        public var box: Box
    }

    public struct Anomaly: Sendable, Hashable {
        public var time: Double
        public var frame: Int
        public var score: Double
        public var alarm: Bool
        public var box: Box
    }

    public struct Integrity: Sendable, Hashable {
        public var time: Double
        public var state: String
    }

    /// The beginning of an event.
    public struct Event: Sendable, Hashable {
        public var time: Double
        public var useCase: String
        /// The movement of a crowd, or the use case.
        public var name: String
    }

    public var density: [Density] = []
    public var objects: [Object] = []
    public var anomalies: [Anomaly] = []
    public var integrity: [Integrity] = []
    public var events: [Event] = []

    public init() {}

    /// Takes one line of JSON; the summary is passed over.
    /// - Throws: ``EvaluationError`` when it is no line of a run.
    public mutating func add(_ line: String) throws(EvaluationError) {
        guard !line.hasPrefix(#"{"kind":"summary""#) else { return }
        let row: Row
        do {
            row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
        } catch {
            throw EvaluationError(.damaged, "a line of the run is not what `vigie analyse` writes: \(line.prefix(80))")
        }
        add(row)
    }

    private mutating func add(_ row: Row) {
        let box = row.bbox.flatMap { $0.count == 4 ? Box(x: $0[0], y: $0[1], width: $0[2], height: $0[3]) : nil }
        switch row.kind {
        case "density":
            guard let zone = row.zone, let count = row.count, let low = row.low, let high = row.high else { return }
            density.append(
                Density(time: row.t, frame: row.frame, zone: zone, count: count, low: low, high: high))
        case "object":
            guard let id = row.id, let phase = row.phase, let box else { return }
            objects.append(Object(time: row.t, id: id, phase: phase, box: box))
        case "anomaly":
            guard let score = row.score, let alarm = row.alarm, let box else { return }
            anomalies.append(Anomaly(time: row.t, frame: row.frame, score: score, alarm: alarm, box: box))
        case "integrity":
            guard let state = row.state else { return }
            integrity.append(Integrity(time: row.t, state: state))
        case "event":
            guard let event = row.data, event.phase == "start" else { return }
            let name = event.use_case == "crowd_movement" ? event.metric?.name : nil
            events.append(Event(time: row.t, useCase: event.use_case, name: name ?? event.use_case))
        default: return
        }
    }

    private struct EventData: Decodable {
        struct Metric: Decodable { var name: String }

        var use_case, phase: String
        var metric: Metric?
    }

    private struct Row: Decodable {
        var kind: String
        var t: Double
        var frame: Int
        var zone, id, phase, state: String?
        var count, low, high, score: Double?
        var alarm: Bool?
        var bbox: [Double]?
        var data: EventData?
    }
}
