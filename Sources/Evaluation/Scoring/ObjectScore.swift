public import Events
internal import Foundation
internal import Scene

/// Abandoned objects, event by event: the rules of `score_objects.py`.
///
/// An alarm (phase `abandoned`) is right when its box overlaps an object's by ``leastOverlap`` and it comes from one
/// second before its owner left to `rule` + ``slack`` after; each object counts once. Anything else is false, or early.
public struct ObjectScore: Sendable, Hashable {
    public static let leastOverlap = 0.3
    /// Seconds.
    public static let slack = 30.0

    /// A true object; times in seconds, the box in 0..1 of the picture.
    public struct Truth: Sendable, Hashable {
        public var box: Box
        public var ownerLeft: Double
        public var removed: Double?

        public init(box: Box, ownerLeft: Double, removed: Double?) {
            (self.box, self.ownerLeft, self.removed) = (box, ownerLeft, removed)
        }
    }

    /// What became of one true object.
    public struct Found: Sendable, Hashable {
        public var truth: Truth
        public var foundAt, clearedAt: Double?

        /// Seconds from the owner's leaving to the alarm.
        public var delay: Double? { foundAt.map { $0 - truth.ownerLeft } }

        /// Whether its removal was noticed in time.
        var isCleared: Bool {
            guard let removed = truth.removed, let clearedAt else { return false }
            return (-2...ObjectScore.slack).contains(clearedAt - removed)
        }
    }

    public private(set) var objects: [Found]
    public private(set) var early: [RunLines.Object] = []
    public private(set) var falseAlarms: [RunLines.Object] = []

    public var found: [Found] { objects.filter { $0.foundAt != nil } }
    /// Found objects that were taken away, and those of them whose removal was noticed.
    public var removed: [Found] { found.filter { $0.truth.removed.map { $0 != 0 } ?? false } }
    public var cleared: [Found] { removed.filter(\.isCleared) }

    /// - Parameter rule: seconds after which the camera's rule alerts.
    public init(_ rows: [RunLines.Object], truth: [Truth], rule: Double) {
        objects = truth.map { Found(truth: $0) }
        var owners: [String: Int] = [:]
        for row in rows {
            if row.phase == "abandoned" {
                judge(row, rule: rule, owners: &owners)
            } else if row.phase == "cleared" || row.phase == "removed", let index = owners[row.id] {
                objects[index].clearedAt = row.time
            }
        }
    }

    private mutating func judge(_ row: RunLines.Object, rule: Double, owners: inout [String: Int]) {
        var best: (index: Int, overlap: Double)?
        for (index, object) in objects.enumerated() {
            let overlap = row.box.overlap(with: object.truth.box)
            if overlap > best?.overlap ?? -1 { best = (index, overlap) }
        }
        guard let best, best.overlap >= Self.leastOverlap else {
            falseAlarms.append(row)
            return
        }
        let object = objects[best.index]
        if row.time < object.truth.ownerLeft - 1 {
            early.append(row)
        } else if row.time <= object.truth.ownerLeft + rule + Self.slack, object.foundAt == nil {
            objects[best.index].foundAt = row.time
            owners[row.id] = best.index
        } else if owners[row.id] != best.index {
            falseAlarms.append(row)
        }
    }
}

extension ObjectScore: CustomStringConvertible {
    /// The line that `score_objects.py` prints.
    public var description: String {
        let delays = found.compactMap(\.delay)
        return "objects \(objects.count) found \(found.count) early \(early.count) false \(falseAlarms.count) "
            + "cleared \(cleared.count)/\(removed.count) delay_s \(Self.list(delays)) "
            + "false_at \(Self.list(Array(falseAlarms.map(\.time).prefix(10))))"
    }

    private static func list(_ values: [Double]) -> String {
        "[" + values.map { String(format: "%.1f", $0) }.joined(separator: ", ") + "]"
    }
}
